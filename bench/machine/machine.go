// Package machine tells what computer the comparison ran on, as far as the operating system says.
package machine

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/cpuid/v2"
	processor "github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/host"
	"github.com/shirou/gopsutil/v4/load"
	"github.com/shirou/gopsutil/v4/mem"

	"sumlog/internal/cgroup"
	systemcpu "sumlog/internal/cpu"
	"sumlog/kernel"
)

// Info describes a machine. What could not be found out is empty or zero.
type Info struct {
	CPU       string   `json:"cpu,omitempty"`
	Cores     int      `json:"cores"`                    // logical, in this process's affinity mask
	Physical  int      `json:"physical_cores,omitempty"` // of those, without second threads
	Installed int      `json:"installed_cores"`          // logical, in the whole machine
	Procs     int      `json:"gomaxprocs"`               // lower than Cores under a CPU quota
	Load      *float64 `json:"load_before,omitempty"`    // runnable threads, mean of a minute

	Features []string `json:"vector_features"` // what the processor can do and the system lets it
	Kernels  []string `json:"kernels"`         // that this binary has and the processor runs

	Caches    []Cache `json:"caches,omitempty"`
	LastLevel int     `json:"last_level_cache_bytes,omitempty"` // larger arrays are in memory
	Reported  bool    `json:"last_level_cache_reported"`        // and not assumed
	Memory    uint64  `json:"memory_bytes,omitempty"`
	Available uint64  `json:"memory_available_bytes,omitempty"`

	System string `json:"system"`
	OS     string `json:"os"`
	Arch   string `json:"arch"`
	Go     string `json:"go"`
	Build  string `json:"build,omitempty"` // settings that change the generated code
}

// Cache is one level of the first core's data caches.
type Cache struct {
	Level  int `json:"level"`
	Bytes  int `json:"bytes"`
	Shared int `json:"shared_by,omitempty"` // logical cores that share it; 0 where unknown
}

// Detect asks the operating system and the processor. What they do not say stays empty or zero.
func Detect() Info {
	info := Info{
		CPU: cpuid.CPU.BrandName, Cores: runtime.NumCPU(), Installed: runtime.NumCPU(),
		Procs: runtime.GOMAXPROCS(0), Features: features(), Kernels: Names(kernel.Supported()),
		System: runtime.GOOS, OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version(),
		Build: buildSettings(),
	}
	info.askSystem(os.DirFS("/"))
	info.setLastLevel(kernel.CacheSize(), kernel.CacheSizeReported())
	return info
}

func (info *Info) askSystem(root fs.FS) {
	// What fails returns nothing, which gives no more than is known.
	if list, _ := processor.Info(); len(list) > 0 {
		info.CPU = cmp.Or(info.CPU, list[0].ModelName)
	}
	logical, _ := processor.Counts(true)
	info.Installed = max(logical, info.Cores)
	if info.Installed == info.Cores { // of a part of the machine it is not known
		physical, _ := processor.Counts(false)
		info.Physical = min(physical, info.Cores)
	}
	if m, err := mem.VirtualMemory(); err == nil {
		info.Memory, info.Available = m.Total, m.Available
	}
	for _, group := range cgroup.Of(root, "memory") { // a container may use less
		for _, file := range []string{"memory.max", "memory.limit_in_bytes"} {
			text, _ := fs.ReadFile(root, group.Dir+"/"+file)
			limit, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
			if err == nil && limit > 0 {
				info.Memory, info.Available = min(info.Memory, limit), min(info.Available, limit)
			}
		}
	}
	if h, err := host.Info(); err == nil {
		info.System = fmt.Sprintf("%s %s, kernel %s", h.Platform, h.PlatformVersion, h.KernelVersion)
	}
	if avg, err := load.Avg(); err == nil {
		info.Load = &avg.Load1
	}
	for _, c := range systemcpu.DataCaches(root, 0) {
		info.Caches = append(info.Caches, Cache{c.Level, c.Bytes, c.CPUs})
	}
	if len(info.Caches) == 0 { // what the processor says may describe another one under a hypervisor
		for level, size := range []int{cpuid.CPU.Cache.L1D, cpuid.CPU.Cache.L2, cpuid.CPU.Cache.L3} {
			if size > 0 {
				info.Caches = append(info.Caches, Cache{Level: level + 1, Bytes: size})
			}
		}
	}
}

// Names are the names of instruction sets.
func Names(isas []kernel.ISA) (list []string) {
	for _, isa := range isas {
		list = append(list, isa.String())
	}
	return list
}

// setLastLevel takes the size that the kernels go by, or a larger one that a cache reports.
func (info *Info) setLastLevel(bytes int, reported bool) {
	info.LastLevel, info.Reported = bytes, reported
	for _, c := range info.Caches {
		info.LastLevel = max(info.LastLevel, c.Bytes)
	}
}

// features lists the vector extensions that matter to the kernels and that the system enables.
func features() (list []string) {
	for _, f := range []cpuid.FeatureID{
		cpuid.AVX, cpuid.AVX2, cpuid.FMA3, cpuid.AVX512F, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.ASIMD,
		cpuid.SVE,
	} {
		if cpuid.CPU.Has(f) {
			list = append(list, f.String())
		}
	}
	return list
}

// buildSettings lists settings that change the generated code, and tags that leave out assembly.
func buildSettings() string {
	matter := []string{"GOAMD64", "GOARM64", "GOEXPERIMENT", "-tags", "-race", "-gcflags"}
	var settings []string
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, s := range build.Settings {
			if s.Value != "" && slices.Contains(matter, s.Key) {
				settings = append(settings, s.Key+"="+s.Value)
			}
		}
	}
	return strings.Join(settings, " ")
}
