// Package python runs the Python ways of the comparison: scripts of its own, kept
// in the binary, by an interpreter of this machine.
package python

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Variable names the environment variable that chooses the interpreter.
const Variable = "SUMLOG_PYTHON"

// Interpreter is a Python that runs.
type Interpreter struct {
	Path           string `json:"path"`
	Implementation string `json:"implementation"`
	Version        string `json:"version"`
	NumPy          string `json:"numpy,omitempty"` // its version, "" without
	Start          string `json:"start_method,omitempty"`
}

// Find returns the interpreter that SUMLOG_PYTHON names; or else the first
// python3, in the order of PATH and then /usr/bin, that imports NumPy; or else
// the first that runs at all. The one on PATH may not be the one that the system
// installs NumPy for.
func Find(ctx context.Context) (Interpreter, error) {
	if chosen := os.Getenv(Variable); chosen != "" {
		found, err := probe(ctx, chosen)
		if err != nil {
			return Interpreter{}, fmt.Errorf("%s=%s: %w", Variable, chosen, err)
		}
		return found, nil
	}
	var plain *Interpreter
	var first error
	tried := candidates()
	for _, path := range tried {
		found, err := probe(ctx, path)
		switch {
		case ctx.Err() != nil:
			return Interpreter{}, context.Cause(ctx)
		case err != nil:
			first = cmp.Or(first, err)
		case found.NumPy != "":
			return found, nil
		case plain == nil:
			plain = &found
		}
	}
	switch {
	case plain != nil:
		return *plain, nil
	case len(tried) == 0:
		return Interpreter{}, errors.New("no python3 on PATH")
	}
	return Interpreter{}, fmt.Errorf("no python3 on PATH runs: %s: %w", tried[0], first)
}

// candidates lists the files called python3 on PATH, each once, and the system's.
func candidates() []string {
	names := []string{"python3"}
	if runtime.GOOS == "windows" {
		names = []string{"python3.exe", "python.exe"}
	}
	directories := filepath.SplitList(os.Getenv("PATH"))
	if runtime.GOOS != "windows" {
		directories = append(directories, "/usr/bin")
	}
	var list []string
	var seen []os.FileInfo
	for _, directory := range directories {
	next:
		for _, name := range names {
			path := filepath.Join(directory, name)
			info, err := os.Stat(path)
			if err != nil || info.IsDir() || directory == "" {
				continue
			}
			for _, other := range seen {
				if os.SameFile(info, other) {
					continue next
				}
			}
			seen = append(seen, info)
			list = append(list, path)
		}
	}
	return list
}

// oldest is the first version whose multiprocessing and syntax the scripts need.
var oldest = [2]int{3, 8}

const probeScript = `
import json, platform, sys
try:
    import numpy
    numpy = numpy.__version__
except Exception:
    numpy = ""
print(json.dumps({"path": sys.executable, "implementation": platform.python_implementation(),
                  "version": platform.python_version(), "numpy": numpy}))
`

// probe asks the interpreter what it is. A broken one, or one that stands in for
// another that is not installed, fails here and not in the middle of measuring.
func probe(ctx context.Context, path string) (Interpreter, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-c", probeScript)
	cmd.WaitDelay = time.Second
	ownGroup(cmd)
	text, err := cmd.Output()
	if err != nil {
		return Interpreter{}, explain(err)
	}
	var found Interpreter
	if err := json.Unmarshal(text, &found); err != nil {
		return Interpreter{}, fmt.Errorf("not a Python: it printed %.40q", text)
	}
	var version [2]int
	if _, err := fmt.Sscanf(found.Version, "%d.%d", &version[0], &version[1]); err != nil ||
		version[0] < oldest[0] || version[0] == oldest[0] && version[1] < oldest[1] {
		return Interpreter{}, fmt.Errorf("version %s: want %d.%d or later", found.Version, oldest[0], oldest[1])
	}
	if found.Path == "" {
		found.Path = path
	}
	return found, nil
}

// explain adds the last line of what a failed program complained about, or leaves
// out the path of one that could not be started, which the caller names.
func explain(err error) error {
	var start *fs.PathError
	if errors.As(err, &start) {
		return start.Err
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if line := lastLine(string(exit.Stderr)); line != "" {
			return fmt.Errorf("%w: %s", err, line)
		}
	}
	return err
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
}
