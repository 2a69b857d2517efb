package dispatch_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// child runs this binary as one of the programs of TestMain, and requires that it succeeds.
func child(t *testing.T, mode string, env ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, code := run(t, mode, env...)
	require.Zero(t, code, "%s", stderr)
	return stdout, stderr
}

// run is child for a program that may fail.
func run(t *testing.T, mode string, env ...string) (stdout, stderr string, code int) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("no processes")
	}
	exe, err := os.Executable()
	require.NoError(t, err)
	var out, diag bytes.Buffer
	cmd := exec.Command(exe)
	cmd.Env = append(append(os.Environ(), childVariable+"="+mode), env...)
	cmd.Stdout, cmd.Stderr = &out, &diag
	if err := cmd.Run(); err != nil {
		if errors.Is(err, syscall.ENOEXEC) {
			t.Skip("this system runs no programs of this architecture by itself: ", err)
		}
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
	}
	return out.String(), diag.String(), cmd.ProcessState.ExitCode()
}

func TestCeilingLowers(t *testing.T) {
	out, diag := child(t, "report", "SUMLOG_ISA=generic")
	require.Empty(t, diag)
	require.Contains(t, out, "isa generic\n")
	require.Contains(t, out, "the best up to SUMLOG_ISA=generic")
	if kernel.Best() != kernel.Generic {
		require.Equal(t, 2, strings.Count(out, "unsupported true"), out)
	}
}

func TestCeilingNotSet(t *testing.T) {
	out, diag := child(t, "report", "SUMLOG_ISA=")
	require.Empty(t, diag)
	require.Contains(t, out, "isa "+kernel.Best().String()+"\n")
	require.Equal(t, 2, strings.Count(out, "unsupported false"), out)
}

func TestCeilingWrong(t *testing.T) {
	elsewhere := "neon"
	if runtime.GOARCH == "arm64" {
		elsewhere = "avx2"
	}
	for name, reason := range map[string]string{
		"sse9":    "SUMLOG_ISA=sse9 is ignored: unknown instruction set",
		elsewhere: "SUMLOG_ISA=" + elsewhere + " is ignored: not of this architecture",
	} {
		out, diag := child(t, "report", "SUMLOG_ISA="+name)
		require.Equal(t, 1, strings.Count(diag, "\n"), diag)
		require.Contains(t, diag, "sumlog: "+reason)
		require.Contains(t, out, reason)
		require.Contains(t, out, "isa "+kernel.Best().String()+"\n")

		out, diag = child(t, "idle", "SUMLOG_ISA="+name)
		require.Empty(t, out+diag, "a program that does not compute says nothing")
	}
}

// An instruction set that the processor lacks is a ceiling too, and reported.
func TestCeilingNotAvailable(t *testing.T) {
	if !slices.Contains(kernel.Supported(), kernel.AVX2) {
		t.Skip("needs AVX2")
	}
	out, diag := child(t, "report", "SUMLOG_ISA=AVX2", "GODEBUG=cpu.avx2=off")
	require.Contains(t, out, "isa generic\n")
	require.Contains(t, out, "the best up to SUMLOG_ISA=AVX2")
	require.Equal(t, "sumlog: SUMLOG_ISA=AVX2 is not available here: this binary and processor have [generic]\n", diag)
	require.Contains(t, out, strings.TrimPrefix(diag, "sumlog: "))

	out, _ = child(t, "report", "SUMLOG_ISA=AVX512")
	require.Contains(t, out, "isa "+kernel.Best().String()+"\n")
}

func TestProcessorFeatureSwitchedOff(t *testing.T) {
	if !slices.Contains(kernel.Supported(), kernel.AVX2) {
		t.Skip("needs AVX2")
	}
	for _, off := range []string{"avx", "avx2", "fma", "popcnt"} {
		out, _ := child(t, "report", "GODEBUG=cpu."+off+"=off")
		require.Contains(t, out, "isa generic\n", off)
		require.Regexp(t, `detected +\[generic\]`, out, off)
	}
	if slices.Contains(kernel.Supported(), kernel.AVX512) {
		for _, off := range []string{"avx512", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"} {
			out, _ := child(t, "report", "GODEBUG=cpu."+off+"=off")
			require.Contains(t, out, "isa avx2\n", off)
		}
	}
}

func TestUse(t *testing.T) {
	before := dispatch.ISA()
	defer func() { require.NoError(t, dispatch.Use(before)) }()
	for _, isa := range kernel.Supported() {
		if dispatch.Use(isa) != nil {
			continue // above the ceiling of this run
		}
		require.Equal(t, isa, dispatch.ISA())
		r := dispatch.Report()
		require.Equal(t, isa, r.ISA)
		require.Equal(t, "chosen by Use", r.Why)
	}
	now := dispatch.ISA()
	for _, isa := range []kernel.ISA{kernel.AVX2, kernel.NEON, 99} {
		if slices.Contains(kernel.Supported(), isa) {
			continue
		}
		err := dispatch.Use(isa)
		require.ErrorIs(t, err, errors.ErrUnsupported)
		require.ErrorContains(t, err, isa.String())
		require.ErrorContains(t, err, "generic", "names what there is")
		require.Equal(t, now, dispatch.ISA())
		_, err = dispatch.NewPool(dispatch.WithISA(isa))
		require.ErrorIs(t, err, errors.ErrUnsupported)
	}
}

func TestWithISA(t *testing.T) {
	p := newPool(t, dispatch.WithISA(kernel.Generic))
	r := p.Report()
	require.Equal(t, kernel.Generic, r.ISA)
	require.Equal(t, "chosen by WithISA", r.Why)
}
