//go:build race

package sumlog_test

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/internal/pooltest"
)

// The race detector reports a race between an operation's workers and another goroutine, and
// none where every access waits for the operation to end. Tables of package shared lie outside
// the memory that it watches.
func TestRaceDetectorSeesOperations(t *testing.T) {
	const variable = "SUMLOG_TEST_RACE"
	const n = 1 << 18
	type call struct{ op, write func() }
	calls := map[string]func() call{} // made when it is asked for: a process makes one of them
	for _, o := range operations.OnCores() {
		for i := range o.Inputs + 1 {
			if i == 0 && o.Returns() {
				continue
			}
			calls[fmt.Sprintf("%s, operand %d", o.Name, i)] = func() call {
				a := argsOf(o, n, o.Few[len(o.Few)-1])
				operand := a.Dst
				if i > 0 {
					operand = a.In[i-1]
				}
				return call{
					func() { o.Root(a) },
					func() { operand[len(operand)-100] = 1 },
				}
			}
		}
	}
	if which := os.Getenv(variable); which != "" {
		// The detector forgets the accesses of a goroutine that has ended.
		var wg sync.WaitGroup
		done := pooltest.NewBarrier(2)
		c := calls[which]()
		for _, f := range []func(){c.op, c.write} {
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
	for name, call := range calls {
		cmd := exec.Command(exe, "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), variable+"="+name)
		out, err := cmd.CombinedOutput()
		require.Error(t, err, "%s: no race was found", name)
		require.Contains(t, string(out), "WARNING: DATA RACE", name)
		c := call()
		c.write()
		c.op()
		c.write()
	}
}
