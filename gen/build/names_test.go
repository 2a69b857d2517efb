package build

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSpecification reads the constants of package generic from their source: a name here
// has to have the value that it has there.
func TestSpecification(t *testing.T) {
	declared := map[string]uint64{}
	paths, err := filepath.Glob(filepath.Join("..", "..", "internal", "generic", "constants*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no constants", err)
	}
	for _, path := range paths {
		maps.Copy(declared, constantsOf(t, path))
	}
	list := fromSpecification()
	for table, name := range tables {
		for i, c := range table {
			list = append(list, entry{fmt.Sprintf("%s%d", name, i), math.Float64bits(c)})
		}
	}
	for _, c := range list {
		bits, ok := declared[c.name]
		if !ok {
			t.Errorf("package generic has no constant %s", c.name)
		} else if bits != c.bits {
			t.Errorf("%s is %#016x, and %#016x in package generic", c.name, c.bits, bits)
		}
	}
}

// constantsOf returns the constants of a file by their names in lower case, and the
// elements of its arrays with their index.
func constantsOf(t *testing.T, path string) map[string]uint64 {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}}
	if _, err := new(types.Config).Check("generic", files, []*ast.File{file}, &info); err != nil {
		t.Fatal(err)
	}
	found := map[string]uint64{}
	for id, object := range info.Defs {
		if c, ok := object.(*types.Const); ok {
			found[strings.ToLower(id.Name)] = bitsOf(c.Val())
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		for i := 0; ok && i < len(v.Values); i++ {
			if array, ok := v.Values[i].(*ast.CompositeLit); ok {
				for k, e := range array.Elts {
					if row, ok := e.(*ast.CompositeLit); ok {
						maps.Copy(found, rowOf(info, strings.ToLower(v.Names[0].Name), k, row.Elts))
						continue
					}
					f, _ := constant.Float64Val(constant.ToFloat(info.Types[e].Value))
					found[fmt.Sprintf("%s%d", strings.ToLower(v.Names[i].Name), k)] = math.Float64bits(f)
				}
			}
		}
		return true
	})
	return found
}

// rowOf returns the constants of an element of an array of arrays: a table of eight, or the sum of two
// numbers, which are counted from 1 on.
func rowOf(info types.Info, array string, k int, row []ast.Expr) map[string]uint64 {
	found := map[string]uint64{}
	for i, part := range row {
		name := fmt.Sprintf("%s%d%d", array, k, i)
		if len(row) == 2 {
			name = fmt.Sprintf("%s%d%s", array, k+1, []string{"", "lo"}[i])
		}
		f, _ := constant.Float64Val(constant.ToFloat(info.Types[part].Value))
		found[name] = math.Float64bits(f)
	}
	return found
}

// bitsOf is the pattern of an integer, of a bit pattern and of a float: a constant that is
// written as an integer and means a float is small.
func bitsOf(v constant.Value) uint64 {
	if v.Kind() == constant.Int {
		if n, exact := constant.Uint64Val(v); exact && n >= 1<<32 {
			return n
		}
	}
	f, _ := constant.Float64Val(constant.ToFloat(v))
	return math.Float64bits(f)
}

// TestNames sees that names are of one form, that no constant has two, and none but small
// integers have one that is not in a list.
func TestNames(t *testing.T) {
	form := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	seen := map[string]bool{}
	for bits, name := range byBits {
		if !form.MatchString(name) || seen[name] {
			t.Errorf("%#016x is called %q", bits, name)
		}
		seen[name] = true
	}
	for bits, want := range map[uint64]string{
		0: "zero", 1: "int1", 2045: "maxfield", 1<<16 - 1: "int65535", 1 << 16: "",
		math.Float64bits(-2): "minustwo", math.Float64bits(-3.5): "minusn3_half",
		math.Float64bits(0.1): "", math.Float64bits(-0.1): "", math.Float64bits(0x1p16): "",
	} {
		if name, ok := nameOf(bits); ok != (want != "") || ok && name != want {
			t.Errorf("%#x is called %q, want %q", bits, name, want)
		}
	}
}

// TestDerivedNamesAreTheOnlyOnes sees that no constant has a name of its own and another one.
func TestDerivedNamesAreTheOnlyOnes(t *testing.T) {
	names := map[uint64]string{}
	for _, c := range fromSpecification() { // of which some are alike
		names[c.bits] = c.name
	}
	for _, c := range derived {
		// A coefficient of the exponential's series is half.
		if other, ok := names[c.bits]; ok && c.name != "half" {
			t.Errorf("%s is %s", c.name, other)
		}
		names[c.bits] = c.name
	}
}
