//go:build unix

package shared

import (
	"errors"
	"os"
	"slices"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// The addresses of a closed array stay inaccessible for a while, so that a slice which
// outlived it faults instead of reading, or writing, what came to lie there. Only for
// a while, since each such range is one of the 65 530 mappings that Linux grants a
// process, and takes part of its address space.

// maxQuarantined is how many ranges of addresses are kept.
const maxQuarantined = 1024

var quarantine struct {
	mu     sync.Mutex
	closed []*mapping // the oldest first
	bytes  uintptr
}

// quarantineBytes returns how many bytes of addresses are kept: a sixteenth of what the
// process may have. Without a limit that is 2^47 bytes on amd64, and 2^39 on other 64-bit
// processors, some of which have no more.
func quarantineBytes() uintptr {
	const pointerBits = 32 << (^uintptr(0) >> 63)
	space := uint64(1) << min(pointerBits-1, addressBits)
	return uintptr(min(space, addressLimit()) / 16)
}

// vacate gives the pages back and leaves the addresses without access.
func (m *mapping) vacate() error {
	if m.size == 0 {
		return nil
	}
	const flags = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_FIXED
	_, err := sys.Call("mmap", "", func() (unsafe.Pointer, error) {
		return unix.MmapPtr(-1, 0, m.addr, m.size, unix.PROT_NONE, flags)
	})
	quarantine.mu.Lock()
	defer quarantine.mu.Unlock()
	if err != nil { // no more mappings: then the addresses go as well
		m.released.Store(true)
		return munmap(m.addr, m.size)
	}
	quarantine.closed = append(quarantine.closed, m)
	quarantine.bytes += m.size
	dropOldest(maxQuarantined, quarantineBytes())
	return nil
}

// dropOldest gives back the addresses of the oldest arrays until no more than count ranges
// are left, of no more than bytes. Those that the system does not take are kept, for
// the next time. The caller holds quarantine.mu.
func dropOldest(count int, bytes uintptr) {
	n, size := 0, quarantine.bytes
	var refused []*mapping
	for len(quarantine.closed)-n > count || size > bytes {
		m := quarantine.closed[n]
		n++
		size -= m.size
		m.released.Store(true)
		if munmap(m.addr, m.size) != nil {
			refused = append(refused, m)
		} else {
			quarantine.bytes -= m.size
		}
	}
	quarantine.closed = append(slices.Delete(quarantine.closed, 0, n), refused...)
}

// mmap is the system call. Where the address space has no room, or the process no more
// mappings, the addresses of closed arrays are given up for it.
func mmap(fd int, size uintptr, prot, flags int) (unsafe.Pointer, error) {
	try := func() (unsafe.Pointer, error) {
		return sys.Call("mmap", "", func() (unsafe.Pointer, error) {
			return unix.MmapPtr(fd, 0, nil, size, prot, flags)
		})
	}
	addr, err := try()
	if errors.Is(err, unix.ENOMEM) {
		quarantine.mu.Lock()
		dropOldest(0, 0)
		quarantine.mu.Unlock()
		addr, err = try()
	}
	return addr, os.NewSyscallError("mmap", err)
}

func munmap(addr unsafe.Pointer, size uintptr) error {
	return os.NewSyscallError("munmap", sys.Do("munmap", "",
		func() error { return unix.MunmapPtr(addr, size) }))
}

// unmap gives pages and addresses back of a mapping that nothing refers to. What the
// system does not take it is given again with the addresses of closed arrays.
func (m *mapping) unmap() {
	m.released.Store(true)
	if munmap(m.addr, m.size) != nil {
		quarantine.mu.Lock()
		quarantine.closed = append(quarantine.closed, &mapping{addr: m.addr, size: m.size})
		quarantine.bytes += m.size
		quarantine.mu.Unlock()
	}
}
