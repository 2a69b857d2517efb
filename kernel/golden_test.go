package kernel_test

import (
	_ "embed"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/golden"
	"sumlog/kernel"
)

//go:embed testdata/golden.txt
var goldenBits string

// TestGoldenBits holds every instruction set, on every processor, to the same
// results.
//
// SUMLOG_TEST_WRONG_FMA=n is for an emulator that rounds some fused multiply-adds
// wrongly: up to n results may then be others, if plain Go's are the same others.
func TestGoldenBits(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(goldenBits), "\n")
	require.Greater(t, len(lines), 2000)
	allowed, _ := strconv.Atoi(os.Getenv("SUMLOG_TEST_WRONG_FMA"))
	for _, isa := range kernel.Supported() {
		wrong := 0
		for i, line := range lines {
			want, err := golden.Parse(line)
			require.NoError(t, err)
			got := want
			got.Result = want.Run(isa)
			if got != want && wrong < allowed {
				wrong++
				want.Result = want.Run(kernel.Generic)
			}
			require.Equal(t, want.String(), got.String(), "%v, line %d", isa, i+1)
		}
		if wrong > 0 {
			t.Logf("%v: %d results as recorded, and %d that this processor's fused multiply-add gets wrong, as in plain Go", isa, len(lines)-wrong, wrong)
		} else {
			t.Logf("%v: %d results as recorded", isa, len(lines))
		}
	}
}
