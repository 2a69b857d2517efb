package main

import (
	"slices"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// probes lists the loops that find the limits of a machine: how many multiplications and additions
// it does, and how many bytes it moves. They are described as the kernels are, once for every
// instruction set.
func probes(t build.Target) []*build.Kernel {
	const copies, adds = "copies n words of a to dst", "writes to dst the sums of n words of a and b"
	return append(arithmetic(t), read,
		writes("Copy", copies, false, 8, "a"), writes("Copy", copies, true, 8, "a"),
		writes("Add", adds, false, 4, "a", "b"), writes("Add", adds, true, 4, "a", "b"))
}

// chains returns how many operations of a vector one turn of an arithmetic probe has: as many
// independent chains keep every pipeline busy, since a result is four or five cycles under way,
// and four begin in each at most.
func chains(t build.Target) int {
	if t.Registers(ir.Vector) >= 32 {
		return 24
	}
	return 12
}

// arithmetic are chains of one operation, each on the result of the one before.
func arithmetic(t build.Target) (list []*build.Kernel) {
	type step = func(m *build.Machine, sum, one build.F) build.F
	fuse := func(m *build.Machine, sum, one build.F) build.F { return m.MulAdd(one, one, sum) }
	for _, p := range []struct {
		name, does string
		steps      []step // of one k after another
	}{
		{"Multiply", "sums[k] *= 1", []step{(*build.Machine).Mul}},
		{"Sum", "sums[k] += 1", []step{(*build.Machine).Add}},
		{"Fuse", "sums[k] = 1*1 + sums[k]", []step{fuse}},
		{
			"Mix", "sums[k] *= 1, or += 1 for every other k",
			[]step{(*build.Machine).Mul, (*build.Machine).Add},
		},
		{"Divide", "sums[k] /= 1", []step{(*build.Machine).Div}},
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
				vars := make([]build.F, chains(t))
				for k := range vars {
					vars[k] = m.Var(one)
				}
				m.Repeat(times, func() {
					for k, v := range vars {
						m.Assign(v, p.steps[k%len(p.steps)](m, v, one))
					}
				})
				m.Store(sums, vars[0])
			},
		})
	}
	return list
}

// probeStep is what the probes of memory move at a time, in words of 8 bytes: n is a
// multiple of it.
const probeStep = 64

var read = &build.Kernel{
	Name: "Read",
	Doc: []string{
		"Read reads n words of a, a multiple of Step, in each of times rounds, and leaves in sums",
		"something that depends on each.",
	},
	Params: []string{"sums", "a", "n", "times"},
	Counts: []string{"n", "times"},
	Group:  8,
	Body: func(m *build.Machine) {
		sums, a, n := m.Pointer("sums"), m.Pointer("a"), m.Count("n")
		all := m.Var(m.Const(0))
		rounds(m, n, []build.P{a}, func(p []build.P) {
			m.Assign(all, m.Float(m.OrInt(m.Bits(all), m.Bits(m.Load(p[0])))))
		})
		m.WithVectors(1, func() { m.Store(sums, m.Float(m.MaxOfGroup(m.Bits(all)))) })
	},
}

// writes is a probe that writes the sum of its sources.
func writes(name, does string, nonTemporal bool, group int, sources ...string) *build.Kernel {
	store, how := (*build.Machine).Store, "."
	if nonTemporal {
		name += "NonTemporal"
		store, how = (*build.Machine).Stream, " with non-temporal stores."
	}
	return &build.Kernel{
		Name:   name,
		Doc:    []string{name + " " + does + ", a multiple of Step, in each of times rounds" + how},
		Params: slices.Concat([]string{"dst"}, sources, []string{"n", "times"}),
		Counts: []string{"n", "times"},
		Group:  group,
		Body: func(m *build.Machine) {
			pointers := []build.P{m.Pointer("dst")}
			for _, source := range sources {
				pointers = append(pointers, m.Pointer(source))
			}
			rounds(m, m.Count("n"), pointers, func(p []build.P) {
				sum := m.Load(p[1])
				for _, source := range p[2:] {
					sum = m.Add(sum, m.Load(source))
				}
				store(m, p[0], sum)
			})
			if nonTemporal {
				m.Fence()
			}
		},
	}
}

// rounds records body for each group of the n words that pointers point to, times times over.
func rounds(m *build.Machine, n build.N, pointers []build.P, body func(p []build.P)) {
	m.Repeat(m.Count("times"), func() {
		var p []build.P
		for _, start := range pointers {
			p = append(p, m.Offset(start, 0))
		}
		m.ForEachGroup(m.CopyCount(n), func() { body(p) }, p...)
	})
}
