package probe

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/bench/machine"
	"sumlog/bench/probe/operations"
	"sumlog/kernel"
)

func TestLevels(t *testing.T) {
	caches := []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 1 << 20}, {Level: 3, Bytes: 32 << 20}}
	assert.Equal(t, []Level{{"L1", 8 << 10}, {"L2", 256 << 10}, {"L3", 8 << 20}, {"memory", 128 << 20}}, Levels(caches, 32<<20, 1<<40))
	assert.Equal(t, 64<<20, Levels(caches, 32<<20, 64<<20)[3].Bytes)
	assert.Len(t, Levels(nil, 0, 1<<40), 4, "where the machine says nothing")
	assert.Equal(t, []Level{{"L1", 8 << 10}, {"L2", 256 << 10}, {"L3", 8 << 20}, {"memory", 128 << 20}}, Levels(caches[:2], 32<<20, 1<<40),
		"where the system hides the third level")
	assert.Equal(t, []Level{{"L1", 8 << 10}, {"L2", 256 << 10}, {"memory", 4 << 20}}, Levels(caches[:2], 1<<20, 1<<40), "where there is none")
}

// TestProbesStayInTheirSpace runs each once, between words that nobody may touch.
func TestProbesStayInTheirSpace(t *testing.T) {
	levels := Levels([]machine.Cache{{Level: 1, Bytes: 16 << 10}, {Level: 2, Bytes: 64 << 10}}, 64<<10, 1<<20)
	n := Space(levels)
	all := make([]float64, n+2*page)
	for i := range all {
		all[i] = 3
	}
	probes := New(levels, all[page:page+n:page+n])
	names := map[string]bool{}
	for _, p := range probes {
		assert.False(t, names[p.Name()], "%s twice", p.Name())
		names[p.Name()] = true
		assert.Positive(t, p.Per, p.Name())
		assert.LessOrEqual(t, p.Bytes, 8*n, p.Name())
		p.Time(2)
	}
	for i := range page {
		assert.Equal(t, 3.0, all[i])
		assert.Equal(t, 3.0, all[page+n+i])
	}
}

func TestEveryInstructionSetHasProbes(t *testing.T) {
	want := []string{Scalar}
	for _, isa := range kernel.Supported()[1:] {
		want = append(want, isa.String())
	}
	assert.Equal(t, want, ISAs())
	perISA := map[string]int{}
	for _, p := range New(Levels(nil, 0, 64<<20), make([]float64, Space(Levels(nil, 0, 64<<20)))) {
		perISA[p.ISA]++
	}
	for _, isa := range want[1:] {
		assert.Equal(t, perISA[want[1]], perISA[isa])
		assert.Greater(t, perISA[isa], perISA[Scalar])
	}
}

// TestProbesCompute looks at what the arithmetic ends with: ones multiplied, divided and
// counted up.
func TestProbesCompute(t *testing.T) {
	for _, s := range sets() {
		for k, run := range s.arithmetic {
			if run == nil {
				continue
			}
			var sums [16]float64
			sums[0] = 1
			run(&sums[0], 10)
			want := map[kind]float64{multiply: 1, add: 11, fuse: 11, mix: 1, divide: 1}[kind(k)]
			if s.name == Scalar {
				want = map[kind]float64{multiply: 1, add: 88, mix: 44, divide: 1}[kind(k)]
			}
			assert.Equal(t, want, sums[0], "%s, %s", s.name, kindNames[k])
		}
		a, b, dst := make([]float64, 64), make([]float64, 64), make([]float64, 64)
		for i := range a {
			a[i], b[i] = float64(i), float64(100*i)
		}
		s.copies[0](&dst[0], &a[0], 64, 3)
		assert.Equal(t, a, dst, s.name)
		s.adds[0](&dst[0], &a[0], &b[0], 64, 3)
		for i := range dst {
			assert.Equal(t, 101*float64(i), dst[i], s.name)
		}
	}
}

func TestOperationsAreThoseOfTheSpecification(t *testing.T) {
	assert.Equal(t, operations.Count{Multiply: 3}, operations.Of["SumLog"], "a product and its error: three multiplications")
	assert.Equal(t, operations.Count{Add: 1}, operations.Of["Add"])
	for name, c := range operations.Of {
		assert.Positive(t, c.Multiply+c.Add, name)
	}
}
