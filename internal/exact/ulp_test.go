package exact_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/internal/exact"
)

func wide(s string) *big.Float {
	f, _, err := big.ParseFloat(s, 0, 200, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return f
}

func TestULP(t *testing.T) {
	inf, below1 := math.Inf(1), math.Nextafter(1, 0)
	for _, tc := range []struct {
		got      float64
		want     *big.Float
		ulp, abs float64
	}{
		{1, wide("1"), 0, 0},
		{1 + 0x1p-52, wide("1"), 1, 0x1p-52},
		{below1, wide("1"), 0.5, 0x1p-53}, // 1 has the wider unit
		{1, wide("0x1.fffffffffffffp-1"), 1, 0x1p-53},
		{1, wide("0x1.fffffffffffffcp-1"), 0.125, 0x1p-55}, // rounds to 1
		{1, wide("0x1.fffffffffffff4p-1"), 0.75, 0x3p-55},  // rounds below it
		{-3, wide("-3.5"), 0x1p50, 0.5},
		{-3, wide("3"), 6 * 0x1p51, 6},
		{0, wide("0"), 0, 0},
		{math.Copysign(0, -1), wide("0"), 0, 0},
		{0x3p-1074, wide("0x1p-1074"), 2, 0x2p-1074},
		{0, wide("0x1p-1075"), 0.5, 0},
		{5e-324, wide("0"), 1, 5e-324},
		{0x1p-1022, wide("0x1.8p-1022"), 0x1p51, 0x1p-1023},
		{math.MaxFloat64, wide("0x1.fffffffffffff4p+1023"), 0.25, 0x1p969},
		{math.MaxFloat64, wide("0x1p1024"), inf, inf},
		{inf, wide("0x1p1024"), 0, 0},
		{inf, wide("1"), inf, inf},
		{inf, new(big.Float).SetInf(false), 0, 0},
		{inf, new(big.Float).SetInf(true), inf, inf},
		{-inf, new(big.Float).SetInf(true), 0, 0},
		{math.NaN(), wide("1"), inf, inf},
		{math.NaN(), new(big.Float).SetInf(false), inf, inf},
		{1, new(big.Float).SetInf(false), inf, inf},
	} {
		assert.Equal(t, tc.ulp, exact.ULP(tc.got, tc.want), "ULP(%x, %x)", tc.got, tc.want)
		assert.Equal(t, tc.abs, exact.Abs(tc.got, tc.want), "Abs(%x, %x)", tc.got, tc.want)
	}
}

func BenchmarkULP(b *testing.B) {
	want := exact.LogAccumulate(0.5, 1000)
	for b.Loop() {
		exact.ULP(5912, want)
	}
}

// What a loop over math.Log loses in a thousand terms.
func Example() {
	var loop float64
	for i := range 1000 {
		loop += math.Log1p(float64(i) + 0.25)
	}
	want := exact.LogAccumulate(0.25, 1000)
	fmt.Printf("%.30f\n", want)
	fmt.Println("the loop is right to the last place:", exact.ULP(loop, want) <= 1)
	// Output:
	// 5913.953545355276334566971180282766
	// the loop is right to the last place: false
}
