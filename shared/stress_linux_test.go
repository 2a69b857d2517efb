package shared

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table of the stress test has a row for every account, of which each update
// changes both numbers; a row for every worker, with the number of its updates that
// are done; and a row for the log.
const (
	stressWorkers  = 4
	stressAccounts = 16

	// Columns of an account.
	stressSum   = 0
	stressCount = 1

	// The log is what an update is about to write, so that the next one after a process
	// that was killed in the middle can write it again.
	stressLog     = stressAccounts + stressWorkers
	logCommitted  = 0 // 1 when the rest is there
	logAccount    = 1
	logSum        = 2
	logCount      = 3
	logWorker     = 4
	logDone       = 5
	logRedone     = 6 // how often the log had to be written again
	stressColumns = 7
	stressPauses  = 97 // one update in stressPauses pauses in the middle, so that kills hit it
)

// amount is what update i of a worker adds, to which account.
func amount(worker, i int) (account int, delta int64) {
	h := uint64(worker*1_000_003+i) * 0x9e3779b97f4a7c15
	return int(h >> 60 % stressAccounts), int64(h>>20&0xffff) - 0x4000
}

// apply writes what the log says, and that it is done, with a pause in the middle.
func apply(a *Array[int64], pause time.Duration) {
	log := a.Row(stressLog)
	account := a.Row(int(log.At(logAccount)))
	account.Set(stressSum, log.At(logSum))
	if pause > 0 {
		time.Sleep(pause)
	}
	account.Set(stressCount, log.At(logCount))
	a.Set(stressAccounts+int(log.At(logWorker)), 0, log.At(logDone))
	committed(a).Store(0)
}

// committed is the element of the log that tells whether the others count. Atomic
// stores keep their place among the other ones.
func committed(a *Array[int64]) *atomic.Int64 {
	return (*atomic.Int64)(unsafe.Pointer(a.Row(stressLog).element(logCommitted)))
}

var _ = role("account", func(args []string) error {
	worker, _ := strconv.Atoi(args[0])
	updates, _ := strconv.Atoi(args[1])
	a, err := OpenFile[int64](os.NewFile(3, "inherited"))
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 16)
	fmt.Fprintln(out, "started")
	out.Flush()
	for {
		if err := a.Lock(context.Background()); err != nil {
			return err
		}
		log := a.Row(stressLog)
		if committed(a).Load() == 1 {
			apply(a, 0)
			log.Set(logRedone, log.At(logRedone)+1)
		}
		i := int(a.At(stressAccounts+worker, 0))
		if i == updates {
			return a.Unlock()
		}
		account, delta := amount(worker, i)
		log.Set(logAccount, int64(account))
		log.Set(logSum, a.At(account, stressSum)+delta)
		log.Set(logCount, a.At(account, stressCount)+1)
		log.Set(logWorker, int64(worker))
		log.Set(logDone, int64(i+1))
		committed(a).Store(1)
		pause := time.Duration(0)
		if i%stressPauses == 0 {
			pause = 50 * time.Microsecond
		}
		apply(a, pause)
		if err := a.Unlock(); err != nil {
			return err
		}
		if i%1000 == 999 { // acknowledged: it is done, whatever happens
			fmt.Fprintln(out, i+1)
			out.Flush()
		}
	}
})

// TestStress has four processes make 10^5 locked updates each of rows that they
// share, while they are killed and started again all the time. In the end the rows
// hold exactly the updates that were acknowledged.
func TestStress(t *testing.T) {
	updates := 100_000
	if testing.Short() {
		updates = 20_000
	}
	a, err := New[int64](stressLog+1, stressColumns)
	require.NoError(t, err)
	defer shut(t, a)

	type worker struct {
		cmd   *exec.Cmd
		acked atomic.Int64
		ended chan error
	}
	var workers [stressWorkers]worker
	begin := func(w int) {
		it := &workers[w]
		it.cmd = child(t, "account", strconv.Itoa(w), strconv.Itoa(updates))
		it.cmd.ExtraFiles = []*os.File{a.File()}
		lines, _ := start(t, it.cmd, "started")
		it.ended = make(chan error, 1)
		go func() {
			for lines.Scan() {
				if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
					it.acked.Store(n)
				}
			}
			it.ended <- it.cmd.Wait()
		}()
	}
	for w := range workers {
		begin(w)
	}
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	kills, running := 0, stressWorkers
	for running > 0 {
		time.Sleep(time.Duration(10+random.IntN(60)) * time.Millisecond)
		w := random.IntN(stressWorkers)
		it := &workers[w]
		if it.cmd == nil {
			continue
		}
		if int(a.At(stressAccounts+w, 0)) == updates {
			require.NoError(t, <-it.ended)
			it.cmd = nil
			running--
			continue
		}
		_ = it.cmd.Process.Kill()
		if err := <-it.ended; err == nil { // it had just ended by itself
			it.cmd = nil
			running--
			continue
		}
		kills++
		done := a.At(stressAccounts+w, 0)
		require.GreaterOrEqual(t, done, it.acked.Load(), "an update that was acknowledged is gone")
		begin(w)
	}

	var want, count [stressAccounts]int64
	for w := range stressWorkers {
		require.EqualValues(t, updates, a.At(stressAccounts+w, 0))
		for i := range updates {
			account, delta := amount(w, i)
			want[account] += delta
			count[account]++
		}
	}
	for account := range stressAccounts {
		assert.Equal(t, want[account], a.At(account, stressSum), "account %d", account)
		assert.Equal(t, count[account], a.At(account, stressCount), "account %d", account)
	}
	t.Logf("%d kills, %d of them in the middle of an update", kills, a.At(stressLog, logRedone))
	require.Positive(t, kills)
}
