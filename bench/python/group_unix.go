//go:build unix

package python

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps the terminal's interrupt from the interpreter, so that it is
// this program that ends it, together with every process it started.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return killGroup(cmd) }
}

func killGroup(cmd *exec.Cmd) error {
	return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}
