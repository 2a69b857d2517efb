package generic_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/big"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
)

// bound is an error that package kernel allows. The tests ask for a little more
// than the sum of the two parts: they want one of them to be enough.
type bound struct{ ulp, absolute float64 }

var (
	logBound      = bound{ulp: 0.6}
	sumBound      = bound{ulp: 0.6, absolute: 0x1p-90} // absolute for each element
	positiveBound = bound{ulp: 1}                      // accumulated, x >= 0
	negativeBound = bound{ulp: 1, absolute: 0x1p-53}   // accumulated, -1 < x < 0
	roundedBound  = bound{ulp: 2}                      // accumulated, the number of terms rounded
)

// stated are the bounds in the order in which the doc comments state them, nil where
// they refer to SumLog's.
var stated = map[string][]bound{
	"Log":                 {logBound},
	"SumLog":              {sumBound},
	"SumLogRows":          nil,
	"Product":             nil,
	"LogAccumulate":       {positiveBound, negativeBound, roundedBound},
	"LogAccumulateDirect": {positiveBound, negativeBound},
}

// ddError is errorOf where that is more than nine tenths of the bound. Below, dd
// tells that there is room, and want is not called.
func (b bound) ddError(got float64, dd exact.DD, want func() *big.Float) float64 {
	if e := dd.ULP(got); e <= 0.9*b.ulp {
		return e
	}
	return b.errorOf(got, want())
}

// errorOf returns the error of got in ULP, or 0 where that is too much but the
// absolute error is not.
func (b bound) errorOf(got float64, want *big.Float) float64 {
	e := exact.ULP(got, want)
	if e > b.ulp && exact.Abs(got, want) <= b.absolute {
		return 0
	}
	return e
}

// The doc comments of package kernel promise what is tested here.
func TestDocCommentsStateTheBounds(t *testing.T) {
	found := map[string]bool{}
	for name, doc := range docComments(t, filepath.Join("..", "..", "kernel")) {
		want, ok := stated[name]
		require.Equal(t, strings.Contains(doc, "ULP") || strings.Contains(doc, "error bound"), ok, name)
		if !ok {
			continue
		}
		found[name] = true
		assert.Equal(t, want, parseBounds(t, doc), name)
		assert.Equal(t, want != nil, strings.Contains(doc, "\nMax error: "), name)
		assert.Equal(t, want == nil, regexp.MustCompile(`(?s)\berror\s+bound\b`).MatchString(doc), name)
	}
	assert.Len(t, found, len(stated))
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
			list = append(list, bound{ulp: ulp})
			continue
		}
		exp, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		require.NotEmpty(t, list, "2^-%d before any ULP", exp)
		list[len(list)-1].absolute = math.Ldexp(1, -exp)
	}
	return list
}
