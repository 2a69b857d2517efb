package report

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/perf/benchfmt"

	"sumlog/bench/measure"
)

// Benchmarks are all repetitions in Go's benchmark format, a line each, so that benchstat
// compares two runs.
func (d *Report) Benchmarks() ([]byte, error) {
	var out bytes.Buffer
	w := benchfmt.NewWriter(&out)
	config := func(key, value string) benchfmt.Config {
		return benchfmt.Config{Key: key, Value: []byte(value), File: true}
	}
	configs := []benchfmt.Config{
		config("goos", strings.ToLower(d.Machine.OS)), config("goarch", d.Machine.Arch),
		config("pkg", "sumlog/bench"), config("cpu", cmp.Or(d.Machine.CPU, "unknown")),
	}
	for _, c := range d.Cases {
		for _, v := range c.Variants {
			for _, p := range v.Points {
				name := strings.ToUpper(v.Name[:1]) + v.Name[1:]
				if c.Kind != measure.Limit && c.Kind != measure.Knee {
					name += fmt.Sprintf("/n=%d", p.N)
				}
				for _, s := range p.Samples {
					values := []benchfmt.Value{{Value: s, Unit: "sec/op"}, {Value: c.NS(p, s), Unit: "ns/" + c.Unit}}
					if err := w.Write(&benchfmt.Result{Config: configs, Name: benchfmt.Name(name), Iters: max(1, p.Calls), Values: values}); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return out.Bytes(), nil
}

// Writable makes sure, before anything is measured, that Write will be able to write the file.
// Its error does not name the file.
func Writable(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	try, err := os.CreateTemp(filepath.Dir(path), temporary(path))
	if at := new(fs.PathError); errors.As(err, &at) {
		return at.Err // of a temporary file
	}
	return errors.Join(err, try.Close(), os.Remove(try.Name()))
}

func temporary(path string) string { return "." + filepath.Base(path) + ".*.tmp" }

// Write writes text to path, whole or not at all: a reader sees the old file or the new one.
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
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
