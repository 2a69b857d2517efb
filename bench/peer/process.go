package peer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// timeout is how long one request may take. Requests are sized to take seconds at most.
const timeout = 2 * time.Minute

// Process is a running peer, which has the memory as file 3. It is asked for one measurement a
// line, and answers with the times at which that began and ended, or with the reason why not.
type Process struct {
	language string
	cmd      *exec.Cmd
	to       io.Writer
	from     *bufio.Reader
	stderr   bytes.Buffer // to be read after the end
	ended    error        // why there are no more answers
}

// start runs a command, with a folder for temporary files, and returns its first line.
func start(
	ctx context.Context, m *Memory, folder, language, program string, args ...string,
) (_ *Process, first string, err error) {
	if m.File() == nil {
		return nil, "", errors.New("no memory can be shared with other programs on this system")
	}
	p := &Process{language: language, cmd: exec.CommandContext(ctx, program, args...)}
	p.cmd.ExtraFiles = []*os.File{m.File()}
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = time.Second
	ownGroup(p.cmd)
	// One thread each, as all that are compared have.
	p.cmd.Env = append(os.Environ(), "TMPDIR="+folder, "PYTHONDONTWRITEBYTECODE=1",
		"NUMEXPR_NUM_THREADS=1", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	if p.to, err = p.cmd.StdinPipe(); err != nil {
		return nil, "", err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err = p.cmd.Start(); err != nil {
		return nil, "", err
	}
	p.from = bufio.NewReader(out)
	first, err = p.receive(ctx)
	return p, first, err
}

// Request is what a function of a peer is called with.
type Request struct {
	Out, A, B []float64
	N         int
}

// answer is when something began and ended, in nanoseconds, and the version of its library, if any.
type answer struct {
	begun, ended int64
	version      string
}

func (p *Process) ask(words ...any) error {
	if _, err := fmt.Fprintln(p.to, words...); err != nil && p.ended == nil {
		return p.lost(err)
	}
	return p.ended
}

func (p *Process) answer(ctx context.Context) (a answer, err error) {
	line, err := p.receive(ctx)
	if n, _ := fmt.Sscan(line, &a.begun, &a.ended, &a.version); err == nil && n < 2 {
		err = errors.New(line)
	}
	return a, err
}

// receive reads one line. The peer is killed when ctx ends first.
func (p *Process) receive(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer in %v", timeout))
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = p.cmd.Cancel() })()
	line, err := p.from.ReadString('\n')
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return "", p.lost(err)
	}
	return strings.TrimSpace(line), nil
}

// lost ends the session: what the peer would answer next may belong to anything.
func (p *Process) lost(err error) error {
	p.end(fmt.Errorf("the peer in %s stopped: %w", p.language, err))
	if text := strings.TrimSpace(p.stderr.String()); text != "" {
		p.ended = fmt.Errorf("%w: %s", p.ended, text[strings.LastIndexByte(text, '\n')+1:])
	}
	return p.ended
}

// Close ends the peer.
func (p *Process) Close() { p.end(errors.New("the peer is closed")) }

// end ends the peer and every process that it started, once.
func (p *Process) end(why error) {
	if p.ended != nil {
		return
	}
	// Before Wait: until then the group's number belongs to no other process.
	_ = p.cmd.Cancel()
	_ = p.cmd.Wait()
	p.ended = why
}
