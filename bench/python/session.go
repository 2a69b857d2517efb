package python

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

//go:embed *.py
var scripts embed.FS

// patience is how long one request may take. Requests are sized to take a second
// or two: an answer that late will not come.
const patience = 2 * time.Minute

// Session is a running interpreter that answers requests. It is used by one
// goroutine at a time.
type Session struct {
	Interpreter
	directory string
	cmd       *exec.Cmd
	stdin     io.WriteCloser
	stdout    *bufio.Reader
	complaint tail
	end       context.CancelFunc // kills the interpreter and its children
	ended     error              // why there will be no more answers
}

// Start runs the interpreter on the inputs: the objects, and a table row by row.
// It and all processes it starts end with ctx, or with Close.
func Start(ctx context.Context, interpreter Interpreter, objects, table []float64) (*Session, error) {
	directory, err := os.MkdirTemp("", "sumlog-bench-")
	if err != nil {
		return nil, err
	}
	s := &Session{Interpreter: interpreter, directory: directory}
	if err := s.start(ctx, objects, table); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Session) start(ctx context.Context, objects, table []float64) error {
	if err := s.unpack(); err != nil {
		return err
	}
	if err := s.write("x.bin", objects); err != nil {
		return err
	}
	if err := s.write("table.bin", table); err != nil {
		return err
	}
	ctx, s.end = context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, s.Path, filepath.Join(s.directory, "serve.py"), s.directory)
	// multiprocessing leaves its sockets and arenas in the temporary directory
	// when it is killed: here they go with ours.
	cmd.Env = append(os.Environ(), "TMPDIR="+s.directory, "PYTHONDONTWRITEBYTECODE=1", "PYTHONSAFEPATH=")
	cmd.Stderr = &s.complaint
	cmd.WaitDelay = time.Second
	ownGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.cmd, s.stdin, s.stdout = cmd, stdin, bufio.NewReader(stdout)

	var hello struct {
		Implementation, Version, NumPy, Start string
	}
	if err := s.receive(ctx, &hello); err != nil {
		return err
	}
	s.Implementation, s.Version = hello.Implementation, hello.Version
	s.NumPy, s.Interpreter.Start = hello.NumPy, hello.Start
	return nil
}

// Request names a way and what it is to be done with.
type Request struct {
	Way     string `json:"way"`
	Items   int    `json:"items"`
	Terms   int    `json:"terms"`
	Workers int    `json:"workers"`
}

// Run has one request answered: how long the way took by Python's own clock, or
// why it could not be gone.
func (s *Session) Run(ctx context.Context, r Request) (time.Duration, error) {
	if s.ended != nil {
		return 0, s.ended
	}
	line, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	if _, err := s.stdin.Write(append(line, '\n')); err != nil {
		return 0, s.lost(err)
	}
	var answer struct {
		Seconds float64
		Error   string
	}
	if err := s.receive(ctx, &answer); err != nil {
		return 0, err
	}
	if answer.Error != "" {
		return 0, errors.New(answer.Error)
	}
	return time.Duration(answer.Seconds * float64(time.Second)), nil
}

// receive reads one line. The interpreter is killed when ctx ends first.
func (s *Session) receive(ctx context.Context, into any) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer in %v", patience))
	defer cancel()
	stop := context.AfterFunc(ctx, s.end)
	defer stop()
	line, err := s.stdout.ReadBytes('\n')
	if ctx.Err() != nil {
		return s.lost(context.Cause(ctx))
	}
	if err != nil {
		return s.lost(err)
	}
	if err := json.Unmarshal(line, into); err != nil {
		return s.lost(fmt.Errorf("answered %.60q", line))
	}
	return nil
}

// lost ends the session: what it would answer next may belong to anything.
func (s *Session) lost(err error) error {
	s.end()
	s.ended = fmt.Errorf("the interpreter stopped: %w", err)
	if line := lastLine(s.complaint.String()); line != "" {
		s.ended = fmt.Errorf("%w: %s", s.ended, line)
	}
	return s.ended
}

// Output returns what the last request computed, n numbers into out.
func (s *Session) Output(out []float64) error {
	data, err := os.ReadFile(filepath.Join(s.directory, "out.bin"))
	if err != nil {
		return err
	}
	if len(data) != 8*len(out) {
		return fmt.Errorf("out.bin has %d bytes, want %d", len(data), 8*len(out))
	}
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
	}
	return nil
}

// Close lets the interpreter end, kills it and its children if it does not at
// once, and removes its files.
func (s *Session) Close() error {
	if s.cmd != nil {
		s.stdin.Close()
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			// Its end is that of the last process that could write to it.
			_, _ = io.Copy(io.Discard, s.stdout)
		}()
		select {
		case <-finished:
		case <-time.After(2 * time.Second):
		}
		// Before Wait: until then the group's number cannot be anybody else's. How
		// the interpreter ended no longer matters.
		_ = killGroup(s.cmd)
		_ = s.cmd.Wait()
		s.cmd = nil
	}
	if s.end != nil {
		s.end()
	}
	s.ended = errors.New("the session is closed")
	return os.RemoveAll(s.directory)
}

func (s *Session) unpack() error {
	names, err := fs.Glob(scripts, "*.py")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := scripts.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.directory, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) write(name string, values []float64) error {
	data := make([]byte, 0, 8*len(values))
	for _, v := range values {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	return os.WriteFile(filepath.Join(s.directory, name), data, 0o600)
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p)
	t.text.Next(max(0, t.text.Len()-4096))
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}
