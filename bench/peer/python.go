package peer

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

//go:embed peers.py
var pythonPeers string

// PythonVariable names the environment variable that chooses the interpreter.
const PythonVariable = "SUMLOG_PYTHON"

// Interpreter is a Python that runs.
type Interpreter struct {
	Path           string `json:"path"`
	Implementation string `json:"implementation"`
	Version        string `json:"version"`
	NumPy          string `json:"numpy,omitempty"` // its version, "" without
}

// Heading names it above its variants.
func (p *Interpreter) Heading() string {
	if p == nil {
		return "Python"
	}
	text := p.Implementation + " " + p.Version
	if p.NumPy != "" {
		text += ", NumPy " + p.NumPy
	}
	return text
}

// startPython starts the interpreter that SUMLOG_PYTHON names; or else the first python3 of PATH
// and /usr/bin that imports NumPy, or else the first that runs. The one on PATH may not be the one
// that the system installs NumPy for. One that stands in for another that is not installed fails
// here, and not in the middle of measuring.
func (p *Peers) startPython(ctx context.Context) error {
	// A file, because multiprocessing imports it again where it starts processes anew.
	file := filepath.Join(p.folder, "peers.py")
	if err := os.WriteFile(file, []byte(pythonPeers), 0o600); err != nil {
		return err
	}
	// Array libraries are measured on the core of the others; Python's processes have all.
	core := strconv.Itoa(append(Cores(), -1)[0])
	try := func(path string) error {
		found, err := start(ctx, p.Memory, p.folder, "Python", path, file, core)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		is := &Interpreter{path, found.Word("implementation"), found.Word("version"), found.Word("numpy")}
		switch {
		case is.Version == "":
			found.Close()
			return fmt.Errorf("%s: not a Python: it printed %.40q", path, found.words)
		case p.Interpreter != nil && is.NumPy == "":
			found.Close()
			return nil
		case p.Interpreter != nil:
			p.processes["Python"][0].Close()
		}
		p.processes["Python"], p.Interpreter = []*Process{found}, is
		return nil
	}
	if chosen := os.Getenv(PythonVariable); chosen != "" {
		if err := try(chosen); err != nil {
			return fmt.Errorf("%s=%w", PythonVariable, err)
		}
		return nil
	}
	failed := errors.New("no python3 on PATH")
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin") {
		path := filepath.Join(folder, "python3")
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if err := try(path); err != nil {
			failed = err
		}
		if p.Interpreter != nil && p.Interpreter.NumPy != "" {
			return nil
		}
	}
	if p.Interpreter == nil {
		return failed
	}
	return nil
}
