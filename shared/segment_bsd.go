//go:build unix && !linux && !aix

package shared

import (
	"errors"
	"os"
)

func openSegment(string) (*os.File, string, error) { return nil, "", errors.ErrUnsupported }
