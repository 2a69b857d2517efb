package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCountIn(t *testing.T) {
	for i, names := range [][]string{
		{"FMADDD", "FMSUBD", "FNMADDD", "FNMSUBS"},
		{"FMADDD", "FMSUBD", "FNMADDD", "FNMSUBS"},
		{"FMADD", "FMSUBS", "WFMADB", "VFMSDB"},
		{"FMADD", "FMSUB", "FNMSUBS", "XSMADDADP"},
		{"VFMADD231SD", "VFNMADD132SD", "VFMSUB213SD", "VFNMSUB231SS"},
	} {
		p := platforms[i]
		others := []string{"MADD", "MSUB", "MADDLD", "FMOVD", "FADD", "FMUL", "MULSD", "VMULPD"}
		for _, name := range slices.Concat(names, others) {
			line := "\t0x00bc 00188 (/a b/sumlog/internal/generic/log.go:51)\t" + name + "\tF5, F6, F4, F4\n"
			other := "\t0x00bc 00188 (/a b/sumlog/dispatch/cost.go:28)\t" + name + "\tF5, F6, F4, F4\n"
			got := p.countIn([]byte("sumlog/internal/generic.log STEXT\n"+line+other+line), "/a b/sumlog/")
			want := map[string]int{}
			if slices.Contains(names, name) {
				want["internal/generic/log.go:51"] = 2
			}
			assert.Equal(t, want, got, "%s: %s", p.name, name)
		}
	}
}

func TestCompare(t *testing.T) {
	type counts = map[string]int
	calls := counts{"a.go:1": 1, "a.go:2": 2}
	assert.Empty(t, compare(calls, calls, counts{"a.go:1": 3, "a.go:2": 4}))
	for name, c := range map[string]struct{ single, inlined counts }{
		"nothing":        {counts{}, counts{}},
		"one missing":    {counts{"a.go:1": 1, "a.go:2": 1}, counts{"a.go:1": 3, "a.go:2": 4}},
		"one too many":   {counts{"a.go:1": 2, "a.go:2": 2}, counts{"a.go:1": 3, "a.go:2": 4}},
		"elsewhere":      {counts{"a.go:1": 1, "a.go:2": 2, "a.go:3": 1}, counts{"a.go:1": 3, "a.go:2": 4, "a.go:3": 1}},
		"once inlined":   {calls, counts{"a.go:1": 3, "a.go:2": 4, "a.go:3": 1}},
		"no multiple":    {calls, counts{"a.go:1": 3, "a.go:2": 5}},
		"lost, inlining": {calls, counts{"a.go:1": 3}},
	} {
		assert.NotEmpty(t, compare(calls, c.single, c.inlined), name)
	}
	assert.NotEmpty(t, compare(counts{}, counts{}, counts{}))
}

func TestSourceCalls(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"internal/generic/a.go": "package a\n// math.FMA(\nvar x = math.FMA(1,\n\tmath.FMA(2, 3, 4),\n\t5) + math.FMA(1, 2, 3)\n",
		"kernel/a_test.go":      "package a\nvar x = math.FMA(1, 2, 3)\n",
		"kernel/c.go":           "package c\nvar x = math.FMA(1, 2, 3)\n",
		"dispatch/b.go":         "package b\nvar x = math.FMA(1, 2, 3)\n",
	} {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	calls, err := sourceCalls(root)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"internal/generic/a.go:3": 1, "internal/generic/a.go:4": 1, "internal/generic/a.go:5": 1, "kernel/c.go:2": 1}, calls)
}
