package machine

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

func (info *Info) askSystem() {
	info.askProcessor()
	info.askTopology()
	info.askMemory()
	info.askRelease()
	if list := sysCaches(os.DirFS("/")); len(list) > 0 {
		info.Caches = list
	}
	if first, _, ok := strings.Cut(read("/proc/loadavg"), " "); ok {
		if load, err := strconv.ParseFloat(first, 64); err == nil {
			info.Load = &load
		}
	}
}

func (info *Info) askProcessor() {
	fields := keyed("/proc/cpuinfo")
	// Boards without a name for their processor, most of arm64, name themselves.
	for _, name := range []string{fields["model name"], fields["Model"], strings.Trim(read("/proc/device-tree/model"), "\x00")} {
		if info.CPU == "" && name != "" {
			info.CPU = name
		}
	}
}

// askTopology counts the cores of the mask this process was started with: those
// a container or taskset leaves it.
func (info *Info) askTopology() {
	var mask unix.CPUSet
	if unix.SchedGetaffinity(0, &mask) != nil {
		return
	}
	info.Cores = mask.Count()
	if n := len(glob("/sys/devices/system/cpu/cpu[0-9]*/topology")); n > info.Installed {
		info.Installed = n
	}
	cores := map[string]bool{}
	for _, dir := range glob("/sys/devices/system/cpu/cpu[0-9]*") {
		n, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(dir), "cpu"))
		siblings := read(dir + "/topology/thread_siblings_list")
		if err == nil && mask.IsSet(n) && siblings != "" {
			cores[siblings] = true
		}
	}
	info.Physical = len(cores)
}

func (info *Info) askMemory() {
	fields := keyed("/proc/meminfo")
	info.Memory = kibibytes(fields["MemTotal"])
	info.Available = kibibytes(fields["MemAvailable"])
	// A container may use less than the machine has.
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if limit, err := strconv.ParseUint(read(file), 10, 64); err == nil && limit > 0 {
			info.Memory = min(info.Memory, limit)
			info.Available = min(info.Available, limit)
		}
	}
}

func (info *Info) askRelease() {
	info.System = "Linux"
	for line := range strings.Lines(read("/etc/os-release")) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "PRETTY_NAME="); ok {
			info.System = strings.Trim(name, `"'`)
		}
	}
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		info.System += fmt.Sprintf(", kernel %s", unix.ByteSliceToString(name.Release[:]))
	}
}

// sysCaches reads the data and unified caches of the first core listed.
func sysCaches(root fs.FS) []Cache {
	var list []Cache
	read := func(file string) string {
		text, _ := fs.ReadFile(root, file)
		return strings.TrimSpace(string(text))
	}
	folders, _ := fs.Glob(root, "sys/devices/system/cpu/cpu0/cache/index[0-9]*")
	for _, dir := range folders {
		level, err := strconv.Atoi(read(dir + "/level"))
		size, number := read(dir+"/size"), 0
		if err != nil || read(dir+"/type") == "Instruction" {
			continue
		}
		if _, err := fmt.Sscanf(size, "%dK", &number); err != nil {
			continue
		}
		list = append(list, Cache{level, number << 10, countList(read(dir + "/shared_cpu_list"))})
	}
	slices.SortFunc(list, func(a, b Cache) int { return a.Level - b.Level })
	return list
}

// countList counts the numbers of a list such as "0-3,8-11".
func countList(list string) (n int) {
	for part := range strings.SplitSeq(list, ",") {
		var first, last int
		switch got, _ := fmt.Sscanf(part, "%d-%d", &first, &last); got {
		case 2:
			n += last - first + 1
		case 1:
			n++
		}
	}
	return n
}

// keyed reads lines of the form "key : value"; the first of equal keys counts.
func keyed(file string) map[string]string {
	fields := map[string]string{}
	data, _ := os.ReadFile(file)
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		key, value, ok := strings.Cut(lines.Text(), ":")
		key = strings.TrimSpace(key)
		if _, seen := fields[key]; ok && !seen {
			fields[key] = strings.TrimSpace(value)
		}
	}
	return fields
}

func kibibytes(text string) uint64 {
	n, _ := strconv.ParseUint(strings.TrimSuffix(text, " kB"), 10, 64)
	return n << 10
}

func read(file string) string {
	data, _ := os.ReadFile(file)
	return strings.TrimSpace(string(data))
}

func glob(pattern string) []string {
	list, _ := filepath.Glob(pattern)
	return list
}
