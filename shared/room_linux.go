package shared

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"sumlog/internal/cgroup"
	"sumlog/internal/sys"
)

// Memory that a file or an array takes beyond the limit of its control group, or beyond
// what the machine has, is not an error of a system call: the kernel kills a process
// for it. A disk that is too small is an error, but only once it is full. So the limits are
// looked at before.

// askFrom is from what size the limits are worth the time of reading them.
const askFrom = 16 << 20

// roomFor returns an error where the file system, or the memory that its pages are, has less
// room than size bytes: reserving it would take the room of all other programs before it failed.
func roomFor(file *os.File, size int64) error {
	if size < askFrom {
		return nil
	}
	var fs unix.Statfs_t
	if err := control(file, func(fd int) error { return unix.Fstatfs(fd, &fs) }); err != nil {
		return nil // the reservation will tell
	}
	block := uint64(max(fs.Frsize, 1))
	// A file system without a size of its own has no blocks.
	if fs.Blocks > 0 && uint64(size)/block > fs.Bfree {
		return fmt.Errorf("%d blocks of %d bytes are free: %w: %w",
			fs.Bfree, block, ErrNoSpace, unix.ENOSPC)
	}
	switch uint32(fs.Type) {
	case unix.TMPFS_MAGIC, unix.RAMFS_MAGIC:
	default:
		return nil
	}
	left, of := memoryLeft(os.DirFS("/"))
	return tooMuch(size, left, of)
}

// memoryEver returns an error where this process can never have size bytes.
func memoryEver(size int64) error {
	if size < askFrom {
		return nil
	}
	limit, of := memoryLimit(os.DirFS("/"))
	return tooMuch(size, limit, of)
}

func tooMuch(size, limit int64, of string) error {
	if size <= limit {
		return nil
	}
	return fmt.Errorf("%d bytes of memory by %s: %w: %w", limit, of, ErrNoSpace, unix.ENOMEM)
}

// memoryLeft returns how much memory the process can be given before something is
// killed for it, and what says so.
func memoryLeft(root fs.FS) (left int64, of string) {
	left = math.MaxInt64
	machine := fields(root, "proc/meminfo")
	swap := machine["SwapFree:"] << 10
	if available, ok := machine["MemAvailable:"]; ok {
		left, of = available<<10+swap, "/proc/meminfo"
	}
	for _, g := range cgroup.Of(root, "memory") {
		limit, usage, swapLeft := group(root, g)
		if limit == math.MaxInt64 {
			continue
		}
		// Pages of files on disks can be given up.
		stat := fields(root, g.Dir+"/memory.stat")
		cached := stat["inactive_file"] + stat["active_file"]
		if !g.Version2 {
			cached = stat["total_inactive_file"] + stat["total_active_file"]
		}
		if n := max(limit-usage+cached, 0) + min(swap, swapLeft); n < left {
			left, of = n, "the control group /"+g.Dir
		}
	}
	return left, of
}

// memoryLimit returns how much memory the process can ever have by its control groups,
// and which says so.
func memoryLimit(root fs.FS) (limit int64, of string) {
	limit = math.MaxInt64
	swap := fields(root, "proc/meminfo")["SwapTotal:"] << 10
	for _, g := range cgroup.Of(root, "memory") {
		if n, _, _ := group(root, g); n < limit-swap {
			limit, of = n+swap, "the control group /"+g.Dir
		}
	}
	return limit, of
}

// group returns the limit of a control group, how much of it is used, and how much
// more may be swapped out; MaxInt64 stands for no limit.
func group(root fs.FS, g cgroup.Group) (limit, usage, swapLeft int64) {
	if g.Version2 {
		swapLeft = readNumber(root, g.Dir+"/memory.swap.max")
		if swapLeft < math.MaxInt64 {
			swapLeft = max(swapLeft-readNumber(root, g.Dir+"/memory.swap.current"), 0)
		}
		return readNumber(root, g.Dir+"/memory.max"), readNumber(root, g.Dir+"/memory.current"), swapLeft
	}
	limit = readNumber(root, g.Dir+"/memory.limit_in_bytes")
	usage = readNumber(root, g.Dir+"/memory.usage_in_bytes")
	if limit > math.MaxInt64>>2 { // its way to say that there is none
		limit = math.MaxInt64
	}
	return limit, usage, math.MaxInt64
}

// readNumber reads a file of one number. One that is not there, or is "max", is MaxInt64.
func readNumber(root fs.FS, name string) int64 {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return math.MaxInt64
	}
	n, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	if err != nil {
		return math.MaxInt64
	}
	return n
}

// fields reads a file of lines that begin with a name and a number.
func fields(root fs.FS, name string) map[string]int64 {
	list := map[string]int64{}
	text, err := sys.Call("read", "/"+name, func() ([]byte, error) { return fs.ReadFile(root, name) })
	if err != nil {
		return list
	}
	for line := range bytes.Lines(text) {
		f := bytes.Fields(line)
		if len(f) >= 2 {
			if n, err := strconv.ParseInt(string(f[1]), 10, 64); err == nil {
				list[string(f[0])] = n
			}
		}
	}
	return list
}
