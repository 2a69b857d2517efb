//go:build !linux

package shared

import (
	"context"
	"errors"
	"fmt"
	"os"
)

func lockFile(context.Context, *os.File, bool, bool) error {
	return fmt.Errorf("lock between processes: %w", errors.ErrUnsupported)
}

func unlockFile(*os.File) error { return nil }
