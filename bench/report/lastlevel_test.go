package report

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
	"sumlog/bench/sweep"
)

// on is a document of a machine with these caches and a last level of last bytes, whose
// arrays may take most bytes.
func on(caches []machine.Cache, last, most int, reported bool) *Document {
	return &Document{
		Machine: machine.Info{Caches: caches, LastLevel: last, Reported: reported},
		Levels:  probe.Levels(caches, last, most),
	}
}

var (
	l1 = machine.Cache{Level: 1, Bytes: 32 << 10}
	l2 = machine.Cache{Level: 2, Bytes: 1 << 20}
)

func machineText(d *Document) string { return fmt.Sprint(MachineLines(d)) }

func TestLastLevelSaysWhetherItIsAssumed(t *testing.T) {
	d := on([]machine.Cache{l1, l2}, 32<<20, 1<<40, false)
	assert.Equal(t, "In memory are arrays of 128 MiB, 4.00 times the last-level cache of 32.0 MiB, which is assumed, not reported.", d.InMemory())
	assert.Equal(t, "L3", d.LevelOf(16<<20), "an assumed level has its own rate")
	assert.Equal(t, "memory", d.LevelOf(64<<20))
	assert.Contains(t, machineText(d), "last level 32.0 MiB assumed: the system does not report it")

	nothing := on(nil, 32<<20, 1<<40, false)
	assert.Equal(t, 128<<20, nothing.Levels[len(nothing.Levels)-1].Bytes, "no cache folder")

	normal := on([]machine.Cache{l1, l2, {Level: 3, Bytes: 16 << 20}}, 16<<20, 1<<40, true)
	assert.Equal(t, "In memory are arrays of 64.0 MiB, 4.00 times the last-level cache of 16.0 MiB, which is reported.", normal.InMemory())
	assert.Contains(t, machineText(normal), "last level 16.0 MiB, as the system reports")
}

func TestLastLevelBoundByTheMemory(t *testing.T) {
	huge := []machine.Cache{l1, l2, {Level: 3, Bytes: 512 << 20}}
	assert.Contains(t, on(huge, 512<<20, 1<<30, true).InMemory(), "arrays of 1.00 GiB, 2.00 times the last-level cache of 512 MiB, "+
		"which is reported. The memory available does not allow 4 times.")
	assert.Contains(t, on(huge, 512<<20, 256<<20, true).InMemory(), "these figures are partly figures of the cache")
}

func TestLevelSmallerThanTheOneBefore(t *testing.T) {
	caches := []machine.Cache{l1, l2, {Level: 3, Bytes: 512 << 10}}
	d := on(caches, 1<<20, 1<<40, true)
	assert.Equal(t, []probe.Level{{Name: "L1", Bytes: 8 << 10}, {Name: "L2", Bytes: 256 << 10}, {Name: "memory", Bytes: 4 << 20}}, d.Levels)
	assert.Equal(t, "memory", d.LevelOf(2<<20))
	assert.Contains(t, machineText(d), "L3, no larger than the level before, is not measured")
}

func TestKneeIsCompared(t *testing.T) {
	says := func(knee int, falling bool) string {
		d := on([]machine.Cache{l1, l2}, 32<<20, 1<<40, false)
		d.Knee = &sweep.Knee{Bytes: knee, Falling: falling, Points: []sweep.KneePoint{
			{Bytes: 2 << 20, Rate: measure.Stats{Max: 30e9}}, {Bytes: 16 << 20}, {Bytes: 128 << 20, Rate: measure.Stats{Max: 10e9}},
		}}
		return d.KneeSays()
	}
	assert.Equal(t, "Reading one array: 30.0 × 10^9 bytes a second from 2.00 MiB, 10.0 × 10^9 bytes a second from 128 MiB. "+
		"The rate falls behind 16.0 MiB, which agrees with the 32.0 MiB that are assumed.", says(16<<20, false))
	assert.Contains(t, says(0, false), "No knee shows")
	assert.Contains(t, says(64<<20, true), "still falls at the end, beyond the 32.0 MiB that are assumed")
	assert.Contains(t, says(96<<20, false), "the cache is larger")
	assert.Contains(t, says(2<<20, false), "long before the 32.0 MiB that are assumed")
	assert.Contains(t, (&Document{}).KneeSays(), "not measured")
}
