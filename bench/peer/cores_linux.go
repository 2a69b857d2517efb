package peer

import "golang.org/x/sys/unix"

// Cores returns the numbers of the cores that this thread may use.
func Cores() (list []int) {
	var set unix.CPUSet
	if unix.SchedGetaffinity(0, &set) != nil {
		return nil
	}
	for core := range 64 * len(set) {
		if set.IsSet(core) {
			list = append(list, core)
		}
	}
	return list
}

// Pin keeps a thread on a core; 0 is the calling one.
func Pin(thread, core int) error {
	var set unix.CPUSet
	set.Set(core)
	return unix.SchedSetaffinity(thread, &set)
}
