package peer

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
)

// Process is a running peer.
type Process struct {
	*session
	cmd   *exec.Cmd
	stdin io.Closer
}

var errNoMemory = errors.New("no memory can be shared with other programs on this system")

// start runs a command with the memory as file 3.
func start(language string, cmd *exec.Cmd, m *Memory) (*Process, error) {
	cmd.ExtraFiles = []*os.File{m.file}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &Process{cmd: cmd, stdin: stdin}
	if p.session, err = newSession(language, stdin, stdout); err != nil {
		Stop(p)
		return nil, err
	}
	return p, nil
}

// Stop ends peers, by ending what they read. How they end does not matter: whether they
// answered, their users have seen.
func Stop(list ...*Process) {
	for _, p := range list {
		if p != nil {
			_ = p.stdin.Close()
			_ = p.cmd.Wait()
		}
	}
}

// StartC compiles the loops in C and starts n processes of them, on the cores in turn.
// Its error says why there are none.
func StartC(ctx context.Context, m *Memory, cores []int, n int) (list []*Process, err error) {
	if m.file == nil || len(cores) == 0 {
		return nil, errNoMemory
	}
	folder, err := os.MkdirTemp("", "sumlog-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder) // a program that runs stays
	program, err := build(ctx, folder)
	if err != nil {
		return nil, err
	}
	for i := range n {
		p, err := start("C", exec.CommandContext(ctx, program), m)
		if err == nil {
			list = append(list, p)
			err = Pin(p.cmd.Process.Pid, cores[i%len(cores)])
		}
		if err != nil {
			Stop(list...)
			return nil, err
		}
	}
	return list, nil
}

// StartPython starts the array libraries of an interpreter, on a core where one is
// given. Its error says why there are none.
func StartPython(ctx context.Context, m *Memory, interpreter string, core int) (*Process, error) {
	if m.file == nil {
		return nil, errNoMemory
	}
	cmd := exec.CommandContext(ctx, interpreter, "-c", arrays)
	// One thread each, as everybody has who is compared.
	cmd.Env = append(os.Environ(), "NUMEXPR_NUM_THREADS=1", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	p, err := start("Python", cmd, m)
	if err == nil && core >= 0 {
		if err = Pin(p.cmd.Process.Pid, core); err != nil {
			Stop(p)
			return nil, err
		}
	}
	return p, err
}
