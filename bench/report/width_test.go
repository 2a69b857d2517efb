package report

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/measure"
	"sumlog/bench/sweep"
)

// magnitudes are numbers of every magnitude that a slow or fast machine may produce, and
// those whose digits round up to one more.
func magnitudes() []float64 {
	list := []float64{0, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64}
	for e := -30; e <= 30; e++ {
		for _, digits := range []float64{1, 1.0049999, 1.005, 4.7, 9.94, 9.95, 9.994, 9.995, 9.9996} {
			list = append(list, digits*math.Pow10(e))
		}
	}
	return list
}

func TestNumbersHaveABoundedWidth(t *testing.T) {
	for _, x := range magnitudes() {
		for _, c := range []struct {
			name, cell string
			width      int
		}{
			{"figure", Figure(x), 9},
			{"seconds", Seconds(x), 9},
			{"percent", Percent(x), 5},
			{"whole percent", wholePercent(x), 5},
			{"5 columns", fit(x, 5), 5},
			{"6 columns", fit(x, 6), 6},
			{"7 columns", fit(x, 7), 7},
		} {
			assert.LessOrEqual(t, text.StringWidth(c.cell), c.width, "%s of %g: %q", c.name, x, c.cell)
			assert.NotEmpty(t, c.cell)
		}
	}
}

// TestFitKeepsMostDigits prefers digits to a plain form, and a plain form to none.
func TestFitKeepsMostDigits(t *testing.T) {
	for _, c := range []struct {
		x     float64
		width int
		want  string
	}{
		{0.000470, 6, "4.7e-4"},
		{0.000470, 7, "4.70e-4"},
		{0.00123, 6, "0.0012"},
		{0.0123, 5, "0.012"},
		{0.0123, 6, "0.0123"},
		{1234, 5, "1230"},
		{12345, 5, "1.2e4"},
		{12345, 6, "12 300"},
		{9.999, 5, "10.0"},
		{1e-10, 5, "1e-10"},
		{0, 5, "0"},
		{math.NaN(), 5, "-"},
		{math.Inf(1), 5, "-"},
	} {
		assert.Equal(t, c.want, fit(c.x, c.width), "%g in %d columns", c.x, c.width)
	}
}

// TestTablesFitWhateverWasMeasured prints tables of numbers of every magnitude.
func TestTablesFitWhateverWasMeasured(t *testing.T) {
	fits := func(out *bytes.Buffer, x float64) {
		for line := range strings.Lines(out.String()) {
			assert.LessOrEqual(t, text.StringWidth(strings.TrimRight(line, "\n")), Width, "%g: %s", x, line)
		}
	}
	for _, x := range magnitudes() {
		stats := measure.Stats{Median: x, Low: x / 2, High: 2 * x, Min: x / 2, Max: x, Count: 3}
		d := measured()
		for i := range d.Limits {
			d.Limits[i].ISA, d.Limits[i].Rate = "scalar", stats
		}
		point := func(n int) sweep.Point { return sweep.Point{N: n, Bytes: 16 * n, NS: &stats, Ratio: &stats} }
		d.Sweeps = []sweep.Result{{
			Name: "Log", Does: "out[i] = ln x[i]", Pattern: sweep.CopyOne,
			Lines: []sweep.Line{{
				Label: "sumlog, with a label that is longer than its column", ISA: "avx2", Points: []sweep.Point{point(1024), point(1 << 20)},
				Error: &sweep.Error{Worst: x, Mean: x},
			}},
		}}
		d.Scaling = []sweep.Scaled{{Label: "LogAccumulateDirect, 1000 terms", N: 20_000}}
		for n := 1; n <= 1024; n *= 2 {
			d.Scaling[0].Points = append(d.Scaling[0].Points, sweep.ScaledPoint{Workers: n, Seconds: stats, SpeedUp: stats})
		}
		var out bytes.Buffer
		LimitTable(&out, d, false)
		KernelTable(&out, d, false)
		ScalingTable(&out, d, false)
		r := sample()
		for i := range r.Rows {
			r.Rows[i].Median, r.Rows[i].Low, r.Rows[i].High, r.Rows[i].Verdict.ULP = x, x/2, 2*x, x
		}
		r.Table(&out, false)
		fits(&out, x)
	}
}

// TestScalingTableShowsOneAndAll leaves out counts between, where they are too many.
func TestScalingTableShowsOneAndAll(t *testing.T) {
	d := measured()
	d.Scaling = []sweep.Scaled{{Label: "Add"}}
	for _, n := range []int{1, 2, 4, 8, 16, 32, 48} {
		d.Scaling[0].Points = append(d.Scaling[0].Points, sweep.ScaledPoint{
			Workers: n, Seconds: measure.Stats{Median: 1}, SpeedUp: measure.Stats{Median: float64(n) + 0.5},
		})
	}
	var out bytes.Buffer
	ScalingTable(&out, d, false)
	require.Contains(t, out.String(), fmt.Sprint(48.5))
	assert.Contains(t, out.String(), "16.5")
	assert.NotContains(t, out.String(), "2.50")
}
