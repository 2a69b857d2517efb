package peer

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
// and /usr/bin that imports NumPy, for the one on PATH may not be the one that the system installs
// NumPy for; or else the first that runs. One that only stands in for another fails here.
func (p *Peers) startPython(ctx context.Context, _ int) error {
	// A file, because multiprocessing imports it again where it starts processes anew.
	file := filepath.Join(p.folder, "peers.py")
	if err := os.WriteFile(file, []byte(pythonPeers), 0o600); err != nil {
		return err
	}
	// Array libraries are measured on the core of the others; Python's processes have all.
	core := strconv.Itoa(append(Cores(), -1)[0])
	prefix, paths := PythonVariable+"=", []string{os.Getenv(PythonVariable)}
	if paths[0] == "" {
		prefix, paths = "", nil
		for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin") {
			path := filepath.Join(folder, "python3")
			if _, err := os.Stat(path); err == nil {
				paths = append(paths, path)
			}
		}
	}
	imports := func(path string) bool {
		return exec.CommandContext(ctx, path, "-c", "import numpy").Run() == nil
	}
	if i := slices.IndexFunc(paths, imports); i > 0 {
		paths[0], paths[i] = paths[i], paths[0]
	}
	failed := errors.New("no python3 on PATH")
	for _, path := range paths {
		process, first, err := start(ctx, p.Memory, p.folder, "Python", path, file, core)
		is := &Interpreter{Path: path}
		if err == nil && json.Unmarshal([]byte(first), is) != nil {
			process.Close()
			err = fmt.Errorf("not a Python: it printed %.40q", first)
		}
		if err == nil {
			p.processes["Python"], p.Interpreter = []*Process{process}, is
			return nil
		}
		failed = fmt.Errorf("%s%s: %w", prefix, path, err)
	}
	return failed
}
