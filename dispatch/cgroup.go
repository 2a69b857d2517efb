package dispatch

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// cgroupQuota returns the CPU quota of the process's control group or of one
// above it, in words, or "" where there is none or nothing can be known. A worker
// that is pinned while the group has used up its quota cannot be helped by
// another core, so a quota means no pinning.
func cgroupQuota(root fs.FS) string {
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return ""
	}
	mounts, err := fs.ReadFile(root, "proc/self/mountinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(groups)) {
		// hierarchy:controllers:group, version 2 being hierarchy 0 without any.
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(f) != 3 {
			continue
		}
		version2 := f[0] == "0" && f[1] == ""
		if !version2 && !hasWord(f[1], "cpu") {
			continue
		}
		if q := hierarchyQuota(root, string(mounts), f[2], version2); q != "" {
			return q
		}
	}
	return ""
}

// hierarchyQuota looks at group and at those above it, in the hierarchy that is
// mounted somewhere.
func hierarchyQuota(root fs.FS, mounts, group string, version2 bool) string {
	for line := range strings.Lines(mounts) {
		// id parent device root mountpoint options… - type source superoptions
		before, after, ok := strings.Cut(strings.TrimSpace(line), " - ")
		f, g := strings.Fields(before), strings.Fields(after)
		if !ok || len(f) < 5 || len(g) < 3 {
			continue
		}
		if version2 != (g[0] == "cgroup2") || !version2 && (g[0] != "cgroup" || !hasWord(g[2], "cpu")) {
			continue
		}
		// In a container the mount may show no more than a part of the tree.
		dir := path.Join("/", strings.TrimPrefix(group, f[3]))
		for {
			if q := groupQuota(root, strings.Trim(path.Join(f[4], dir), "/"), version2); q != "" {
				return q
			}
			if dir == "/" {
				break
			}
			dir = path.Dir(dir)
		}
	}
	return ""
}

// groupQuota reads the quota of the group in that directory.
func groupQuota(root fs.FS, dir string, version2 bool) string {
	if version2 {
		text, err := fs.ReadFile(root, dir+"/cpu.max")
		if f := strings.Fields(string(text)); err == nil && len(f) == 2 && f[0] != "max" {
			return fmt.Sprintf("/%s/cpu.max is %s %s", dir, f[0], f[1])
		}
		return ""
	}
	text, err := fs.ReadFile(root, dir+"/cpu.cfs_quota_us")
	if us, bad := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && bad == nil && us > 0 {
		return fmt.Sprintf("/%s/cpu.cfs_quota_us is %d", dir, us)
	}
	return ""
}

// hasWord reports whether a list separated by commas holds word.
func hasWord(list, word string) bool {
	for w := range strings.SplitSeq(list, ",") {
		if w == word {
			return true
		}
	}
	return false
}
