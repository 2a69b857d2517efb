//go:build purego || noasm

package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNoAssembly sees that either tag leaves all assembly out.
func TestNoAssembly(t *testing.T) {
	require.Equal(t, []ISA{Generic}, Supported())
	require.False(t, hasAssembly)
}
