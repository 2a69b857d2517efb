package peer

import (
	"slices"

	"sumlog/internal/cpu"
)

// Cores returns the numbers of the cores that this thread may use, the last first: interrupts
// tend to come to the first. It returns none where threads cannot be pinned.
func Cores() []int {
	mask, _ := cpu.ThreadMask(0) // without an answer it is empty
	list := slices.Collect(cpu.In(mask))
	slices.Reverse(list)
	return list
}

// Pin keeps a thread on a core; thread 0 is the calling one.
func Pin(thread, core int) error { return cpu.SetThreadMask(thread, cpu.MaskOf(core)) }
