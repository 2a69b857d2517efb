package kernel_test

import (
	_ "embed"
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
func TestGoldenBits(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(goldenBits), "\n")
	require.Greater(t, len(lines), 2000)
	for _, isa := range kernel.Supported() {
		for i, line := range lines {
			c, err := golden.Parse(line)
			require.NoError(t, err)
			got := c
			got.Result = c.Run(isa)
			require.Equal(t, line, got.String(), "%v, line %d", isa, i+1)
		}
		t.Logf("%v: %d results as recorded", isa, len(lines))
	}
}
