package machine

import (
	"golang.org/x/sys/unix"
)

func (info *Info) askSystem() {
	if name, err := unix.Sysctl("machdep.cpu.brand_string"); err == nil {
		info.CPU = name
	}
	info.Physical = number("hw.physicalcpu")
	info.System = "macOS"
	if version, err := unix.Sysctl("kern.osproductversion"); err == nil {
		info.System += " " + version
	}
	if bytes, err := unix.SysctlUint64("hw.memsize"); err == nil {
		info.Memory, info.Available = bytes, bytes
	}
	var list []Cache
	for level, name := range []string{"hw.l1dcachesize", "hw.l2cachesize", "hw.l3cachesize"} {
		if size := number(name); size > 0 {
			list = append(list, Cache{Level: level + 1, Bytes: size})
		}
	}
	if len(list) > 0 {
		info.Caches = list
	}
}

// number reads a value that the system keeps in 4 or 8 bytes, which differs
// between versions.
func number(name string) int {
	if n, err := unix.SysctlUint64(name); err == nil {
		return int(n)
	}
	n, _ := unix.SysctlUint32(name)
	return int(n)
}
