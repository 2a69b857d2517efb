//go:build !unix

package python

import "os/exec"

// ownGroup leaves the default: the interpreter alone is killed, and its children
// end when they find that their pipes to it are closed.
func ownGroup(*exec.Cmd) {}

func killGroup(cmd *exec.Cmd) error { return cmd.Process.Kill() }
