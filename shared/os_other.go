//go:build !unix

package shared

import (
	"errors"
	"fmt"
	"os"
	"unsafe"
)

// Without Unix's memory maps an array is Go memory, shared by the goroutines of one
// process, and there are no files.

// anonymous returns size zero bytes.
func anonymous(_ []byte, size int64) (m *mapping, offset int64, err error) {
	const align = 64
	defer func() {
		if recover() != nil { // make, of a length that Go cannot count or address
			err = ErrTooLarge
		}
	}()
	bytes := make([]byte, size+align-1)
	skip := -uintptr(unsafe.Pointer(&bytes[0])) % align
	return &mapping{addr: unsafe.Pointer(&bytes[skip]), size: uintptr(size)}, 0, nil
}

// vacate leaves the memory to the garbage collector, which waits for stale slices.
func (m *mapping) vacate() error {
	m.addr, m.size = nil, 0
	return nil
}

func (m *mapping) unmap() {}

func (m *mapping) sync() error { return nil }

func mapFile(*os.File, int64, access) (*mapping, error) { return nil, errors.ErrUnsupported }

func cannotMap(error) bool { return false }

func advise(_ string, _ access, err error) error { return err }

func readFile(*os.File, int64, int64) (*mapping, error) { return nil, errors.ErrUnsupported }

// stagedFile is the file that other systems make.
type stagedFile struct{}

func stage(string, bool) (*stagedFile, error) { return nil, errors.ErrUnsupported }

func (*stagedFile) fill([]byte, int64) (*mapping, error) { return nil, errors.ErrUnsupported }

func (*stagedFile) flush() error { return errors.ErrUnsupported }

func (*stagedFile) commit(string) error { return errors.ErrUnsupported }

func (*stagedFile) discard() {}

func syncDir(string) error { return errors.ErrUnsupported }

func noSpace(err error) error { return err }

func openFile(string, access) (*os.File, string, error) { return nil, "", errors.ErrUnsupported }

func openSegment(string, access) (*os.File, string, error) { return nil, "", errors.ErrUnsupported }

func reopen(*os.File, string, access) (*os.File, error) { return nil, errors.ErrUnsupported }

func tryLockFile(*os.File, bool) error {
	return fmt.Errorf("lock between processes: %w", errors.ErrUnsupported)
}

func waitLockFile(file *os.File, write bool) error { return tryLockFile(file, write) }

func unlockFile(*os.File) error { return nil }
