package kernels

import (
	"strings"

	"sumlog/gen/machine"
)

// addition returns the kernel that adds elements of one type. It counts in words
// of 64 bits, which hold one to eight of them.
func addition(element string, code machine.Code) *machine.Kernel {
	k := additionStub("add", element, "")
	k.Body = func(m *machine.Machine) {
		dst, a, b, words := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("words")
		add := func() { m.Store(dst, m.AddAs(code, m.Load(a), m.Load(b))) }
		m.Each(words, add, dst, a, b)
		m.Rest(words, add, dst, a, b)
	}
	return k
}

// streaming returns the same for sums that will have left the caches before they are read:
// a non-temporal store does not read a line of dst first.
func streaming(element string, code machine.Code) *machine.Kernel {
	k := additionStub("stream", element,
		"by non-temporal stores, with dst aligned to 64 bytes and words a multiple of 16")
	k.Body = func(m *machine.Machine) {
		dst, a, b, words := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("words")
		m.Each(words, func() { m.Stream(dst, m.AddAs(code, m.Load(a), m.Load(b))) }, dst, a, b)
		m.Fence()
	}
	return k
}

func additionStub(verb, element, how string) *machine.Kernel {
	name := verb + strings.ToUpper(element[:1]) + element[1:]
	k := &machine.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	for i := range words * 8 / sizeof(" + element + ") {",
			"		dst[i] = a[i] + b[i]",
			"	}",
		},
		Params: []string{"dst", "a", "b", "words"},
		Counts: []string{"words"},
		Lanes:  16,
	}
	if how != "" {
		k.Doc = append(k.Doc, "", how+".")
	}
	return k
}

// An addition that wraps around is the same for signed and unsigned numbers: six
// kernels serve ten types.
func additions() (list []*machine.Kernel) {
	for _, of := range []struct {
		element string
		code    machine.Code
	}{
		{"float64", machine.Add},
		{"float32", machine.AddFloat32},
		{"int64", machine.AddInt},
		{"int32", machine.AddInt32},
		{"int16", machine.AddInt16},
		{"int8", machine.AddInt8},
	} {
		list = append(list, addition(of.element, of.code), streaming(of.element, of.code))
	}
	return list
}
