package peer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

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

// FindPython returns the interpreter that SUMLOG_PYTHON names; or else the first python3 of PATH
// and /usr/bin that imports NumPy, or else the first that runs. The one on PATH may not be the
// one that the system installs NumPy for.
func FindPython(ctx context.Context) (*Interpreter, error) {
	if chosen := os.Getenv(PythonVariable); chosen != "" {
		found, err := identify(ctx, chosen)
		if err != nil {
			return nil, fmt.Errorf("%s=%s: %w", PythonVariable, chosen, err)
		}
		return found, nil
	}
	var first *Interpreter
	failed := errors.New("no python3 on PATH")
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin") {
		path := filepath.Join(folder, "python3")
		if _, err := os.Stat(path); err != nil {
			continue
		}
		found, err := identify(ctx, path)
		switch {
		case err != nil:
			failed = fmt.Errorf("%s: %w", path, err)
		case found.NumPy != "":
			return found, nil
		default:
			first = cmp.Or(first, found)
		}
	}
	if first != nil {
		return first, nil
	}
	return nil, failed
}

const identity = `
import json, platform, sys
try:
    import numpy
    numpy = numpy.__version__
except Exception:
    numpy = ""
assert sys.version_info >= (3, 8), "want Python 3.8 or later"
print(json.dumps({"path": sys.executable, "implementation": platform.python_implementation(),
                  "version": platform.python_version(), "numpy": numpy}))
`

// identify asks an interpreter what it is. A broken one, or one that stands in for another that
// is not installed, fails here and not in the middle of measuring.
func identify(ctx context.Context, path string) (*Interpreter, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-c", identity)
	cmd.WaitDelay = time.Second
	ownGroup(cmd)
	text, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return nil, fmt.Errorf("%w: %s", err, lastLine(string(exit.Stderr)))
	}
	if err != nil {
		return nil, err
	}
	var found Interpreter
	if err := json.Unmarshal(text, &found); err != nil {
		return nil, fmt.Errorf("not a Python: it printed %.40q", text)
	}
	found.Path = cmp.Or(found.Path, path)
	return &found, nil
}
