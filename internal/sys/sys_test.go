package sys_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/internal/sys"
)

func TestRetryEnds(t *testing.T) {
	calls := 0
	err := sys.Do("interrupted", "", func() error { calls++; return syscall.EINTR })
	assert.ErrorIs(t, err, syscall.EINTR)
	assert.Equal(t, 101, calls)

	calls = 0
	n, err := sys.Retry("interrupted twice", "", func() (int, error) {
		if calls++; calls < 3 {
			return 0, syscall.EINTR
		}
		return 7, nil
	})
	assert.NoError(t, err)
	assert.Equal(t, 7, n)

	_, err = sys.Call("once", "", func() (int, error) { calls = 0; return 0, syscall.EINTR })
	assert.ErrorIs(t, err, syscall.EINTR)
	assert.Zero(t, calls)
}

func TestFailWith(t *testing.T) {
	refused := errors.New("refused")
	sys.FailWith(func(name, path string) error {
		if name == "open" && path == "/x" {
			return refused
		}
		return nil
	})
	defer sys.FailWith(nil)
	made := false
	open := func(path string) error { return sys.Do("open", path, func() error { made = true; return nil }) }
	assert.ErrorIs(t, open("/x"), refused)
	assert.False(t, made)
	assert.NoError(t, open("/y"))
	assert.True(t, made)
	sys.FailWith(nil)
	assert.NoError(t, open("/x"))
}
