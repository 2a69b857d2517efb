// Package cgroup finds the control groups that limit this process.
package cgroup

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Group is a control group.
type Group struct {
	Dir      string // the directory of its files, relative to the root of the file system
	Version2 bool
}

// Of returns the group of this process under the controller ("cpu", "memory"), and the groups
// above it, the innermost first. A process may be in a hierarchy of either version. The list
// is empty where Linux reports none below root.
func Of(root fs.FS, controller string) (list []Group) {
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return nil
	}
	mounts, err := fs.ReadFile(root, "proc/self/mountinfo")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(groups)) {
		// hierarchy:controllers:group; version 2 is hierarchy 0 without controllers.
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(f) != 3 {
			continue
		}
		version2 := f[0] == "0" && f[1] == ""
		if version2 || hasWord(f[1], controller) {
			list = append(list, within(string(mounts), f[2], controller, version2)...)
		}
	}
	return list
}

// within returns the group and the groups above it, at every mount of the hierarchy.
func within(mounts, group, controller string, version2 bool) (list []Group) {
	for line := range strings.Lines(mounts) {
		// id parent device root mountpoint options… - type source superoptions
		before, after, ok := strings.Cut(strings.TrimSpace(line), " - ")
		f, g := strings.Fields(before), strings.Fields(after)
		if !ok || len(f) < 5 || len(g) < 3 {
			continue
		}
		if version2 != (g[0] == "cgroup2") ||
			!version2 && (g[0] != "cgroup" || !hasWord(g[2], controller)) {
			continue
		}
		// In a container the mount may show only a part of the tree.
		dir := path.Join("/", strings.TrimPrefix(group, f[3]))
		for {
			list = append(list, Group{strings.Trim(path.Join(f[4], dir), "/"), version2})
			if dir == "/" {
				break
			}
			dir = path.Dir(dir)
		}
	}
	return list
}

// hasWord reports whether a comma-separated list holds word.
func hasWord(list, word string) bool { return slices.Contains(strings.Split(list, ","), word) }
