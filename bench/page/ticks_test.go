package page

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDecades(t *testing.T) {
	for _, c := range []struct{ low, high, from, to float64 }{
		{1, 10, 1, 10},
		{1.2, 18, 1, 20},
		{0.034, 700, 0.02, 1000},
		{3, 3, 2, 5},
	} {
		from, to := decades(c.low, c.high)
		assert.InDelta(t, c.from, from, 1e-12*c.from, "%v", c)
		assert.InDelta(t, c.to, to, 1e-12*c.to, "%v", c)
	}
}

func TestTicksEndWhereThereAreNone(t *testing.T) {
	p := powers{label: plainNumber}
	assert.Empty(t, p.Ticks(0, 10))
	assert.Empty(t, p.Ticks(math.Inf(1), 10))
	var labels []string
	for _, tick := range p.Ticks(0.5, 200) {
		if tick.Label != "" {
			labels = append(labels, tick.Label)
		}
	}
	assert.Equal(t, []string{"1", "10", "100"}, labels)
}

func TestBinary(t *testing.T) {
	for x, want := range map[float64]string{4: "4", 1024: "1 Ki", 65536: "64 Ki", 1 << 20: "1 Mi", 5.5 * (1 << 20): "5.5 Mi"} {
		assert.Equal(t, want, binary(x))
	}
}
