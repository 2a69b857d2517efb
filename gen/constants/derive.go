package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

//go:embed constants.sollya
var script string

// derivation is what the script prints: "constant LogC", say, or "error LogQ", and
// the values.
type derivation map[string][]float64

func derive() (derivation, error) {
	sollya := exec.Command("sollya", "--warnonstderr")
	sollya.Stdin = strings.NewReader(script)
	sollya.Stderr = os.Stderr
	out, err := sollya.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("sollya is not installed (Debian's package is called sollya)")
	}
	if err != nil {
		return nil, fmt.Errorf("sollya: %w", err)
	}
	return parse(string(out))
}

func parse(out string) (derivation, error) {
	d := derivation{}
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			return nil, fmt.Errorf("sollya printed %q", line)
		}
		name := fields[0] + " " + fields[1]
		for _, field := range fields[2:] {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return nil, fmt.Errorf("sollya printed %q: %w", line, err)
			}
			d[name] = append(d[name], v)
		}
	}
	return d, nil
}
