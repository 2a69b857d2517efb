package arm64

import (
	"strings"
	"testing"

	"sumlog/gen/build"
)

// stores returns a kernel that stores what value makes of the elements at its parameter.
func stores(name, param string, value func(*build.Machine, build.F) build.F) *build.Kernel {
	return &build.Kernel{
		Name: name, Params: []string{param}, Group: 1,
		Body: func(m *build.Machine) {
			p := m.Pointer(param)
			m.Store(p, value(m, m.Load(p)))
		},
	}
}

// plus returns x + c.
func plus(c float64) func(*build.Machine, build.F) build.F {
	return func(m *build.Machine, x build.F) build.F { return m.Add(x, m.Const(c)) }
}

// TestConstantsAreShared prints two kernels that read one constant: it lies in the file
// once, by its name.
func TestConstantsAreShared(t *testing.T) {
	text := NEON{}.Assembly(stores("a", "p", plus(0.5)), stores("b", "p", plus(0.5)))
	for want, n := range map[string]int{
		"#define half 0\n": 1,
		"FMOVQ half(R26)":  2,
		"DATA constants<>+0(SB)/8, $0x3fe0000000000000\n": 1,
	} {
		if got := strings.Count(string(text), want); got != n {
			t.Errorf("%q is there %d times, want %d, in\n%s", want, got, n, text)
		}
	}
}

// TestNamesOfConstants prints kernels whose constants cannot be named.
func TestNamesOfConstants(t *testing.T) {
	for want, k := range map[string]*build.Kernel{
		"gen: kernel k: constant 0x3fb999999999999a has no name": stores("k", "p", plus(0.1)),
		"gen: kernel k: table [1 2 3 4 5 6 7 8] has no name": stores("k", "p",
			func(m *build.Machine, x build.F) build.F {
				return m.Lookup(&[8]float64{1, 2, 3, 4, 5, 6, 7, 8}, m.Bits(x))
			}),
	} {
		func() {
			defer func() {
				if got, ok := recover().(string); !ok || !strings.HasPrefix(got, want) {
					t.Errorf("generation said %q, want %q…", got, want)
				}
			}()
			t.Errorf("generated %d bytes, want a panic", len(NEON{}.Assembly(k)))
		}()
	}
}
