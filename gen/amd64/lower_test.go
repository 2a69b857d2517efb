package amd64

import (
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// TestUnknownOperationStops records an operation that no case of the printer
// knows, as a kernel written for a richer target would.
func TestUnknownOperationStops(t *testing.T) {
	k := &build.Kernel{
		Name: "k", Params: []string{"p"}, Group: 1,
		Body: func(m *build.Machine) {
			p := m.Pointer("p")
			id := m.Emit(ir.FirstTarget+100, 0)
			m.Store(p, m.Add(m.Value(id), m.Const(1)))
		},
	}
	mustStop(t, "gen: kernel k: avx2 cannot lower operation", k, AVX2)
	mustStop(t, "gen: kernel k: avx512 cannot lower operation", k, AVX512)
}

func mustStop(t *testing.T, want string, k *build.Kernel, on *Target) {
	t.Helper()
	defer func() {
		got, ok := recover().(string)
		if !ok || len(got) < len(want) || got[:len(want)] != want {
			t.Errorf("generation said %q, want %q…", got, want)
		}
	}()
	t.Errorf("generated %d bytes, want a panic", len(on.Assembly(k)))
}

func TestMistakesStop(t *testing.T) {
	for want, body := range map[string]func(*build.Machine){
		`gen: kernel k: no parameter "q"`: func(m *build.Machine) { m.Pointer("q") },
		"gen: kernel k: value": func(m *build.Machine) { // computed for nothing
			m.Add(m.Load(m.Pointer("p")), m.Const(1))
		},
		"gen: kernel k: assignment to a value that is no variable": func(m *build.Machine) {
			x := m.Load(m.Pointer("p"))
			m.Assign(x, m.Const(1))
		},
	} {
		mustStop(t, want, &build.Kernel{Name: "k", Params: []string{"p"}, Group: 1, Body: body}, AVX2)
	}
}
