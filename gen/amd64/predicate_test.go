package amd64

import (
	"strings"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/regalloc"
)

// TestPredicates has results that a mask alone reads, and one that is read again.
func TestPredicates(t *testing.T) {
	for want, result := range map[string]func(m *build.Machine, x, y build.F) build.F{
		"VSUBPD Z1, Z0, K1, ": func(m *build.Machine, x, y build.F) build.F {
			return m.Merge(m.Less(x, y), m.Sub(x, y), x)
		},
		"VMULPD.Z Z1, Z0, K1, ": func(m *build.Machine, x, y build.F) build.F {
			return m.Masked(m.Less(x, y), m.Mul(x, y))
		},
		"VCMPPD $0x00, Z1, Z0, K1, ": func(m *build.Machine, x, y build.F) build.F {
			return m.Masked(m.And(m.Less(x, y), m.Equal(x, y)), y)
		},
		"VBLENDMPD ": func(m *build.Machine, x, y build.F) build.F {
			d := m.Sub(x, y)
			return m.Mul(d, m.Merge(m.Less(x, y), d, x))
		},
	} {
		text := AVX512.Assembly(kernelOf(result))
		if got := strings.Join(strings.Fields(string(text)), " "); !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

func kernelOf(result func(m *build.Machine, x, y build.F) build.F) *build.Kernel {
	return &build.Kernel{
		Name: "k", Params: []string{"dst", "x", "y"}, Group: 1,
		Body: func(m *build.Machine) {
			m.Store(m.Pointer("dst"), result(m, m.Load(m.Pointer("x")), m.Load(m.Pointer("y"))))
		},
	}
}

// TestPredicateKeepsOperands has operations that cannot move to where the Merge of their result is.
func TestPredicateKeepsOperands(t *testing.T) {
	for name, result := range map[string]func(m *build.Machine, x, y build.F) build.F{
		"an operand is overwritten before": func(m *build.Machine, x, y build.F) build.F {
			v, less := m.Var(x), m.Less(x, y)
			d := m.Sub(v, y)
			m.Assign(v, m.Mul(y, y))
			return m.Mul(v, m.Merge(less, d, x))
		},
		"the copy of what other lanes keep overwrites one": func(m *build.Machine, x, y build.F) build.F {
			z := m.Add(x, y)
			return m.Mul(m.Merge(m.Less(x, y), m.Sub(x, y), z), z)
		},
	} {
		k := kernelOf(result)
		p := &emitter{
			file: &file{}, kernel: k, target: AVX512,
			Program: regalloc.Allocate(build.Record(k, AVX512)),
		}
		for _, o := range p.instructions() {
			if o.predicate != (predicate{}) {
				t.Errorf("joined, though %s: %v", name, p.Ops)
			}
		}
	}
}
