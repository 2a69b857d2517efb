package shared

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// BenchmarkGiB makes a table of 1 GiB in memory and on disk, writes all of it for the
// first time, opens it again and touches a number in every page, beside NumPy doing
// the same. Use -benchtime=1x and -count: each is a process or a file of its own.
func BenchmarkGiB(b *testing.B) {
	for _, place := range []struct{ name, dir string }{{"memory", memoryDir(b)}, {"disk", b.TempDir()}} {
		path := filepath.Join(place.dir, "table.npy")
		b.Run("place="+place.name+"/way=Go", func(b *testing.B) { giB(b, path, false) })
		b.Run("place="+place.name+"/way=Go,populated", func(b *testing.B) { giB(b, path, true) })
		b.Run("place="+place.name+"/way=NumPy", func(b *testing.B) { giBOfNumPy(b, path) })
	}
	b.Run("place=memory/way=New", func(b *testing.B) {
		var create, fill time.Duration
		for b.Loop() {
			begin := time.Now()
			a, err := New[float64](giBRows, giBCols)
			require.NoError(b, err)
			create += time.Since(begin)
			begin = time.Now()
			require.NoError(b, a.Fill(1))
			fill += time.Since(begin)
			require.NoError(b, a.Close())
		}
		b.ReportMetric(ms(create)/float64(b.N), "create-ms")
		b.ReportMetric(ms(fill)/float64(b.N), "fill-ms")
	})
}

const (
	giBRows = 1 << 25
	giBCols = 4
	page    = 4096 / 8
)

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func giB(b *testing.B, path string, populate bool) {
	var create, fill, open, touch time.Duration
	for b.Loop() {
		begin := time.Now()
		a, err := Create[float64](path, giBRows, giBCols)
		require.NoError(b, err)
		if populate {
			_, _, errno := unix.Syscall(unix.SYS_MADVISE, uintptr(a.mapping.addr), a.mapping.size, unix.MADV_POPULATE_WRITE)
			require.Zero(b, errno)
		}
		create += time.Since(begin)
		begin = time.Now()
		require.NoError(b, a.Fill(1))
		fill += time.Since(begin)
		require.NoError(b, a.Close())
		begin = time.Now()
		a, err = Open[float64](path)
		require.NoError(b, err)
		open += time.Since(begin)
		begin = time.Now()
		data := a.Data()
		for i := 0; i < len(data); i += page {
			sink += data[i]
		}
		touch += time.Since(begin)
		require.NoError(b, a.Close())
		require.NoError(b, a.Remove())
	}
	for name, d := range map[string]time.Duration{"create": create, "fill": fill, "open": open, "touch": touch} {
		b.ReportMetric(ms(d)/float64(b.N), name+"-ms")
	}
}

func giBOfNumPy(b *testing.B, path string) {
	var sum [4]float64
	for b.Loop() {
		out := finish(b, python(b, `
from time import perf_counter as now
path, rows, cols, page = sys.argv[1], *map(int, sys.argv[2:])
t0 = now()
a = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=(rows, cols))
t1 = now()
a[:] = 1
t2 = now()
del a
t3 = now()
a = np.load(path, mmap_mode="r+")
t4 = now()
a.reshape(-1)[::page].sum()
t5 = now()
print(*(1e3 * t for t in (t1 - t0, t2 - t1, t4 - t3, t5 - t4)))
`, path, fmt.Sprint(giBRows), fmt.Sprint(giBCols), fmt.Sprint(page)))
		var times [4]float64
		_, err := fmt.Sscan(out, &times[0], &times[1], &times[2], &times[3])
		require.NoError(b, err)
		for i := range sum {
			sum[i] += times[i]
		}
		require.NoError(b, os.Remove(path))
	}
	for i, name := range []string{"create", "fill", "open", "touch"} {
		b.ReportMetric(sum[i]/float64(b.N), name+"-ms")
	}
}

// BenchmarkLock locks and unlocks an array that no other process wants, and one that
// another process wants all the time.
func BenchmarkLock(b *testing.B) {
	a, err := New[int64](1, 1)
	require.NoError(b, err)
	defer a.Close()
	once := func(ctx context.Context) {
		if a.Lock(ctx) != nil || a.Unlock() != nil {
			b.Fatal("cannot lock")
		}
	}
	b.Run("way=free", func(b *testing.B) {
		for b.Loop() {
			once(context.Background())
		}
	})
	b.Run("way=free-read", func(b *testing.B) {
		for b.Loop() {
			if a.RLock(context.Background()) != nil || a.RUnlock() != nil {
				b.Fatal("cannot lock")
			}
		}
	})
	cmd := child(b, "locker")
	cmd.ExtraFiles = []*os.File{a.File()}
	_, in := start(b, cmd, "started")
	b.Run("way=contended", func(b *testing.B) {
		for b.Loop() {
			once(context.Background())
		}
	})
	b.Run("way=contended-cancellable", func(b *testing.B) {
		for b.Loop() {
			once(b.Context())
		}
	})
	require.NoError(b, in.Close())
	require.NoError(b, cmd.Wait())
}

// locker locks and unlocks the array in descriptor 3 until its input ends.
var _ = role("locker", func([]string) error {
	a, err := OpenFile[int64](os.NewFile(3, "inherited"))
	if err != nil {
		return err
	}
	ended := make(chan bool)
	go func() {
		bufio.NewReader(os.Stdin).ReadByte()
		close(ended)
	}()
	fmt.Println("started")
	for {
		select {
		case <-ended:
			return nil
		default:
		}
		if err := a.Lock(context.Background()); err != nil {
			return err
		}
		if err := a.Unlock(); err != nil {
			return err
		}
	}
})
