package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/bench/measure"
	"sumlog/bench/sweep"
)

func TestCores(t *testing.T) {
	scaled := func(chain bool, times float64) sweep.Scaled {
		return sweep.Scaled{Chain: chain, Busy: !chain, Points: []sweep.ScaledPoint{{Workers: 1}, {Workers: 4, SpeedUp: measure.Stats{Median: times}}}}
	}
	says := func(waits, works float64) string {
		return (&Document{Scaling: []sweep.Scaled{scaled(true, waits), scaled(false, works)}}).Cores()
	}
	assert.Empty(t, says(3.9, 3.8))
	assert.Empty(t, says(3.9, 2.9))
	assert.Contains(t, says(3.9, 2.1), "shared cores: the chain, whose multiplications wait for each other and leave a core idle, was 3.90 times as fast by 4 workers, but what keeps a core busy only 2.10 times")
	assert.Contains(t, says(2.9, 1.5), "not 4 CPUs to be had: even the chain, which is Go's own code, was only 2.90 times")
	assert.Empty(t, (&Document{Scaling: []sweep.Scaled{scaled(false, 1)}}).Cores(), "the chain was left out")
	assert.Empty(t, (&Document{Scaling: []sweep.Scaled{scaled(true, 1), {Absent: "-run"}}}).Cores())
	memory := scaled(false, 1.3)
	memory.Busy = false
	assert.Empty(t, (&Document{Scaling: []sweep.Scaled{scaled(true, 4), memory}}).Cores(), "memory is shared anyway")
	assert.Empty(t, (&Document{}).Cores())
}
