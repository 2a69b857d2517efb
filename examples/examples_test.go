// Package examples runs the programs of its folders and compares what they print.
package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/internal/pythontest"
)

// go test caches the results of tests: with this import it runs them again where the library
// has changed.
var _ = sumlog.SumLog

// TestOutput builds each program and compares its standard output with the comment "Output:"
// at the end of its source, by the best instruction set and by plain Go.
func TestOutput(t *testing.T) {
	sources, err := filepath.Glob("*/main.go")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	dir := t.TempDir() + string(filepath.Separator)
	out, err := exec.Command("go", "build", "-o", dir, "./...").CombinedOutput()
	require.NoError(t, err, "go build: %s", out)
	for _, source := range sources {
		name := filepath.Dir(source)
		t.Run(name, func(t *testing.T) {
			var python string
			if name == "table" {
				if runtime.GOOS != "linux" {
					t.Skipf("processes share tables on Linux, not on %s", runtime.GOOS)
				}
				python = pythontest.NumPy(t)
			}
			for _, isa := range []string{"", "generic"} {
				cmd := exec.Command(dir + name)
				cmd.Env = append(os.Environ(), "SUMLOG_ISA="+isa, "SUMLOG_PYTHON="+python)
				cmd.Stderr = os.Stderr
				got, err := cmd.Output()
				require.NoError(t, err, "SUMLOG_ISA=%s", isa)
				require.Equal(t, want(t, source), string(got), "SUMLOG_ISA=%s", isa)
			}
		})
	}
}

// want returns the lines of the comment "Output:" that ends the source.
func want(t *testing.T, source string) string {
	t.Helper()
	text, err := os.ReadFile(source)
	require.NoError(t, err)
	_, comment, found := strings.Cut(string(text), "\n// Output:\n")
	require.True(t, found, "%s does not end with a comment Output:", source)
	return strings.ReplaceAll("\n"+comment, "\n// ", "\n")[1:]
}
