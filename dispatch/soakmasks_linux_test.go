package dispatch_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

// flipMasks changes the masks of all threads until end, if SUMLOG_SOAK asks for a soak. The
// returned function restores them, and checks that no thread stays confined.
func flipMasks(t *testing.T, all *sync.WaitGroup, seed uint64, end time.Time) (restore func()) {
	cpus := slices.Sorted(slices.Values(dispatch.Report().CPUs))
	if os.Getenv("SUMLOG_SOAK") == "" || len(cpus) < 2 {
		return func() {}
	}
	mask := threads(t)[os.Getpid()].allowed
	all.Go(func() {
		random := rand.New(rand.NewPCG(seed, 98))
		for time.Now().Before(end) {
			first := random.IntN(len(cpus))
			maskAll(cpus[first : first+1+random.IntN(len(cpus)-first)])
			time.Sleep(time.Duration(random.IntN(200)) * time.Millisecond)
		}
	})
	return func() {
		maskAll(cpus)
		require.NoError(t, dispatch.Default().Close())
		t.Cleanup(func() {
			eventually(t, "all threads have the process's mask", func() bool { return allThreadsWide(t, mask) })
		})
	}
}
