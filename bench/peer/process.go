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
	to       io.WriteCloser
	from     *bufio.Reader
	stderr   bytes.Buffer       // to be read after the end
	kill     context.CancelFunc // the peer, and all processes that it started
	ended    error              // why there are no more answers
	words    []string           // what it says of itself
}

// start runs a command, whose temporary files go to a folder, and reads the names with which a
// peer begins.
func start(
	ctx context.Context, m *Memory, folder, language, program string, args ...string,
) (_ *Process, err error) {
	if m.file == nil {
		return nil, errNoMemory
	}
	ctx, cancel := context.WithCancel(ctx)
	p := &Process{language: language, kill: cancel, cmd: exec.CommandContext(ctx, program, args...)}
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	p.cmd.ExtraFiles = []*os.File{m.file}
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = time.Second
	ownGroup(p.cmd)
	// One thread each, as all that are compared have.
	p.cmd.Env = append(os.Environ(), "TMPDIR="+folder, "PYTHONDONTWRITEBYTECODE=1",
		"NUMEXPR_NUM_THREADS=1", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	if p.to, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err = p.cmd.Start(); err != nil {
		return nil, err
	}
	p.from = bufio.NewReader(out)
	line, err := p.receive(ctx)
	if err != nil {
		p.Close()
		return nil, err
	}
	p.words = strings.Fields(line)
	return p, nil
}

// find asks for a function, and returns the version of its library, or why there is none.
func (p *Process) find(library, name string) (version string, err error) {
	if err := p.ask("find %s %s\n", library, name); err != nil {
		return "", err
	}
	line, err := p.receive(context.Background()) // a process ends with the context of its start
	if err != nil {
		return "", err
	}
	version, ok := strings.CutPrefix(strings.TrimSpace(line), "ok")
	if !ok {
		return "", errors.New(version)
	}
	return strings.TrimSpace(version), nil
}

// Word returns what the peer says about itself under a name, or "".
func (p *Process) Word(name string) string {
	for _, word := range p.words {
		if value, ok := strings.CutPrefix(word, name+"="); ok {
			return value
		}
	}
	return ""
}

// Request is what a function of a peer is called with.
type Request struct {
	Out, A, B []float64
	N         int
}

// span is when something began and ended, in nanoseconds of a clock that all processes share.
type span struct{ begun, ended int64 }

// send asks for calls; more are further words of the line.
func (p *Process) send(m *Memory, name string, r Request, calls int, more string) error {
	return p.ask("run %d %d %d %d %d %s%s\n",
		m.offset(r.Out), m.offset(r.A), m.offset(r.B), r.N, calls, name, more)
}

func (p *Process) ask(format string, words ...any) error {
	if p.ended != nil {
		return p.ended
	}
	if _, err := fmt.Fprintf(p.to, format, words...); err != nil {
		return p.lost(err)
	}
	return nil
}

func (p *Process) answer(ctx context.Context) (s span, err error) {
	line, err := p.receive(ctx)
	if err != nil {
		return s, err
	}
	if _, err := fmt.Sscanf(line, "%d %d\n", &s.begun, &s.ended); err != nil {
		return s, errors.New(strings.TrimSpace(line))
	}
	return s, nil
}

// receive reads one line. The peer is killed when ctx ends first.
func (p *Process) receive(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer in %v", timeout))
	defer cancel()
	stop := context.AfterFunc(ctx, p.kill)
	defer stop()
	line, err := p.from.ReadString('\n')
	if ctx.Err() != nil {
		return "", p.lost(context.Cause(ctx))
	}
	if err != nil {
		return "", p.lost(err)
	}
	return line, nil
}

// lost ends the session: what the peer would answer next may belong to anything.
func (p *Process) lost(err error) error {
	p.kill()
	_ = p.cmd.Wait()
	p.ended = fmt.Errorf("the peer in %s stopped: %w", p.language, err)
	if line := lastLine(p.stderr.String()); line != "" {
		p.ended = fmt.Errorf("%w: %s", p.ended, line)
	}
	return p.ended
}

// Close lets the peer end, and kills it and its children if it does not at once.
func (p *Process) Close() {
	p.to.Close()
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		_, _ = io.Copy(io.Discard, p.from) // ends with the last process that could write
	}()
	select {
	case <-finished:
	case <-time.After(2 * time.Second):
	}
	// Before Wait: until then the group's number belongs to no other process.
	_ = killGroup(p.cmd)
	_ = p.cmd.Wait()
	p.kill()
	p.ended = errors.New("the peer is closed")
}

// lastLine is the last one of what a program wrote.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
}
