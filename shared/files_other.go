//go:build !unix || aix

package shared

import (
	"errors"
	"os"
)

// draft is the file that other systems make.
type draft struct{}

func newDraft(string) (*draft, error) { return nil, errors.ErrUnsupported }

func (*draft) fill([]byte, int64) (*block, error) { return nil, errors.ErrUnsupported }

func (*draft) publish(string) error { return errors.ErrUnsupported }

func (*draft) discard() {}

func openFile(string) (*os.File, string, error) { return nil, "", errors.ErrUnsupported }

func openSegment(string) (*os.File, string, error) { return nil, "", errors.ErrUnsupported }

func reopen(*os.File) (*os.File, error) { return nil, errors.ErrUnsupported }
