package dispatch

import (
	"errors"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

func TestChoose(t *testing.T) {
	amd64 := []kernel.ISA{kernel.Generic, kernel.AVX2, kernel.AVX512}
	arm64 := []kernel.ISA{kernel.Generic, kernel.NEON}
	for _, c := range []struct {
		ceiling   string
		supported []kernel.ISA
		want      kernel.ISA
		problem   string
	}{
		{"", amd64, kernel.AVX512, ""},
		{"generic", amd64, kernel.Generic, ""},
		{"avx2", amd64, kernel.AVX2, ""},
		{"avx512", amd64, kernel.AVX512, ""},
		{"AVX2", amd64, kernel.AVX2, ""},
		{" Generic ", amd64, kernel.Generic, ""},
		{"neon", arm64, kernel.NEON, ""},
		{"Generic", arm64, kernel.Generic, ""},
		{"neon", amd64, kernel.AVX512, "SUMLOG_ISA=neon is ignored: not of this architecture, amd64; this binary and processor have [generic avx2 avx512]"},
		{"avx2", arm64, kernel.NEON, "SUMLOG_ISA=avx2 is ignored: not of this architecture, arm64; this binary and processor have [generic neon]"},
		{"sse9", arm64, kernel.NEON, "SUMLOG_ISA=sse9 is ignored: unknown instruction set; this binary and processor have [generic neon]"},
		{"avx512", amd64[:2], kernel.AVX2, "SUMLOG_ISA=avx512 is not available here: this binary and processor have [generic avx2]"},
		{"AVX2", amd64[:1], kernel.Generic, "SUMLOG_ISA=AVX2 is not available here: this binary and processor have [generic]"},
		{"avx2", []kernel.ISA{kernel.Generic, kernel.AVX512}, kernel.Generic, "SUMLOG_ISA=avx2 is not available here: this binary and processor have [generic avx512]"},
	} {
		arch := "amd64"
		if c.supported[len(c.supported)-1] == kernel.NEON {
			arch = "arm64"
		}
		got := choose(c.ceiling, arch, c.supported)
		require.Equal(t, c.want, got.allowed[len(got.allowed)-1], "%+v", c)
		require.Equal(t, c.problem, got.problem, "%+v", c)
	}
}

func TestPlan(t *testing.T) {
	two := []int{0, 1}
	unknown := errors.New("no idea")
	for _, c := range []struct {
		config  config
		procs   int
		cpus    []int
		noMask  error
		quota   string
		workers int
		pinned  bool
		reason  string
	}{
		{config{}, 2, two, nil, "", 2, true, "one worker a CPU of the mask, and no CPU quota"},
		{config{}, 2, two, nil, "half a core", 2, false, "a CPU quota is set: half a core"},
		{config{}, 8, two, nil, "", 2, true, ""},
		{config{}, 1, two, nil, "", 1, false, "one worker: the caller's own thread"},
		{config{}, 2, []int{0, 1, 2, 3}, nil, "", 2, false, "2 workers for 4 CPUs in the mask: the system places them better"},
		{config{}, 4, nil, unknown, "", 4, false, "no idea"},
		{config{pinning: new(true)}, 4, nil, unknown, "", 4, false, "no idea"},
		{config{pinning: new(true)}, 2, []int{0, 1, 2, 3}, nil, "half a core", 2, true, "forced by WithPinning"},
		{config{pinning: new(false)}, 2, two, nil, "", 2, false, "switched off by WithPinning"},
		{config{workers: 64}, 2, two, nil, "", 2, true, ""},
		{config{workers: 64}, 64, two, nil, "", 64, false, "64 workers for 2 CPUs in the mask: the system places them better"},
		{config{workers: 1}, 2, two, nil, "", 1, false, ""},
	} {
		p := makePlan(c.config, c.procs, layout{cpus: c.cpus}, c.noMask, func() string { return c.quota })
		require.Equal(t, c.workers, p.workers, "%+v", c)
		require.Equal(t, c.pinned, p.pinned, "%+v", c)
		if c.reason != "" {
			require.Equal(t, c.reason, p.reason)
		}
		require.NotEmpty(t, p.reason)
		require.Equal(t, c.procs, p.procs)
		if len(c.cpus) > 0 {
			require.Equal(t, c.workers <= len(c.cpus), p.spins, "%+v", c)
		}
	}
}

// A layout has the caches of its first CPU, those that are known in full.
func TestCaches(t *testing.T) {
	root := fstest.MapFS{}
	for index, values := range [][4]string{
		{"1", "Data", "32K", "0-1"},
		{"2", "Unified", "1024K", "0-1"},
		{"3", "Unified", "32768K", "0-7"},
		{"4", "Unified", "65536K", "?"},
		{"?", "Unified", "65536K", "0-7"},
	} {
		for i, name := range []string{"level", "type", "size", "shared_cpu_list"} {
			path := fmt.Sprintf("sys/devices/system/cpu/cpu4/cache/index%d/%s", index, name)
			root[path] = &fstest.MapFile{Data: []byte(values[i] + "\n")}
		}
	}
	l := layoutOf(root, []int{4, 5})
	require.Equal(t, []int{4, 5}, l.cpus)
	require.Equal(t, 2, l.cores)
	require.Equal(t, []Cache{{1, 32 << 10, 2}, {2, 1 << 20, 2}, {3, 32 << 20, 8}}, l.caches)
	require.Equal(t, "[L1 32 KiB for 2 CPUs L2 1 MiB for 2 CPUs L3 32 MiB for 8 CPUs]", fmt.Sprint(l.caches))
	require.Equal(t, "L2 1536 KiB", Cache{2, 1536 << 10, 1}.String())
	require.Empty(t, layoutOf(root, []int{5}).caches, "nothing is known")
	require.Zero(t, layoutOf(root, nil))
}

func TestPropagatePrefersPanics(t *testing.T) {
	var r result
	r.fail(errors.New("first"), nil)
	r.fail(errors.New("second"), nil)
	r.fail(nil, nil)
	r.fail(nil, asPanicError("boom"))
	p, goexit, err := r.collect()
	require.EqualError(t, err, "first")
	require.True(t, goexit)
	require.Equal(t, "boom", p.Value)
	require.PanicsWithError(t, p.Error(), func() { _ = propagate(p, goexit, err) })
	p, goexit, err = r.collect()
	require.Nil(t, p)
	require.False(t, goexit)
	require.NoError(t, err)
}

func TestPartition(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 7, 64} {
		j := job{ranges: make([]chunkRange, workers)}
		for _, n := range []int{1, 7, 8, 9, 64, 1000, 1001, 1<<31 - 1} {
			for _, align := range []int{1, 8, 1 << 28} {
				j.partition(Work{N: n, Align: align, MinChunk: align, MaxChunk: 4 * align})
				require.Zero(t, j.chunk%align)
				at := int64(0)
				for i := range j.ranges {
					r := &j.ranges[i]
					require.Equal(t, at, r.pos.Load())
					require.True(t, int(r.end)%align == 0 || int(r.end) == n)
					at = r.end
				}
				require.Equal(t, int64(n), at)
			}
		}
	}
}
