package probe

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe/arithmetic"
	"sumlog/kernel"
)

var caches = []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 1 << 20}}

func TestLevels(t *testing.T) {
	three := []Level{{"L1", 8 << 10}, {"L2", 256 << 10}, {"L3", 8 << 20}, {"memory", 128 << 20}}
	l3 := machine.Cache{Level: 3, Bytes: 32 << 20}
	assert.Equal(t, three, Levels(append(caches, l3), 32<<20, 1<<40))
	assert.Equal(t, three, Levels(caches, 32<<20, 1<<40), "where the system hides the third level")
	assert.Equal(t, 64<<20, Levels(caches, 32<<20, 64<<20)[3].Bytes)
	assert.Len(t, Levels(nil, 0, 1<<40), 4, "where the machine says nothing")
	for last, want := range map[int]int{
		96 << 20: 384 << 20, 200 << 20: 512 << 20,
		480 << 20: 960 << 20,
	} {
		assert.Equal(t, want, Levels(caches, last, 1<<40)[3].Bytes, "memory beyond %d bytes", last)
	}
	assert.Equal(t, []Level{{"L1", 8 << 10}, {"L2", 256 << 10}, {"memory", 4 << 20}},
		Levels(caches, 1<<20, 1<<40), "where there is none")
}

// TestProbesStayInTheirSpace runs each once, between words that none may touch.
func TestProbesStayInTheirSpace(t *testing.T) {
	levels := Levels([]machine.Cache{{Level: 1, Bytes: 16 << 10}, {Level: 2, Bytes: 64 << 10}}, 64<<10,
		1<<20)
	n := Space(levels)
	all := make([]float64, n+2*page)
	for i := range all {
		all[i] = 3
	}
	names, perISA := map[string]bool{}, map[string]int{}
	for _, c := range Cases(levels, all[page:page+n:page+n], measure.Limits{}) {
		for _, v := range c.Variants {
			assert.False(t, names[v.Name], "%s twice", v.Name)
			names[v.Name] = true
			perISA[v.ISA]++
			assert.Positive(t, v.N, v.Name)
			_, err := v.Run(t.Context(), v.N, 2)
			require.NoError(t, err)
		}
	}
	for i := range page {
		assert.Equal(t, 3.0, all[i])
		assert.Equal(t, 3.0, all[page+n+i])
	}
	require.Len(t, sets(), len(kernel.Supported()))
	for _, isa := range kernel.Supported()[1:] {
		assert.Greater(t, perISA[isa.String()], perISA[Scalar])
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
			want := map[string]float64{Multiply: 1, Add: 11, Fuse: 11, Mix: 1, Divide: 1}[kinds[k].does]
			if s.name == Scalar {
				want = map[string]float64{Multiply: 1, Add: 88, Mix: 44, Divide: 1}[kinds[k].does]
			}
			assert.Equal(t, want, sums[0], "%s, %s", s.name, kinds[k].does)
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

func TestKneeSizes(t *testing.T) {
	sizes := func(last, memory int) (list []int) {
		for _, v := range KneeCase(caches, last, memory, make([]float64, memory/8+8*page),
			measure.Limits{}).Variants {
			list = append(list, v.N>>10)
		}
		return list
	}
	assert.Equal(t, []int{2 << 10, 4 << 10, 8 << 10, 16 << 10}, sizes(4<<20, 16<<20))
	assert.Equal(t, []int{128, 256, 512, 1024, 2048, 4096}, sizes(1<<20, 4<<20),
		"the second level is the last")
	assert.Empty(t, sizes(32<<20, 1<<20))
}

func TestCountsAreThoseOfTheSpecification(t *testing.T) {
	assert.Equal(t, arithmetic.Count{Multiply: 3}, arithmetic.Of["SumLog"], "a product and its error")
	assert.Equal(t, arithmetic.Count{Add: 1}, arithmetic.Of["Add"])
	for name, c := range arithmetic.Of {
		assert.Positive(t, c.Multiply+c.Add, name)
	}
}
