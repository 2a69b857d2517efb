package cpu

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestCoresFirst(t *testing.T) {
	const dir, leaf = "sys/devices/system/cpu/cpu", "/topology/thread_siblings_list"
	adjacent := fstest.MapFS{
		dir + "0" + leaf: file("0-1\n"), dir + "1" + leaf: file("0-1\n"),
		dir + "2" + leaf: file("2-3\n"), dir + "3" + leaf: file("2-3\n"),
	}
	order := func(root fstest.MapFS, cpus []int, cores int) []int {
		ordered, n := CoresFirst(root, cpus)
		require.Equal(t, cores, n)
		return ordered
	}
	require.Equal(t, []int{0, 2, 1, 3}, order(adjacent, []int{0, 1, 2, 3}, 2))
	require.Equal(t, []int{1, 2, 3}, order(adjacent, []int{1, 2, 3}, 2))
	alternating := fstest.MapFS{
		dir + "0" + leaf: file("0,2\n"), dir + "2" + leaf: file("0,2\n"),
		dir + "1" + leaf: file("1,3\n"), dir + "3" + leaf: file("1,3\n"),
	}
	require.Equal(t, []int{0, 1, 2, 3}, order(alternating, []int{0, 1, 2, 3}, 2))
	require.Equal(t, []int{4, 5}, order(fstest.MapFS{}, []int{4, 5}, 2), "nothing is known")
}

func TestDataCaches(t *testing.T) {
	root := fstest.MapFS{}
	for index, values := range [][4]string{
		{"1", "Data", "32K", "0-1"},
		{"1", "Instruction", "32K", "0-1"},
		{"2", "Unified", "1024K", "0-1"},
		{"3", "Unified", "32768K", "0-7"},
		{"4", "Unified", "lots", "0-7"},
		{"?", "Unified", "64K", "?"},
	} {
		for i, name := range []string{"level", "type", "size", "shared_cpu_list"} {
			root[fmt.Sprintf("sys/devices/system/cpu/cpu4/cache/index%d/%s", index, name)] = file(values[i] + "\n")
		}
	}
	require.Equal(t, []Cache{{1, 32 << 10, 2}, {2, 1 << 20, 2}, {3, 32 << 20, 8}, {0, 64 << 10, 0}}, DataCaches(root, 4))
	require.Empty(t, DataCaches(root, 5), "nothing is known")
}

func TestParseList(t *testing.T) {
	require.Equal(t, []int{0, 1, 2, 3, 8, 10, 11}, ParseList("0-3,8,10-11\n"))
	for _, wrong := range []string{"", "x", "3-1", "-1", "1-", "0-99999999999", "1,,2", "0,3-1"} {
		require.Nil(t, ParseList(wrong), wrong)
	}
}

func TestQuota(t *testing.T) {
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
		require.Equal(t, c.want, Quota(c.files), name)
	}
}
