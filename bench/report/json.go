package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
	"sumlog/bench/probe/operations"
	"sumlog/bench/python"
	"sumlog/bench/sweep"
	"sumlog/bench/workload"
)

// Document is the whole of a run, as report.json has it.
type Document struct {
	Program   string              `json:"program"`
	Begun     time.Time           `json:"begun"`
	Took      float64             `json:"took_seconds"`
	OK        bool                `json:"ok"` // no results were wrong
	Settings  Settings            `json:"settings"`
	Machine   machine.Info        `json:"machine"`
	Python    *python.Interpreter `json:"python,omitempty"`
	NoPython  string              `json:"no_python,omitempty"` // why there is none
	Workloads []Workload          `json:"workloads"`
	Summary   []string            `json:"summary"`

	Peers      []sweep.Version             `json:"peers"`
	Levels     []probe.Level               `json:"levels"`
	Limits     []sweep.Limit               `json:"limits"`
	Knee       *sweep.Knee                 `json:"knee,omitempty"` // where reading becomes slower
	Operations map[string]operations.Count `json:"operations"`     // on float64, for an element
	Sweeps     []sweep.Result              `json:"sweeps"`
	Scaling    []sweep.Scaled              `json:"scaling"`
}

// Settings are what the run was asked to do.
type Settings struct {
	Objects int      `json:"objects"`
	Terms   int      `json:"terms"`
	Rows    int      `json:"rows"`
	Workers int      `json:"workers"`
	Pinned  bool     `json:"pinned"`
	Pinning string   `json:"pinning"`
	ISAs    []string `json:"isas"`
	Quick   bool     `json:"quick"`
	Run     string   `json:"run,omitempty"`
	Reps    int      `json:"reps,omitempty"` // 0: as many as the time allowed
	Peers   []string `json:"peers"`
	Best    string   `json:"best"`          // of the instruction sets
	Batch   float64  `json:"batch_seconds"` // that a repetition of fast calls takes, about
	Bytes   int      `json:"sweep_bytes"`   // of the largest arrays of an operation, all together
}

// Workload is one table.
type Workload struct {
	Name  string    `json:"name"`
	Title string    `json:"title"`
	Ways  []Measure `json:"ways"`
}

// Measure is one row. Either Absent says why there are no figures, or all of them
// are there but those that compare with a row that is absent.
type Measure struct {
	Name          string          `json:"name"`
	Group         string          `json:"group"`
	Label         string          `json:"label"`
	Workers       int             `json:"workers"`
	ISA           string          `json:"isa,omitempty"`
	Role          string          `json:"role,omitempty"` // go or python: the loop that others are compared with
	Method        workload.Method `json:"method"`
	Absent        string          `json:"absent,omitempty"`
	Items         int             `json:"items,omitempty"` // measured, of AllItems; then scaled
	AllItems      int             `json:"all_items,omitempty"`
	Seconds       *measure.Stats  `json:"seconds,omitempty"` // for all items
	Samples       []float64       `json:"samples,omitempty"` // the same, one by one
	Taken         []float64       `json:"taken,omitempty"`   // unscaled, if only part was measured
	Empty         []float64       `json:"empty,omitempty"`   // for no items, likewise
	PerUnit       *float64        `json:"ns_per_unit,omitempty"`
	Unit          string          `json:"unit,omitempty"`
	SpeedUpGo     *float64        `json:"speedup_over_go,omitempty"`
	SpeedUpPython *float64        `json:"speedup_over_python,omitempty"`
	Error         *Error          `json:"error,omitempty"`
	Problems      []string        `json:"problems,omitempty"`
}

// Error is the worst error of a sample against exact arithmetic, in ULP.
type Error struct {
	Sample  int      `json:"sample"`
	ULP     *float64 `json:"ulp"` // null where it is not finite
	Mean    *float64 `json:"mean_ulp"`
	Rounded *float64 `json:"ulp_of_rounded_terms,omitempty"` // against the sum for the terms as float64 rounds them
	Equal   int      `json:"items_compared_with_other_ways"` // all that were computed
}

// NewWorkload is the table of r for programs.
func NewWorkload(r Results) Workload {
	w := Workload{Name: r.Name, Title: r.Title}
	goes, pythons := r.Seconds(workload.GoLoop), r.Seconds(workload.PythonLoop)
	for _, row := range r.Rows {
		m := Measure{
			Name: row.Way.Name, Group: row.Group, Label: row.Label, Workers: row.Workers,
			ISA: row.ISA, Role: string(row.Role), Method: row.Method, Absent: row.Absent, Problems: row.Verdict.Problems,
		}
		if row.Absent == "" {
			m.Items, m.AllItems, m.Unit = row.Items, row.Full, r.Unit
			m.Seconds, m.Samples = &row.Stats, row.Samples
			if row.Items < row.Full {
				m.Taken, m.Empty = row.Taken, row.Empty
			}
			m.PerUnit = finite(row.Median * 1e9 / r.Units)
			m.SpeedUpGo, m.SpeedUpPython = finite(goes/row.Median), finite(pythons/row.Median)
			m.Error = &Error{Sample: row.Verdict.Sampled, ULP: finite(row.Verdict.ULP), Mean: finite(row.Verdict.Mean), Equal: row.Verdict.Compared}
			if row.Method == workload.Literal {
				m.Error.Rounded = finite(row.Verdict.RoundedULP)
			}
		}
		w.Ways = append(w.Ways, m)
	}
	return w
}

func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// Writable makes sure, before anything is measured, that Write will be able to
// write the file, and returns the path to give it. Its error does not name the
// file.
func Writable(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", reason(err)
	case !info.Mode().IsRegular():
		return "", errors.New("not a regular file")
	default:
		// A link stays: its target is what is replaced.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return "", reason(err)
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return "", reason(err)
		}
		f.Close()
	}
	trial, err := os.CreateTemp(filepath.Dir(path), temporary(path))
	if err != nil {
		return "", reason(err)
	}
	trial.Close()
	return path, os.Remove(trial.Name())
}

// reason is what the system said, without the path, which may be a temporary one.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

func temporary(path string) string { return "." + filepath.Base(path) + ".*.tmp" }

// JSON is the document for programs.
func (d *Document) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(d, "", "  ")
	return append(text, '\n'), err
}

// Write writes text to path, whole or not at all: a reader sees the old file or the new
// one.
func Write(path string, text []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), temporary(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", path, errors.Join(err, os.Remove(f.Name())))
		}
	}()
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(mode(path))
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// mode is that of the file that is replaced, or that of any new file.
func mode(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
