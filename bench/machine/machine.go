// Package machine tells what computer the comparison ran on, as far as each
// operating system says.
package machine

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/klauspost/cpuid/v2"
	"golang.org/x/sys/cpu"

	"sumlog/kernel"
)

// Info describes a machine. What could not be found out is empty or zero.
type Info struct {
	CPU       string   `json:"cpu,omitempty"`
	Cores     int      `json:"cores"`                    // logical, in this process's affinity mask
	Physical  int      `json:"physical_cores,omitempty"` // of those, without the second threads of a core
	Installed int      `json:"installed_cores"`          // logical, in the whole machine
	Procs     int      `json:"gomaxprocs"`               // lower than Cores under a CPU quota
	Load      *float64 `json:"load_before,omitempty"`    // runnable threads, mean of the last minute

	Features []string `json:"vector_features"` // what the processor can do and the system lets it
	Kernels  []string `json:"kernels"`         // what this binary has kernels for and the processor runs

	Caches    []Cache `json:"caches,omitempty"`
	LastLevel int     `json:"last_level_cache_bytes,omitempty"` // that arrays must exceed to be in memory
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

// Detect asks the operating system and the processor. It never fails: a machine
// that says little gives an Info with gaps.
func Detect() Info {
	info := Info{
		CPU:       cpuid.CPU.BrandName,
		Cores:     runtime.NumCPU(),
		Installed: runtime.NumCPU(),
		Procs:     runtime.GOMAXPROCS(0),
		Features:  features(),
		Caches:    cpuidCaches(),
		System:    runtime.GOOS,
		OS:        runtime.GOOS,
		Arch:      runtime.GOARCH,
		Go:        runtime.Version(),
		Build:     buildSettings(),
	}
	for _, isa := range kernel.Supported() {
		info.Kernels = append(info.Kernels, isa.String())
	}
	info.askSystem()
	info.settleLastLevel(kernel.CacheSize(), kernel.CacheSizeReported())
	return info
}

// settleLastLevel takes the size that the kernels go by, or that of a larger cache that
// only the processor tells of.
func (info *Info) settleLastLevel(bytes int, reported bool) {
	info.LastLevel, info.Reported = bytes, reported
	for _, c := range info.Caches {
		info.LastLevel = max(info.LastLevel, c.Bytes)
	}
}

// features lists the vector extensions that matter to the kernels.
func features() []string {
	list := []string{}
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"AVX", cpu.X86.HasAVX},
		{"AVX2", cpu.X86.HasAVX2},
		{"FMA", cpu.X86.HasFMA},
		{"AVX-512F", cpu.X86.HasAVX512F},
		{"AVX-512DQ", cpu.X86.HasAVX512DQ},
		{"AVX-512BW", cpu.X86.HasAVX512BW},
		{"NEON", cpu.ARM64.HasASIMD},
		{"SVE", cpu.ARM64.HasSVE},
		{"SVE2", cpu.ARM64.HasSVE2},
	} {
		if f.has {
			list = append(list, f.name)
		}
	}
	return list
}

// cpuidCaches is what the processor itself says, where the operating system
// does not: on a virtual machine it may describe another one.
func cpuidCaches() []Cache {
	var list []Cache
	c := cpuid.CPU.Cache
	for level, size := range []int{c.L1D, c.L2, c.L3} {
		if size > 0 {
			list = append(list, Cache{Level: level + 1, Bytes: size})
		}
	}
	return list
}

// buildSettings lists the settings under which the compiler may fuse or leave out
// instructions, and the tags that leave out the assembly.
func buildSettings() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var settings []string
	for _, s := range build.Settings {
		switch s.Key {
		case "GOAMD64", "GOARM64", "GOEXPERIMENT", "-tags", "-race", "-gcflags":
			if s.Value != "" {
				settings = append(settings, s.Key+"="+s.Value)
			}
		}
	}
	return strings.Join(settings, " ")
}
