package shared

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// The test binary plays other processes: with this variable set it does what roles
// has under that name, with its arguments, and no tests.
const roleVariable = "SUMLOG_TEST_SHARED_ROLE"

var roles = map[string]func(args []string) error{}

// role registers what a child does. Use as: var _ = role("name", func…).
func role(name string, f func(args []string) error) string {
	roles[name] = f
	return name
}

func TestMain(m *testing.M) {
	name := os.Getenv(roleVariable)
	if name == "" {
		os.Exit(m.Run())
	}
	if err := roles[name](os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child returns the command that plays a role. Start it, or run it with finish.
func child(t testing.TB, name string, args ...string) *exec.Cmd {
	t.Helper()
	require.Contains(t, roles, name)
	exe, err := os.Executable()
	require.NoError(t, err)
	if emulator := os.Getenv("SUMLOG_TEST_EMULATOR"); emulator != "" { // that runs this binary
		exe, args = emulator, append([]string{exe}, args...)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+name)
	cmd.Stderr = os.Stderr
	return cmd
}

// finish runs the command and returns what it printed.
func finish(t testing.TB, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.Output()
	require.NoError(t, err, "%s", out)
	return string(out)
}
