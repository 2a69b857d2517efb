package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// terminal returns a pseudo-terminal, and what says what was printed there.
func terminal(t *testing.T) (tty *os.File, printed func() string) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { master.Close() })
	var n int
	control, err := master.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, control.Control(func(fd uintptr) {
		require.NoError(t, unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0))
		n, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		require.NoError(t, err)
	}))
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	var text bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(&text, master) // ends with an error when the other side is closed
	}()
	return tty, func() string {
		tty.Close()
		<-done
		return text.String()
	}
}

// A terminal sees a moving line and colours, unless NO_COLOR is set.
func TestTerminal(t *testing.T) {
	const sgr = `\x1b\[[0-9;]*m`
	run := func() (out, progress string) {
		stdout, printed := terminal(t)
		stderr, told := terminal(t)
		status := run([]string{"-run", "^accumulate/go/loop/workers=1$", "-quick", "-n", "1000", "-peers", "none", "-out", t.TempDir()}, stdout, stderr)
		out, progress = printed(), told()
		require.Zero(t, status, progress)
		require.Contains(t, out, "1. ")
		return out, progress
	}
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	out, progress := run()
	assert.Regexp(t, sgr, out)
	assert.Contains(t, progress, "\r")
	t.Setenv("NO_COLOR", "1")
	out, progress = run()
	assert.NotRegexp(t, sgr, out)
	assert.NotRegexp(t, sgr, progress)
	assert.Contains(t, progress, "\r", "it still moves")
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	out, _ = run()
	assert.NotRegexp(t, sgr, out)
}
