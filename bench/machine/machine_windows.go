package machine

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

var globalMemoryStatusEx = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")

// memoryStatus is MEMORYSTATUSEX.
type memoryStatus struct {
	length, load            uint32
	total, available        uint64
	totalPage, freePage     uint64
	totalVirtual, freeSpace uint64
	extended                uint64
}

func (info *Info) askSystem() {
	const path = `HARDWARE\DESCRIPTION\System\CentralProcessor\0`
	if key, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.QUERY_VALUE); err == nil {
		if name, _, err := key.GetStringValue("ProcessorNameString"); err == nil {
			info.CPU = name
		}
		key.Close()
	}
	v := windows.RtlGetVersion()
	info.System = fmt.Sprintf("Windows %d.%d build %d", v.MajorVersion, v.MinorVersion, v.BuildNumber)

	status := memoryStatus{length: uint32(unsafe.Sizeof(memoryStatus{}))}
	if ok, _, _ := globalMemoryStatusEx.Call(uintptr(unsafe.Pointer(&status))); ok != 0 {
		info.Memory, info.Available = status.total, status.available
	}
}
