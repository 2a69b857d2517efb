// Package probes describes the loops that find the limits of a machine: how many
// multiplications and additions it does, and how many bytes it moves. They are
// described as the kernels are, once for every instruction set.
package probes

import (
	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// All lists the probes for a target.
func All(t build.Target) []*build.Kernel {
	return append(arithmetic(t), read(),
		copies("copy", false), copies("copyNonTemporal", true),
		adds("add", false), adds("addNonTemporal", true))
}

// chains returns how many independent chains keep every pipeline busy: a result is
// four or five cycles under way, and four begin in each at most.
func chains(t build.Target) int {
	if t.Registers(ir.Vector) >= 32 {
		return 24
	}
	return 12
}

// arithmetic are chains of one operation, each on the result of the one before.
func arithmetic(t build.Target) (list []*build.Kernel) {
	n := chains(t)
	for _, p := range []struct {
		name, does string
		step       func(m *build.Machine, sum, one build.F) build.F
		odd        func(m *build.Machine, sum, one build.F) build.F // of every other k, unless nil
	}{
		{"multiply", "sums[k] *= 1", (*build.Machine).Mul, nil},
		{"sum", "sums[k] += 1", (*build.Machine).Add, nil},
		{"fuse", "sums[k] = 1*1 + sums[k]", func(m *build.Machine, sum, one build.F) build.F {
			return m.MulAdd(one, one, sum)
		}, nil},
		{
			"mix", "sums[k] *= 1, or += 1 for every other k",
			(*build.Machine).Mul, (*build.Machine).Add,
		},
		{"divide", "sums[k] /= 1", (*build.Machine).Div, nil},
	} {
		list = append(list, &build.Kernel{
			Name: p.name,
			Doc: []string{
				p.name + " is",
				"",
				"	for range times {",
				"		for k := range Chains {",
				"			" + p.does,
				"		}",
				"	}",
				"",
				"of vectors in registers, the first of which ends up in sums.",
			},
			Params: []string{"sums", "times"},
			Counts: []string{"times"},
			Group:  1,
			Body: func(m *build.Machine) {
				sums, times := m.Pointer("sums"), m.Count("times")
				one := m.Reg(m.Const(1))
				vars := make([]build.F, n)
				for k := range vars {
					vars[k] = m.Var(one)
				}
				m.Repeat(times, func() {
					for k, v := range vars {
						step := p.step
						if k%2 == 1 && p.odd != nil {
							step = p.odd
						}
						m.Assign(v, step(m, v, one))
					}
				})
				m.Store(sums, vars[0])
			},
		})
	}
	return list
}

// Chains returns how many operations of a vector one turn of an arithmetic probe has.
func Chains(t build.Target) int { return chains(t) }

// Step is what the probes of memory move at a time, in words of 8 bytes: n is a
// multiple of it.
const Step = 64

func read() *build.Kernel {
	return &build.Kernel{
		Name: "read",
		Doc: []string{
			"read reads n words of a, a multiple of Step, in each of times rounds, and leaves in sums",
			"something that depends on each.",
		},
		Params: []string{"sums", "a", "n", "times"},
		Counts: []string{"n", "times"},
		Group:  8,
		Body: func(m *build.Machine) {
			sums, a, n := m.Pointer("sums"), m.Pointer("a"), m.Count("n")
			all := m.Var(m.Const(0))
			m.Repeat(m.Count("times"), func() {
				p := m.Offset(a, 0)
				m.ForEachGroup(m.CopyCount(n), func() {
					m.Assign(all, m.Float(m.OrInt(m.Bits(all), m.Bits(m.Load(p)))))
				}, p)
			})
			m.WithVectors(1, func() { m.Store(sums, m.Float(m.MaxOfGroup(m.Bits(all)))) })
		},
	}
}

func copies(name string, nonTemporal bool) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " copies n words of a to dst, a multiple of Step, in each of times rounds" + how(nonTemporal),
		},
		Params: []string{"dst", "a", "n", "times"},
		Counts: []string{"n", "times"},
		Group:  8,
		Body: func(m *build.Machine) {
			dst, a, n := m.Pointer("dst"), m.Pointer("a"), m.Count("n")
			m.Repeat(m.Count("times"), func() {
				to, from := m.Offset(dst, 0), m.Offset(a, 0)
				m.ForEachGroup(m.CopyCount(n), func() { write(m, nonTemporal, to, m.Load(from)) }, to, from)
			})
			fence(m, nonTemporal)
		},
	}
}

func adds(name string, nonTemporal bool) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " writes to dst the sums of n words of a and b, a multiple of Step, in each of times rounds" +
				how(nonTemporal),
		},
		Params: []string{"dst", "a", "b", "n", "times"},
		Counts: []string{"n", "times"},
		Group:  4,
		Body: func(m *build.Machine) {
			dst, a, b, n := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("n")
			m.Repeat(m.Count("times"), func() {
				to, p, q := m.Offset(dst, 0), m.Offset(a, 0), m.Offset(b, 0)
				m.ForEachGroup(m.CopyCount(n), func() {
					write(m, nonTemporal, to, m.Add(m.Load(p), m.Load(q)))
				}, to, p, q)
			})
			fence(m, nonTemporal)
		},
	}
}

func how(nonTemporal bool) string {
	if nonTemporal {
		return " with non-temporal stores."
	}
	return "."
}

func write(m *build.Machine, nonTemporal bool, dst build.P, v build.F) {
	if nonTemporal {
		m.Stream(dst, v)
	} else {
		m.Store(dst, v)
	}
}

func fence(m *build.Machine, nonTemporal bool) {
	if nonTemporal {
		m.Fence()
	}
}
