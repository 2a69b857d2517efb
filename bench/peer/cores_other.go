//go:build !linux

package peer

func Cores() []int { return nil }

func Pin(int, int) error { return nil }
