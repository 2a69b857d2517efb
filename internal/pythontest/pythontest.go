// Package pythontest finds the Python that tests compare with.
package pythontest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// NumPy returns the interpreter that SUMLOG_PYTHON names, which must import NumPy, or else the
// first python3 of PATH and /usr/bin that does: the one on PATH may not be the one that the
// system installs NumPy for. Without one the test is skipped.
func NumPy(t testing.TB) string {
	t.Helper()
	path, err := find()
	require.NoError(t, err)
	if path == "" {
		t.Skip("no python3 imports numpy (Debian's python3-numpy)")
	}
	return path
}

var find = sync.OnceValues(func() (path string, err error) {
	if chosen := os.Getenv("SUMLOG_PYTHON"); chosen != "" {
		out, err := exec.Command(chosen, "-c", "import numpy").CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("SUMLOG_PYTHON=%s: %w\n%s", chosen, err, out)
		}
		return chosen, nil
	}
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin") {
		path := filepath.Join(dir, "python3")
		if exec.Command(path, "-c", "import numpy").Run() == nil {
			return path, nil
		}
	}
	return "", nil
})
