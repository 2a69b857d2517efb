package cpu

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"sumlog/internal/cgroup"
)

// Quota returns the CPU quota of the process's control group, or of the nearest group
// above it that has one, as text that names the file and its content. It returns "" where
// no quota is set or none is known.
func Quota(root fs.FS) string {
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
	us, bad := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || bad != nil || us <= 0 {
		return ""
	}
	return fmt.Sprintf("/%s/cpu.cfs_quota_us is %d", g.Dir, us)
}
