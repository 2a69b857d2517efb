package dispatch_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/shared"
)

// The processes of TestProcessesSplitATable share three files: the table, the sums of its
// rows, and the state of each block of rows.
const (
	splitRows    = 20_000
	splitStretch = 500

	// States of a block. Any other is the number of the worker that has it.
	splitOpen = 0
	splitDone = -1
)

type split struct {
	table, sums *shared.Array[float64]
	states      *shared.Array[int32]
}

func openSplit(dir string) (s split, err error) {
	if s.table, err = shared.Open[float64](filepath.Join(dir, "table.npy")); err != nil {
		return s, err
	}
	if s.sums, err = shared.Open[float64](filepath.Join(dir, "sums.npy")); err != nil {
		return s, err
	}
	s.states, err = shared.Open[int32](filepath.Join(dir, "states.npy"))
	return s, err
}

// splitVariable makes the test binary a worker. Its arguments are the directory, its number,
// the number of a worker whose blocks it takes over, and the number of blocks after which it
// stops for ever with the lock held.
const splitVariable = "SUMLOG_TEST_SPLIT"

func init() {
	if os.Getenv(splitVariable) == "" {
		return
	}
	var me, heir, last int
	for i, number := range []*int{&me, &heir, &last} {
		*number, _ = strconv.Atoi(os.Args[i+2])
	}
	if err := splitWork(os.Args[1], int32(me), int32(heir), last); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func splitWork(dir string, me, heir int32, last int) error {
	s, err := openSplit(dir)
	if err != nil {
		return err
	}
	states := s.states.Data()
	for n := 0; ; n++ {
		if err := s.states.Lock(context.Background()); err != nil {
			return err
		}
		if n == last {
			fmt.Println("locked")
			_, _ = io.ReadAll(os.Stdin)
		}
		claimed := -1
		for i, state := range states {
			if state == splitOpen || state == heir {
				claimed = i
				states[i] = me
				break
			}
		}
		if err := s.states.Unlock(); err != nil {
			return err
		}
		if claimed < 0 {
			return nil
		}
		rows := s.table.RowRange(claimed*splitStretch, (claimed+1)*splitStretch)
		sumlog.AddColumns(rows, 2, 0, 1)
		sumlog.SumLogRowsInto(s.sums.RowRange(claimed*splitStretch, (claimed+1)*splitStretch), 0, rows)
		if err := s.states.Lock(context.Background()); err != nil {
			return err
		}
		states[claimed] = splitDone
		if n == last-1 {
			states[claimed] = me // the process is to be killed with a block unfinished
		}
		if err := s.states.Unlock(); err != nil {
			return err
		}
	}
}

// TestProcessesSplitATable has four processes add two columns of a table and sum the
// logarithms of its rows, a block of rows at a time. One is killed while it holds the lock.
// The others go on; the finished blocks are right, and an heir does the unfinished one.
func TestProcessesSplitATable(t *testing.T) {
	dir, err := os.MkdirTemp("/dev/shm", "sumlog-test-")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	x := values(splitRows * 3)
	for i := range x {
		x[i]++
	}
	table, err := shared.CreateFrom(filepath.Join(dir, "table.npy"), splitRows, 3, x)
	require.NoError(t, err)
	defer table.Close()
	sums, err := shared.Create[float64](filepath.Join(dir, "sums.npy"), splitRows, 1)
	require.NoError(t, err)
	defer sums.Close()
	states, err := shared.CreateVector[int32](filepath.Join(dir, "states.npy"), splitRows/splitStretch)
	require.NoError(t, err)
	defer states.Close()

	const forever, noWorker = 1 << 30, 1 << 30
	worker := func(me, heir, last int) *exec.Cmd {
		exe, err := os.Executable()
		require.NoError(t, err)
		cmd := exec.Command(exe, dir, strconv.Itoa(me), strconv.Itoa(heir), strconv.Itoa(last))
		cmd.Env = append(os.Environ(), splitVariable+"=1")
		cmd.Stderr = os.Stderr
		return cmd
	}
	victim := worker(1, noWorker, 3)
	in, err := victim.StdinPipe()
	require.NoError(t, err)
	defer in.Close()
	out, err := victim.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, victim.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "locked\n", line)
	ok, err := states.TryLock()
	require.NoError(t, err)
	require.False(t, ok, "the victim has the lock")
	var others []*exec.Cmd
	for me := 2; me <= 4; me++ {
		cmd := worker(me, noWorker, forever)
		require.NoError(t, cmd.Start())
		others = append(others, cmd)
	}
	require.NoError(t, victim.Process.Kill())
	require.Error(t, victim.Wait())
	for _, cmd := range others {
		require.NoError(t, cmd.Wait())
	}
	ok, err = states.TryLock()
	require.NoError(t, err)
	require.True(t, ok, "the lock is free")
	require.NoError(t, states.Unlock())

	left := 0
	check := func() {
		left = 0
		for i, state := range states.Data() {
			if state != splitDone {
				require.EqualValues(t, 1, state, "the victim's")
				left++
				continue
			}
			for r := i * splitStretch; r < (i+1)*splitStretch; r++ {
				row := []float64{x[3*r], x[3*r+1], x[3*r] + x[3*r+1]}
				require.Equal(t, row, table.Data()[3*r:3*r+3])
				require.Equal(t, sumlog.SumLog(row), sums.At(r, 0))
			}
		}
	}
	check()
	require.Equal(t, 1, left)
	require.NoError(t, worker(5, 1, forever).Run())
	check()
	require.Zero(t, left)
}
