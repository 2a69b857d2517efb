//go:build unix

package peer

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps the terminal's interrupt from a peer, and has it end with all that it started.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
