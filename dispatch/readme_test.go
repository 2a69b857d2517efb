package dispatch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each name and file in README.md exists in this package.
func TestReadmeNames(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Skip("no sources here: ", err)
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	names := map[string]bool{"dispatch": true}
	for _, f := range files {
		names[f] = true
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				names[id.Name] = true
			}
			return true
		})
	}
	spans := regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, spans)
	for _, span := range spans {
		if names[span[1]] {
			continue
		}
		for name := range strings.SplitSeq(span[1], ".") {
			require.True(t, names[name], "README.md: %s", span[1])
		}
	}
}
