package shared

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReadme runs the example of the README, as it stands there but for the path:
// the ten lines of Go, then the five of Python, which say what they print.
func TestReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	text, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	_, section, ok := strings.Cut(string(text), "\n## Sharing with NumPy\n")
	require.True(t, ok)
	path := filepath.Join(memoryDir(t), "table.npy")
	block := func(language string, lines int) string {
		found := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindStringSubmatch(section)
		require.NotNil(t, found)
		require.Equal(t, lines, strings.Count(found[1], "\n"))
		require.Equal(t, 1, strings.Count(found[1], "/dev/shm/table.npy"))
		return strings.Replace(found[1], "/dev/shm/table.npy", path, 1)
	}

	here, err := exec.Command("go", "list", ".").Output()
	require.NoError(t, err)
	module := strings.TrimSuffix(strings.TrimSpace(string(here)), "/shared")
	program := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(program, []byte(`package main

import (
	"log"

	"`+module+`"
	"`+module+`/shared"
)

func main() {
`+block("go", 10)+"}\n"), 0o600))
	out, err := exec.Command("go", "run", program).CombinedOutput()
	require.NoError(t, err, "%s", out)
	a, err := Open[float64](path)
	require.NoError(t, err)
	defer shut(t, a)
	row, _ := a.Row(99_999).Slice()
	assert.Equal(t, []float64{99_999, 0.5, 99_999.5}, row)

	script := block("python", 5)
	var want []string
	for _, line := range strings.Split(script, "\n") {
		if code, comment, ok := strings.Cut(line, "# "); ok && strings.HasPrefix(code, "print") {
			want = append(want, comment)
		}
	}
	require.Len(t, want, 2)
	assert.Equal(t, strings.Join(want, "\n")+"\n", finish(t, python(t, script)))
	assert.Equal(t, []float64{199_998, 0.5, 99_999.5}, row, "Python's write")
}
