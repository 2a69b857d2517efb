package report

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFigure(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 1: "1.00", 0.5: "0.500", 0.012345: "0.0123", 9.999: "10.0", 12.345: "12.3", 123.45: "123", 999.6: "1000",
		1234.5: "1230", 12345: "12 300", 9999: "10 000", 123456: "123 000", 1234567: "1.23e6", 0.00123: "0.00123", 7.8e-6: "7.80e-6", -0.5: "-0.500", 999_600: "1.00e6",
		math.Inf(1): "-", math.NaN(): "-",
	} {
		assert.Equal(t, want, figure(x), "%v", x)
	}
}

func TestSeconds(t *testing.T) {
	for x, want := range map[float64]string{
		12.34: "12.3 s", 1: "1.00 s", 0.9999: "1.00 s", 0.1234: "123 ms", 0.0012345: "1.23 ms", 0.0009999: "1.00 ms",
		63.4e-6: "63.4 µs", 5e-9: "5.00 ns", math.NaN(): "-",
	} {
		assert.Equal(t, want, seconds(x), "%v", x)
	}
}

func TestPercent(t *testing.T) {
	for x, want := range map[float64]string{0: "<0.1%", 0.0123: "1.2%", 0.0999: "10%", 1.5: "150%", 33: ">999%", math.NaN(): "-"} {
		assert.Equal(t, want, percent(x), "%v", x)
	}
}

func TestCountAndBytes(t *testing.T) {
	assert.Equal(t, "1000", Count(1000))
	assert.Equal(t, "100 000", Count(100_000))
	assert.Equal(t, "1 234 567", Count(1_234_567))
	assert.Equal(t, "32.0 KiB", Bytes(32<<10))
	assert.Equal(t, "23.5 GiB", Bytes(23.5*(1<<30)))
	assert.Equal(t, "0 B", Bytes(0))
}
