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
// line, and answers with the times at which that began and ended.
type Process struct {
	language string
	cmd      *exec.Cmd
	to       io.Writer
	from     *bufio.Reader
	stderr   bytes.Buffer // to be read after the end
	ended    error        // why there are no more answers
}

// start runs a command, whose temporary files go to a folder, and returns the line with which a
// peer begins.
func start(
	ctx context.Context, m *Memory, folder, language, program string, args ...string,
) (_ *Process, first string, err error) {
	if m.File() == nil {
		return nil, "", errNoMemory
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

// find asks for a function, and returns the version of its library, or why there is none.
func (p *Process) find(library, name string) (version string, err error) {
	if err := p.send("find %s %s\n", library, name); err != nil {
		return "", err
	}
	line, err := p.receive(context.Background()) // a process ends with the context of its start
	if err != nil {
		return "", err
	}
	version, ok := strings.CutPrefix(line, "ok")
	if !ok {
		return "", errors.New(line)
	}
	return strings.TrimSpace(version), nil
}

// Request is what a function of a peer is called with.
type Request struct {
	Out, A, B []float64
	N         int
}

// span is when something began and ended, in nanoseconds of a clock that all processes share.
type span struct{ begun, ended int64 }

// ask asks for calls; more are further words of the line.
func (p *Process) ask(m *Memory, name string, r Request, calls int, more string) error {
	return p.send("run %d %d %d %d %d %s%s\n",
		m.offset(r.Out), m.offset(r.A), m.offset(r.B), r.N, calls, name, more)
}

func (p *Process) answer(ctx context.Context) (s span, err error) {
	line, err := p.receive(ctx)
	if err != nil {
		return s, err
	}
	if _, err := fmt.Sscan(line, &s.begun, &s.ended); err != nil {
		return s, errors.New(line)
	}
	return s, nil
}

func (p *Process) send(format string, words ...any) error {
	if p.ended != nil {
		return p.ended
	}
	if _, err := fmt.Fprintf(p.to, format, words...); err != nil {
		return p.lost(err)
	}
	return nil
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
