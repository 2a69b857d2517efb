package sweep

import (
	"context"
	"math"
	"time"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
)

// KneeName is what -run sees of the sizes at which reading is measured.
const KneeName = "knee/op=read"

// Knee is where reading one array becomes slower because the last-level cache no longer
// holds it.
type Knee struct {
	Points []KneePoint `json:"points"`
	// Bytes is the largest size that is read about as fast as from the cache; 0 where all
	// are read about as fast.
	Bytes int `json:"bytes"`
	// Falling: the rate still falls at the largest size.
	Falling bool `json:"still_falling"`
}

// KneePoint is the rate at one size.
type KneePoint struct {
	Bytes   int           `json:"bytes"`
	Rate    measure.Stats `json:"bytes_per_second"`
	Samples []float64     `json:"samples"`
}

// KneeSizes are the sizes at which reading is measured: from what the caches of one core
// do not hold to what counts as memory, each twice the one before.
func KneeSizes(caches []machine.Cache, last, memory int) (list []int) {
	from := 0
	for _, c := range probe.Caches(caches, last) {
		if c.Level < 3 && c.Bytes < last {
			from = max(from, c.Bytes)
		}
	}
	for bytes := memory; bytes >= 2*from && bytes >= 1<<16; bytes /= 2 {
		list = append([]int{bytes}, list...)
	}
	return list
}

// MeasureKnee measures the probes of [probe.Reads] in interleaved rounds, each for batch
// or one call.
func MeasureKnee(ctx context.Context, reads []*probe.Probe, rounds int, batch time.Duration) (*Knee, error) {
	k := &Knee{Points: make([]KneePoint, len(reads))}
	onTheCoreOfPeers(func() {
		for range rounds {
			for i, p := range reads {
				if ctx.Err() != nil {
					return
				}
				p.Time(1)
				var took time.Duration
				calls := 0
				for ; took < batch; calls++ {
					took += p.Time(1)
				}
				k.Points[i].Bytes = p.Bytes
				k.Points[i].Samples = append(k.Points[i].Samples, p.Per*float64(calls)/took.Seconds())
			}
		}
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	for i := range k.Points {
		k.Points[i].Rate = measure.Summarise(k.Points[i].Samples)
	}
	k.find()
	return k, nil
}

// find looks for the largest size whose rate is nearer to that of the smallest than to
// that of the largest, by ratio. The highest rates of all rounds count: what disturbs
// makes them lower.
func (k *Knee) find() {
	const same = 1.3 // rates that differ by less are of one level
	k.Bytes, k.Falling = 0, false
	n := len(k.Points)
	if n < 3 {
		return
	}
	rate := func(i int) float64 { return k.Points[i].Rate.Max }
	cached, memory := rate(0), rate(n-1)
	if !(cached > same*memory) {
		return
	}
	k.Falling = rate(n-2) > same*memory
	for i := range k.Points {
		if rate(i) >= math.Sqrt(cached*memory) {
			k.Bytes = k.Points[i].Bytes
		}
	}
}
