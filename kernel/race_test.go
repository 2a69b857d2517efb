//go:build race

package kernel_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// racyCalls are pairs of calls of which one writes what the other one reads or writes: a
// logarithm's destination, and each operand of every operation. Each is made when it is asked
// for, since a process makes one of them.
func racyCalls(isa kernel.ISA) map[string]func() [2]func() {
	const n = 1000 // the elements in the middle are touched by assembly alone
	calls := map[string]func() [2]func(){}
	for _, o := range operations.All() {
		for operand := range o.Inputs + 1 {
			if operand == 0 && o.Returns() {
				continue
			}
			name := fmt.Sprintf("%s operand %d", o.Name, operand)
			if o.Name == "DotLogCounts" && operand == 1 { // the table makes counts of it
				calls[name] = func() [2]func() {
					counts, ones, x := make([]int64, n), make([]int64, n), values(n, 1, 2)
					return [2]func(){
						func() { kernel.Add(isa, counts, ones, ones) },
						func() { kernel.DotLogCounts(isa, counts, x) },
					}
				}
				continue
			}
			calls[name] = func() [2]func() {
				param := o.Few[len(o.Few)-1]
				_, input := o.Lengths(n, param)
				a := o.Take(o.Draw(operations.Ordinary, input+3*o.Inputs, 1), 0, n, param)
				shared := a.Dst
				if operand > 0 {
					shared = a.In[operand-1]
				}
				return [2]func(){
					func() { kernel.Log(isa, shared, values(len(shared), 1, 2)) },
					func() { o.Kernel(isa, a) },
				}
			}
		}
	}
	return calls
}

// The race detector sees what assembly reads and writes: each of these races, in a
// process of its own, is reported.
func TestRaceDetectorSeesAssembly(t *testing.T) {
	const variable = "SUMLOG_TEST_RACE"
	if runtime.GOOS == "js" {
		t.Skip("no processes")
	}
	if which := os.Getenv(variable); which != "" {
		calls := racyCalls(kernel.Best())[which]()
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
		// A race is only reported while the detector remembers how its first access came about,
		// and the rows of Softmax are many events.
		cmd.Env = append(os.Environ(), variable+"="+name, "GORACE=exitcode=66 history_size=7")
		out, err := cmd.CombinedOutput()
		require.Error(t, err, "%s: no race was found\n%s", name, out)
		require.Contains(t, string(out), "WARNING: DATA RACE", name)
		function, _, _ := strings.Cut(name, " ")
		require.Regexp(t, `sumlog/kernel\.(\(\*)?`+function+`\b`, string(out), "named in the report")
	}
}
