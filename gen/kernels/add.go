package kernels

import (
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// addition returns the kernel that adds elements of one type. It counts in words
// of 64 bits, which hold one to eight of them.
func addition(element string, code ir.Code) *build.Kernel {
	k := additionStub("add", element, "")
	k.Body = func(m *build.Machine) {
		dst, a, b, words := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("words")
		add := func() { m.Store(dst, m.AddAs(code, m.Load(a), m.Load(b))) }
		m.ForEachGroup(words, add, dst, a, b)
		m.Tail(words, add, dst, a, b)
	}
	return k
}

// streaming returns the same for sums that will have left the caches before they are read:
// a non-temporal store does not read a line of dst first.
func streaming(element string, code ir.Code) *build.Kernel {
	k := additionStub("stream", element,
		"by non-temporal stores, with dst aligned to 64 bytes and words a multiple of 16")
	k.Body = func(m *build.Machine) {
		dst, a, b, words := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("words")
		m.ForEachGroup(words, func() { m.Stream(dst, m.AddAs(code, m.Load(a), m.Load(b))) }, dst, a, b)
		m.Fence()
	}
	return k
}

func additionStub(verb, element, how string) *build.Kernel {
	name := verb + strings.ToUpper(element[:1]) + element[1:]
	k := &build.Kernel{
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
func additions() (list []*build.Kernel) {
	for _, of := range []struct {
		element string
		code    ir.Code
	}{
		{"float64", ir.Add},
		{"float32", ir.AddFloat32},
		{"int64", ir.AddInt},
		{"int32", ir.AddInt32},
		{"int16", ir.AddInt16},
		{"int8", ir.AddInt8},
	} {
		list = append(list, addition(of.element, of.code), streaming(of.element, of.code))
	}
	return list
}
