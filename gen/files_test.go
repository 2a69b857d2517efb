package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree writes files below a new root, and returns it.
func tree(t *testing.T, contents map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for _, folder := range folders {
		contents[filepath.Join(folder, "doc.go")] = "// written by hand\n"
	}
	for name, text := range contents {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func listed(t *testing.T, root string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			name, _ := filepath.Rel(root, path)
			found[name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestCompare has a generated file that differs, one that lacks, and some that gen does
// not write.
func TestCompare(t *testing.T) {
	k := func(name string) string { return filepath.Join("kernel", name) }
	empty := []byte(header + "\n")
	generated := files{k("a.go"): empty, k("b.s"): empty, k("c.go"): empty}
	strays := []string{
		k("stray.go"), k("stray_amd64.s"), filepath.Join("kernel", "avx9", "stray.go"),
		filepath.Join("c", "src", "stray.c"),
	}
	root := tree(t, map[string]string{
		k("a.go"): header + "\n", k("b.s"): header + "\nNOP\n", k("hand.go"): "// by hand\n",
		strays[0]: header + "\n", strays[1]: "TEXT\n", strays[2]: header + "\n",
		strays[3]: "/* " + mark + " */\n", filepath.Join("c", "hand.c"): "/* by hand */\n",
	})
	err := generated.update(root, true)
	if err == nil {
		t.Fatal("no difference is found")
	}
	lines := strings.Split(err.Error(), "\n")
	for _, name := range append(strays, k("b.s"), k("c.go")) {
		named := func(line string) bool { return strings.Contains(line, filepath.Join(root, name)) }
		if !slices.ContainsFunc(lines, named) {
			t.Errorf("no word about %s in\n%v", name, err)
		}
	}
	if len(lines) != 6 {
		t.Errorf("%d lines, want 6:\n%v", len(lines), err)
	}

	if err := generated.update(root, false); err != nil {
		t.Fatal(err)
	}
	if err := generated.update(root, true); err != nil {
		t.Error(err)
	}
	probe := filepath.Join("bench", "probe", "doc.go")
	byHand := []string{filepath.Join("c", "doc.go"), filepath.Join("c", "hand.c")}
	want := []string{
		probe, byHand[0], byHand[1], k("a.go"), k("b.s"), k("c.go"), k("doc.go"), k("hand.go"),
	}
	if got := slices.Sorted(maps.Keys(listed(t, root))); !slices.Equal(got, want) {
		t.Errorf("the files are %v, want %v", got, want)
	}
}
