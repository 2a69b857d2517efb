package arm64

import (
	"strings"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// TestUnknownOperationStops records what no case of the printer knows.
func TestUnknownOperationStops(t *testing.T) {
	for want, body := range map[string]func(*build.Machine){
		"gen: kernel k: neon cannot lower operation": func(m *build.Machine) {
			id := m.Emit(ir.FirstTarget+100, 0)
			m.Store(m.Pointer("p"), m.Value(id))
		},
		"gen: kernel k: neon has no rows of 4 lanes": func(m *build.Machine) {
			p := m.Pointer("p")
			low, high := m.Interleave(m.Load(p), m.LoadAt(p, 16), 2)
			m.Store(p, m.Add(low, high))
		},
	} {
		func() {
			defer func() {
				if got, ok := recover().(string); !ok || !strings.HasPrefix(got, want) {
					t.Errorf("generation said %q, want %q…", got, want)
				}
			}()
			k := &build.Kernel{Name: "k", Params: []string{"p"}, Group: 1, Body: body}
			t.Errorf("generated %d bytes, want a panic", len(NEON{}.Assembly(k)))
		}()
	}
}

// assembly is the text of the instructions of a kernel on p.
func assembly(body func(m *build.Machine, p build.P)) string {
	text := NEON{}.Assembly(&build.Kernel{
		Name: "k", Params: []string{"p"}, Group: 1,
		Body: func(m *build.Machine) { body(m, m.Pointer("p")) },
	})
	return string(text)
}

// TestFusedBeginsWithTheAddend: a·b - c of an exact zero is +0, so c is negated and
// the result is not; and a and b must outlive the beginning.
func TestFusedBeginsWithTheAddend(t *testing.T) {
	text := assembly(func(m *build.Machine, p build.P) {
		a, b, c := m.Load(p), m.LoadAt(p, 32), m.LoadAt(p, 64)
		m.Store(p, m.MulSub(a, b, c))
	})
	for _, want := range []string{"fneg v2.2d, v2.2d", "VFMLA V1.D2, V0.D2, V2.D2"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	text = assembly(func(m *build.Machine, p build.P) {
		a, b, c := m.Load(p), m.LoadAt(p, 32), m.LoadAt(p, 64)
		m.Store(p, m.MulSub(a, b, c))
		m.StoreAt(p, 32, c) // c lives on, a and b do not
	})
	for _, want := range []string{"fneg v3.2d, v2.2d", "VFMLA V1.D2, V0.D2, V3.D2"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	text = assembly(func(m *build.Machine, p build.P) {
		m.Store(p, m.MulSub(m.Load(p), m.LoadAt(p, 32), m.Const(1)))
	})
	if want := "$0xbff0000000000000"; !strings.Contains(text, want) {
		t.Errorf("no %q, -1, in\n%s", want, text)
	}
}
