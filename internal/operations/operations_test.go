package operations_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
)

// exported returns the exported functions of the package in dir, and the types of methods,
// whose first parameter is kept.
func exported(t *testing.T, dir string, keep func(d *ast.FuncDecl, first *ast.Field) bool) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || !d.Name.IsExported() || len(d.Type.Params.List) == 0 || !keep(d, d.Type.Params.List[0]) {
				continue
			}
			name := d.Name.Name
			if d.Recv != nil {
				name = d.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name
			}
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func namesOf(list []*operations.Operation) (names []string) {
	for _, o := range list {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	return names
}

// Every exported function of package kernel that takes an instruction set has a row, and so has
// every type with such a method. Others have tests of their own, because their results are not
// numbers: MulColumns, which is Product.Add of each column, and DotLogTerms and ExpTerms.
func TestEveryKernelHasARow(t *testing.T) {
	others := []string{"MulColumns", "DotLogTerms", "ExpTerms"}
	assert.Equal(t, namesOf(operations.All()), exported(t, "../../kernel", func(d *ast.FuncDecl, first *ast.Field) bool {
		kind, ok := first.Type.(*ast.Ident)
		return ok && kind.Name == "ISA" && !slices.Contains(others, d.Name.Name)
	}))
}

// Every function of the root package on slices has a row with it, and with its method of Run.
func TestEveryRootOperationHasARow(t *testing.T) {
	assert.Equal(t, namesOf(operations.OnCores()), exported(t, "../..", func(d *ast.FuncDecl, first *ast.Field) bool {
		_, ok := first.Type.(*ast.ArrayType)
		return ok && d.Recv == nil
	}))
}

// A row has all that the tests take from it.
func TestRowsAreWhole(t *testing.T) {
	for _, o := range operations.All() {
		assert.NotEmpty(t, o.Params, o.Name)
		assert.NotEmpty(t, o.Few, o.Name)
		assert.NotEmpty(t, o.Bench, o.Name)
		assert.NotEmpty(t, o.Kinds, o.Name)
		assert.Positive(t, o.Inputs, o.Name)
		assert.Equal(t, o.Param != "", o.AnyParam != nil, o.Name)
		assert.Equal(t, o.Root != nil, o.On != nil, o.Name)
		assert.Equal(t, o.On != nil && !o.Returns(), o.Poll != nil, o.Name)
		assert.Same(t, o, operations.Find(o.Name))
	}
}

func TestCheckSeesWrongResults(t *testing.T) {
	log := operations.Find("Log")
	a := &operations.Args{In: [3][]float64{{2, 1, 0, -1}}}
	for j, right := range []float64{0x1.62e42fefa39efp-1, 0} {
		assert.NoError(t, log.Want(a, j).Check(right))
		assert.Error(t, log.Want(a, j).Check(right+0x1p-52), "an error of two units")
	}
	assert.Error(t, log.Want(a, 2).Check(0))
	assert.Error(t, log.Want(a, 3).Check(0))
}
