//go:build race

package kernel_test

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// racyCalls are pairs of calls of which one writes what the other one reads or writes.
// The elements that they share lie in the middle, where only assembly touches them.
func racyCalls(isa kernel.ISA) map[string][2]func() {
	const n = 1000
	x, y, dst, other := values(n, 1, 2), values(n, 1, 2), make([]float64, n), make([]float64, n)
	log := func() { kernel.Log(isa, x, y) } // writes x
	return map[string][2]func(){
		"Log reads":           {log, func() { kernel.Log(isa, dst, x) }},
		"Log writes":          {log, func() { kernel.Log(isa, x, other) }},
		"SumLog":              {log, func() { kernel.SumLog(isa, x) }},
		"SumLogRows":          {log, func() { kernel.SumLogRows(isa, dst[:n/100], x, 100) }},
		"SumLogRows writes":   {log, func() { kernel.SumLogRows(isa, x[:n/100], other, 100) }},
		"(*Product).Add":      {log, func() { new(kernel.Product).Add(isa, x) }},
		"LogAccumulate":       {log, func() { kernel.LogAccumulate(isa, dst, x, 10) }},
		"LogAccumulateDirect": {log, func() { kernel.LogAccumulateDirect(isa, dst, x, 10) }},
		"Add reads a":         {log, func() { kernel.Add(isa, dst, x, other) }},
		"Add reads b":         {log, func() { kernel.Add(isa, dst, other, x) }},
		"Add writes":          {log, func() { kernel.Add(isa, x, other, other) }},
		"AddStreaming":        {log, func() { kernel.AddStreaming(isa, dst, x, other) }},
	}
}

// The race detector sees what assembly reads and writes: each of these races, in a
// process of its own, is reported.
func TestRaceDetectorSeesAssembly(t *testing.T) {
	const variable = "SUMLOG_TEST_RACE"
	if runtime.GOOS == "js" {
		t.Skip("no processes")
	}
	if which := os.Getenv(variable); which != "" {
		calls := racyCalls(kernel.Best())[which]
		// The detector forgets what a goroutine did that has ended: both wait for both.
		var wg, both sync.WaitGroup
		both.Add(2)
		for _, call := range calls {
			wg.Go(func() {
				call()
				both.Done()
				both.Wait()
			})
		}
		wg.Wait()
		return
	}
	exe, err := os.Executable()
	require.NoError(t, err)
	for name := range racyCalls(kernel.Best()) {
		cmd := exec.Command(exe, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), variable+"="+name, "GORACE=exitcode=66")
		out, err := cmd.CombinedOutput()
		require.Error(t, err, "%s: no race was found\n%s", name, out)
		require.Contains(t, string(out), "WARNING: DATA RACE", name)
		function, _, _ := strings.Cut(name, " ")
		require.Contains(t, string(out), "sumlog/kernel."+function, "named in the report")
	}
}
