package exact

import (
	_ "embed"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table's header, reference.c, says how each value was made.
//
//go:embed testdata/reference.txt
var reference string

// TestReference holds each function to the error its comment states. The table's
// own error, 70 digits or 2^-229, is below all of them.
func TestReference(t *testing.T) {
	seen := map[string]int{}
	for line := range strings.Lines(reference) {
		fields := strings.Fields(line)
		last := len(fields) - 1
		name, args, want := fields[0], fields[1:last], parse(t, fields[last], 256)
		seen[name]++
		var got *big.Float
		bound := relative(want, -188)
		switch name {
		case "log":
			got = Log(parse(t, args[0], 1100))
			bound = relative(want, -225)
		case "sumlog":
			var x []float64
			for arg := range strings.SplitSeq(args[0], ",") {
				x = append(x, float(t, arg))
			}
			got = SumLog(x)
			bound.Add(bound, relative(big.NewFloat(1), -215))
		case "accumulate", "direct":
			x, terms := float(t, args[0]), count(t, args[1])
			if int64(int(terms)) != terms {
				continue // more terms than an int of 32 bits counts
			}
			if name == "direct" {
				got = LogAccumulateDirect(x, int(terms))
			} else {
				got = LogAccumulate(x, int(terms))
				bound = relative(want, -160)
			}
			if x < 0 {
				bound.Add(bound, relative(big.NewFloat(1), -200))
			}
		default:
			require.Fail(t, "unknown function", line)
		}
		assertWithin(t, want, got, bound, name, args)
	}
	assert.Equal(t, map[string]int{"log": 79, "sumlog": 4, "accumulate": 222, "direct": 30}, seen)
}

// relative returns |x|·2^exp.
func relative(x *big.Float, exp int) *big.Float {
	r := new(big.Float).Abs(x)
	return r.SetMantExp(r, exp)
}

func parse(t *testing.T, s string, prec uint) *big.Float {
	t.Helper()
	f, _, err := big.ParseFloat(s, 0, prec, big.ToNearestEven)
	require.NoError(t, err)
	return f
}

func float(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return f
}

func count(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	require.NoError(t, err)
	return n
}
