package arm64

import (
	"strings"
	"testing"

	"sumlog/gen/machine"
)

// TestConstantsAreShared prints two kernels that read one constant: it lies in the file
// once, by its name.
func TestConstantsAreShared(t *testing.T) {
	kernel := func(name string) *machine.Kernel {
		return &machine.Kernel{Name: name, Params: []string{"p"}, Group: 1, Body: func(m *machine.Machine) {
			p := m.Pointer("p")
			m.Store(p, m.Add(m.Load(p), m.Const(0.5)))
		}}
	}
	text, err := Assembly(kernel("a"), kernel("b"))
	if err != nil {
		t.Fatal(err)
	}
	for want, n := range map[string]int{
		"#define half 0\n": 1, "FMOVQ half(R26)": 2, "DATA constants<>+0(SB)/8, $0x3fe0000000000000": 1,
	} {
		if got := strings.Count(string(text), want); got != n {
			t.Errorf("%q is there %d times, want %d, in\n%s", want, got, n, text)
		}
	}
}

// TestNamesOfConstants prints kernels whose constants cannot be named.
func TestNamesOfConstants(t *testing.T) {
	for want, k := range map[string]*machine.Kernel{
		"gen: kernel k: constant 0x3fd5555555555555 has no name": {Params: []string{"p"}, Body: func(m *machine.Machine) {
			p := m.Pointer("p")
			m.Store(p, m.Add(m.Load(p), m.Const(1.0/3)))
		}},
		"gen: kernel k: the parameter half has the name of a constant": {Params: []string{"half"}, Body: func(m *machine.Machine) {
			p := m.Pointer("half")
			m.Store(p, m.Add(m.Load(p), m.Const(0.5)))
		}},
		"gen: kernel k: table [1 2 3 4 5 6 7 8] has no name": {Params: []string{"p"}, Body: func(m *machine.Machine) {
			p := m.Pointer("p")
			m.Store(p, m.Lookup(&[8]float64{1, 2, 3, 4, 5, 6, 7, 8}, m.Bits(m.Load(p))))
		}},
	} {
		func() {
			defer func() {
				if got, ok := recover().(string); !ok || !strings.HasPrefix(got, want) {
					t.Errorf("generation said %q, want %q…", got, want)
				}
			}()
			k.Name, k.Group = "k", 1
			text, err := Assembly(k)
			t.Errorf("generated %d bytes (%v), want a panic", len(text), err)
		}()
	}
}
