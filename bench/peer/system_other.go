//go:build !linux

package peer

import "os"

func unnamedFile() (*os.File, error) {
	file, err := os.CreateTemp("", "sumlog-bench-")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}
