package cpu

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/cpu"
)

// Each missing feature denies the instruction set, and all above it.
func TestEachFeatureIsNeeded(t *testing.T) {
	x := &cpu.X86
	defer func(old bool) { cpu.ARM64.HasASIMD = old }(cpu.ARM64.HasASIMD)
	before := *x
	defer func() { *x = before }()
	features := map[string]*bool{
		"avx": &x.HasAVX, "avx2": &x.HasAVX2, "fma": &x.HasFMA, "popcnt": &x.HasPOPCNT,
		"avx512": &x.HasAVX512, "avx512f": &x.HasAVX512F, "avx512cd": &x.HasAVX512CD,
		"avx512bw": &x.HasAVX512BW, "avx512dq": &x.HasAVX512DQ, "avx512vl": &x.HasAVX512VL,
	}
	for _, has := range features {
		*has = true
	}
	require.True(t, HasAVX2())
	require.True(t, HasAVX512())
	for name, has := range features {
		*has = false
		below := slices.Contains([]string{"avx", "avx2", "fma", "popcnt"}, name)
		require.Equal(t, !below, HasAVX2(), name)
		require.False(t, HasAVX512(), name)
		*has = true
	}
	for _, has := range []bool{true, false} {
		cpu.ARM64.HasASIMD = has
		require.Equal(t, has, HasNEON())
	}
}

const childVariable = "SUMLOG_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// golang.org/x/sys/cpu knows each documented name, on any amd64 processor: it warns of unknown
// names.
func TestOptionsAreKnown(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("options of amd64")
	}
	exe, err := os.Executable()
	require.NoError(t, err)
	warnings := func(option string) string {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), childVariable+"=1", "GODEBUG=cpu."+option+"=off")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	require.Contains(t, warnings("nonsense"), "GODEBUG sys/cpu: unknown cpu feature")
	for _, option := range []string{
		"avx", "avx2", "fma", "popcnt", "avx512", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl",
	} {
		require.NotContains(t, warnings(option), "GODEBUG sys/cpu", option)
	}
}
