package main

import "golang.org/x/sys/unix"

// cores returns the numbers of the cores that this thread may use.
func cores() (list []int) {
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

// pin keeps a thread on a core; 0 is the calling one.
func pin(thread, core int) error {
	var set unix.CPUSet
	set.Set(core)
	return unix.SchedSetaffinity(thread, &set)
}
