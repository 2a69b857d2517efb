//go:build race

package sumlog_test

import (
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/internal/pooltest"
)

// The race detector reports a race between an operation's workers and another goroutine, and
// none where every access waits for the operation to end. Tables of package shared lie outside
// the memory that it watches.
func TestRaceDetectorSeesOperations(t *testing.T) {
	const variable = "SUMLOG_TEST_RACE"
	const n = 1 << 18
	x, dst := values(n), make([]float64, n)
	operations := map[string]func(){
		"Log":           func() { sumlog.Log(dst, x) },
		"SumLog":        func() { sumlog.SumLog(x) },
		"SumLogRows":    func() { sumlog.SumLogRows(dst[:n/64], x, 64) },
		"LogAccumulate": func() { sumlog.LogAccumulate(dst, x, 100) },
		"Add":           func() { sumlog.Add(dst, x, x) },
	}
	write := func() {
		x[n-100], dst[n-100], dst[n/64-7] = 1, 1, 1
	}
	if which := os.Getenv(variable); which != "" {
		// The detector forgets the accesses of a goroutine that has ended.
		var wg sync.WaitGroup
		done := pooltest.NewBarrier(2)
		for _, f := range []func(){operations[which], write} {
			wg.Go(func() {
				f()
				done.Wait()
			})
		}
		wg.Wait()
		return
	}
	exe, err := os.Executable()
	require.NoError(t, err)
	for name, op := range operations {
		cmd := exec.Command(exe, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), variable+"="+name)
		out, err := cmd.CombinedOutput()
		require.Error(t, err, "%s: no race was found", name)
		require.Contains(t, string(out), "WARNING: DATA RACE", name)
		write()
		op()
		write()
	}
}
