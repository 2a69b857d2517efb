//go:build darwin || freebsd || netbsd

package shared

import (
	"os"
	"syscall"
)

// born returns when a file was made.
func born(info os.FileInfo) (t syscall.Timespec) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		t = stat.Birthtimespec
	}
	return t
}
