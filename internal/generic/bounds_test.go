package generic_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
)

// The bounds of the table, which the doc comments of package kernel state in the same order.
type bound = operations.Bound

// The doc comments of package kernel promise what is tested: an operation without bounds in the
// table refers to the bound of another one, or does not err.
func TestDocCommentsStateTheBounds(t *testing.T) {
	docs := docComments(t, filepath.Join("..", "..", "kernel"))
	for _, o := range operations.All() {
		doc := docs[o.Name]
		require.NotEmpty(t, doc, o.Name)
		assert.Equal(t, o.Bounds, parseBounds(t, doc), o.Name)
		assert.Equal(t, o.Bounds != nil, strings.Contains(doc, "\nMax error: "), o.Name)
		refers := regexp.MustCompile(`(?s)\berror\s+bound\b`).MatchString(doc)
		exact := slices.Contains([]string{"Add", "AddStreaming", "Widen"}, o.Name)
		errs := o.Bounds == nil && !exact
		assert.Equal(t, errs, refers, o.Name)
		delete(docs, o.Name)
	}
	for name, doc := range docs {
		assert.NotContains(t, doc, "ULP", name)
	}
}

// docComments returns the doc comments of the exported functions and types of the
// package in dir.
func docComments(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	docs := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				name := d.Name.Name
				if d.Recv != nil {
					name = "method " + name
				}
				docs[name] = d.Doc.Text()
			case *ast.GenDecl:
				if len(d.Specs) != 1 {
					continue
				}
				if spec, ok := d.Specs[0].(*ast.TypeSpec); ok {
					docs[spec.Name.Name] = d.Doc.Text()
				}
			}
		}
	}
	return docs
}

// parseBounds reads "A ULP … 2^-B absolute, C ULP": each ULP begins a bound.
func parseBounds(t *testing.T, doc string) (list []bound) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(\d+(?:\.\d+)?)\s+ULP|2\^-(\d+)`).FindAllStringSubmatch(doc, -1) {
		if m[1] != "" {
			ulp, err := strconv.ParseFloat(m[1], 64)
			require.NoError(t, err)
			list = append(list, bound{ULP: ulp})
			continue
		}
		exp, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		require.NotEmpty(t, list, "2^-%d before any ULP", exp)
		list[len(list)-1].Absolute = math.Ldexp(1, -exp)
	}
	return list
}
