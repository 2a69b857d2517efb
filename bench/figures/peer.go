package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed peer/peer.c
var source string

// peer is a running process of peer.c.
type peer struct {
	*session
	cmd   *exec.Cmd
	stdin io.Closer
}

// startPeers starts n, on the cores in turn. Its error says why there are none.
func startPeers(ctx context.Context, m *memory, cores []int, n int) (list []*peer, err error) {
	if m.file == nil || len(cores) == 0 {
		return nil, errors.New("no memory can be shared with them on this system")
	}
	folder, err := os.MkdirTemp("", "sumlog-figures-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder) // a program that runs stays
	program, err := build(ctx, folder)
	if err != nil {
		return nil, err
	}
	for i := range n {
		p, err := startPeer(ctx, program, m)
		if err == nil {
			list = append(list, p)
			err = pin(p.cmd.Process.Pid, cores[i%len(cores)])
		}
		if err != nil {
			return nil, errors.Join(err, stopPeers(list))
		}
	}
	return list, nil
}

// build compiles peer.c in a folder, without the vector logarithm if the C library has
// none.
func build(ctx context.Context, folder string) (program string, err error) {
	compiler, err := exec.LookPath("cc")
	if err != nil {
		return "", errors.New("no C compiler")
	}
	program = filepath.Join(folder, "peer")
	var said []byte
	for _, library := range [][]string{{"-DLIBMVEC", "-lmvec", "-lm"}, nil} {
		// Vectors of 256 bits, as the kernels have, also where there are longer ones.
		flags := []string{"-O3", "-march=native", "-mprefer-vector-width=256", "-x", "c", "-", "-o", program}
		cmd := exec.CommandContext(ctx, compiler, append(flags, library...)...)
		cmd.Stdin = strings.NewReader(source)
		if said, err = cmd.CombinedOutput(); err == nil {
			return program, nil
		}
	}
	line, _, _ := strings.Cut(string(said), "\n")
	return "", fmt.Errorf("%s: %s", compiler, cmp.Or(line, err.Error()))
}

func startPeer(ctx context.Context, program string, m *memory) (*peer, error) {
	cmd := exec.CommandContext(ctx, program)
	cmd.ExtraFiles = []*os.File{m.file}
	cmd.Stderr = os.Stderr
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
	p := &peer{cmd: cmd, stdin: stdin}
	if p.session, err = newSession(stdin, stdout); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// stop ends the process by ending what it reads.
func (p *peer) stop() error { return errors.Join(p.stdin.Close(), p.cmd.Wait()) }

func stopPeers(list []*peer) (err error) {
	for _, p := range list {
		err = errors.Join(err, p.stop())
	}
	return err
}
