package shared

import (
	"errors"
	"fmt"
	"os"
)

// block is what an array has of the system. The array and its row ranges share it.
type block struct {
	memory
	holds holds
	lock  lock

	file *os.File    // what the memory shows; nil where it is this process's alone
	path string      // absolute, if the file had a name when it was made or opened
	info os.FileInfo // tells the file from another that takes its name
}

// free gives back what the system gave. Nobody holds the block.
func (b *block) free() error {
	errs := []error{b.memory.free(), b.lock.close()}
	if b.file != nil {
		errs = append(errs, b.file.Close())
	}
	return errors.Join(errs...)
}

// failed is the error of a method.
func (b *block) failed(op string, err error) error {
	if b.path == "" {
		return fmt.Errorf("sumlog/shared: %s: %w", op, err)
	}
	return fmt.Errorf("sumlog/shared: %s of %s: %w", op, b.path, err)
}
