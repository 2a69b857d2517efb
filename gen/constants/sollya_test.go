package constants

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

//go:embed constants.sollya
var script string

// TestDerived compares what Sollya derives with what is committed.
func TestDerived(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 20 s")
	}
	derived := derive(t)
	for _, c := range committed {
		got, want := derived["constant "+c.name], numbers(reflect.ValueOf(c.value))
		if len(got) != len(want) {
			t.Errorf("%s has %d numbers, and Sollya derives %d", c.name, len(want), len(got))
			continue
		}
		for i := range want {
			same(t, fmt.Sprintf("%s[%d], %s", c.name, i, c.what), want[i], got[i])
		}
	}
	for _, b := range bounds {
		got := derived["error "+b.name]
		if len(got) != 1 || !b.holds(got[0]) {
			t.Errorf("the error of %s is %g, not %s", b.name, got, b.stated)
			continue
		}
		t.Logf("%s: 2^%.2f = %.3g of %s", b.name, math.Log2(got[0]), got[0], b.of)
	}
}

// derive returns what the script prints: the values of "constant LogC", say, or "error LogQ".
func derive(t *testing.T) map[string][]float64 {
	sollya := exec.Command("sollya", "--warnonstderr")
	sollya.Stdin = strings.NewReader(script)
	sollya.Stderr = os.Stderr
	out, err := sollya.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("Sollya is not installed (Debian's package is called sollya)")
	}
	if err != nil {
		t.Fatal(err)
	}
	derived := map[string][]float64{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			t.Fatalf("Sollya printed %q", line)
		}
		name := fields[0] + " " + fields[1]
		for _, field := range fields[2:] {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatalf("Sollya printed %q: %v", line, err)
			}
			derived[name] = append(derived[name], v)
		}
	}
	return derived
}

func hex(v float64) string { return strconv.FormatFloat(v, 'x', -1, 64) }
