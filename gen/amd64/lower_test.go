package amd64

import (
	"testing"

	"sumlog/gen/machine"
)

// TestUnknownOperationStops records an operation that no case of the printer
// knows, as a kernel written for a richer target would.
func TestUnknownOperationStops(t *testing.T) {
	k := &machine.Kernel{
		Name: "k", Params: []string{"p"}, Group: 1,
		Body: func(m *machine.Machine) {
			p := m.Pointer("p")
			id := m.Emit(machine.Op{Code: machine.FirstTarget + 100})
			m.Store(p, m.Add(m.Value(id), m.Const(1)))
		},
	}
	mustStop(t, "gen: kernel k: avx2 cannot lower operation", k, AVX2{})
	mustStop(t, "gen: kernel k: avx512 cannot lower operation", k, AVX512{})
}

func mustStop(t *testing.T, want string, k *machine.Kernel, on target) {
	t.Helper()
	defer func() {
		got, ok := recover().(string)
		if !ok || len(got) < len(want) || got[:len(want)] != want {
			t.Errorf("generation said %q, want %q…", got, want)
		}
	}()
	text, err := assembly(on, []*machine.Kernel{k})
	t.Errorf("generated %d bytes (%v), want a panic", len(text), err)
}

func TestMistakesStop(t *testing.T) {
	for want, body := range map[string]func(*machine.Machine){
		`gen: kernel k: no parameter "q"`: func(m *machine.Machine) { m.Pointer("q") },
		"gen: kernel k: value": func(m *machine.Machine) { // computed for nothing
			m.Add(m.Load(m.Pointer("p")), m.Const(1))
		},
		"gen: kernel k: assignment to a value that is no variable": func(m *machine.Machine) {
			x := m.Load(m.Pointer("p"))
			m.Assign(x, m.Const(1))
		},
	} {
		mustStop(t, want, &machine.Kernel{Name: "k", Params: []string{"p"}, Group: 1, Body: body}, AVX2{})
	}
}
