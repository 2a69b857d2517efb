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
		{config{pinning: pinAlways}, 4, nil, unknown, "", 4, false, "no idea"},
		{config{pinning: pinAlways}, 2, []int{0, 1, 2, 3}, nil, "half a core", 2, true, "forced by WithPinning"},
		{config{pinning: pinNever}, 2, two, nil, "", 2, false, "switched off by WithPinning"},
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

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestCoresFirst(t *testing.T) {
	const dir, leaf = "sys/devices/system/cpu/cpu", "/topology/thread_siblings_list"
	neighbours := fstest.MapFS{
		dir + "0" + leaf: file("0-1\n"), dir + "1" + leaf: file("0-1\n"),
		dir + "2" + leaf: file("2-3\n"), dir + "3" + leaf: file("2-3\n"),
	}
	order := func(root fstest.MapFS, cpus []int, cores int) []int {
		l := layoutOf(root, cpus)
		require.Equal(t, cores, l.cores)
		return l.cpus
	}
	require.Equal(t, []int{0, 2, 1, 3}, order(neighbours, []int{0, 1, 2, 3}, 2))
	require.Equal(t, []int{1, 2, 3}, order(neighbours, []int{1, 2, 3}, 2))
	apart := fstest.MapFS{
		dir + "0" + leaf: file("0,2\n"), dir + "2" + leaf: file("0,2\n"),
		dir + "1" + leaf: file("1,3\n"), dir + "3" + leaf: file("1,3\n"),
	}
	require.Equal(t, []int{0, 1, 2, 3}, order(apart, []int{0, 1, 2, 3}, 2))
	require.Equal(t, []int{4, 5}, order(fstest.MapFS{}, []int{4, 5}, 2), "nothing is known")
}

func TestCaches(t *testing.T) {
	root := fstest.MapFS{}
	for index, values := range [][4]string{
		{"1", "Data", "32K", "0-1"},
		{"1", "Instruction", "32K", "0-1"},
		{"2", "Unified", "1024K", "0-1"},
		{"3", "Unified", "32768K", "0-7"},
		{"4", "Unified", "lots", "0-7"},
	} {
		for i, name := range []string{"level", "type", "size", "shared_cpu_list"} {
			root[fmt.Sprintf("sys/devices/system/cpu/cpu4/cache/index%d/%s", index, name)] = file(values[i] + "\n")
		}
	}
	caches := layoutOf(root, []int{4, 5}).caches
	require.Equal(t, []Cache{{1, 32 << 10, 2}, {2, 1 << 20, 2}, {3, 32 << 20, 8}}, caches)
	require.Equal(t, "[L1 32 KiB for 2 CPUs L2 1 MiB for 2 CPUs L3 32 MiB for 8 CPUs]", fmt.Sprint(caches))
	require.Equal(t, "L2 1536 KiB", Cache{2, 1536 << 10, 1}.String())
	require.Empty(t, layoutOf(root, []int{5}).caches, "nothing is known")
}

func TestParseCPUs(t *testing.T) {
	require.Equal(t, []int{0, 1, 2, 3, 8, 10, 11}, parseCPUs("0-3,8,10-11\n"))
	for _, wrong := range []string{"", "x", "3-1", "-1", "1-", "0-99999999999", "1,,2"} {
		require.Nil(t, parseCPUs(wrong), wrong)
	}
}

func TestCgroupQuota(t *testing.T) {
	const mount2 = "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n"
	const mount1 = "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n" +
		"32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
	inContainer := "30 24 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw\n"
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing is known": {fstest.MapFS{}, ""},
		"version 2": {fstest.MapFS{
			"proc/self/cgroup": file("0::/a/b\n"), "proc/self/mountinfo": file(mount2),
			"sys/fs/cgroup/a/b/cpu.max": file("50000 100000\n"),
		}, "/sys/fs/cgroup/a/b/cpu.max is 50000 100000"},
		"version 2, none": {fstest.MapFS{
			"proc/self/cgroup": file("0::/a/b\n"), "proc/self/mountinfo": file(mount2),
			"sys/fs/cgroup/a/b/cpu.max": file("max 100000\n"),
		}, ""},
		"version 2, above": {fstest.MapFS{
			"proc/self/cgroup": file("0::/a/b\n"), "proc/self/mountinfo": file(mount2),
			"sys/fs/cgroup/a/b/cpu.max": file("max 100000\n"), "sys/fs/cgroup/a/cpu.max": file("1 2\n"),
		}, "/sys/fs/cgroup/a/cpu.max is 1 2"},
		"version 2, container": {fstest.MapFS{
			"proc/self/cgroup": file("0::/docker/abc\n"), "proc/self/mountinfo": file(inContainer),
			"sys/fs/cgroup/cpu.max": file("1 2\n"),
		}, "/sys/fs/cgroup/cpu.max is 1 2"},
		"version 1": {fstest.MapFS{
			"proc/self/cgroup": file("2:memory:/m\n1:cpu,cpuacct:/a\n0::/\n"), "proc/self/mountinfo": file(mount1),
			"sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": file("20000\n"),
		}, "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us is 20000"},
		"version 1, none": {fstest.MapFS{
			"proc/self/cgroup": file("1:cpu,cpuacct:/a\n"), "proc/self/mountinfo": file(mount1),
			"sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": file("-1\n"),
		}, ""},
	} {
		require.Equal(t, c.want, cgroupQuota(c.files), name)
	}
}

func TestPropagatePrefersPanics(t *testing.T) {
	var r result
	r.setError(errors.New("first"))
	r.setError(errors.New("second"))
	r.setGoexit()
	r.setPanic(asPanicError("boom"))
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
				j.partition(n, align, align, 4*align)
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
