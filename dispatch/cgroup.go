package dispatch

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"sumlog/internal/cgroup"
)

// cgroupQuota returns the CPU quota of the process's control group or of one
// above it, in words, or "" where there is none or nothing can be known. A worker
// that is pinned while the group has used up its quota cannot be helped by
// another core, so a quota means no pinning.
func cgroupQuota(root fs.FS) string {
	for _, g := range cgroup.Of(root, "cpu") {
		if q := groupQuota(root, g); q != "" {
			return q
		}
	}
	return ""
}

// groupQuota returns the quota of one group.
func groupQuota(root fs.FS, g cgroup.Group) string {
	if g.Version2 {
		text, err := fs.ReadFile(root, g.Dir+"/cpu.max")
		if f := strings.Fields(string(text)); err == nil && len(f) == 2 && f[0] != "max" {
			return fmt.Sprintf("/%s/cpu.max is %s %s", g.Dir, f[0], f[1])
		}
		return ""
	}
	text, err := fs.ReadFile(root, g.Dir+"/cpu.cfs_quota_us")
	if us, bad := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && bad == nil && us > 0 {
		return fmt.Sprintf("/%s/cpu.cfs_quota_us is %d", g.Dir, us)
	}
	return ""
}
