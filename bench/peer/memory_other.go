//go:build !unix

package peer

import "os/exec"

// NewMemory returns memory that is not shared: the peers are skipped.
func NewMemory(bytes int) (*Memory, error) { return &Memory{all: make([]float64, bytes/8)}, nil }

// Close does nothing.
func (m *Memory) Close() error { return nil }

func ownGroup(*exec.Cmd) {}
