package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
)

// sourceCalls returns the number of calls of math.FMA that begin on each line of the
// kernels: there the compiler puts the instruction, also where the arguments are on
// further lines.
func sourceCalls(root string) (map[string]int, error) {
	n := map[string]int{}
	err := filepath.WalkDir(filepath.Join(root, "kernel"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		return countCalls(n, path, filepath.ToSlash(name))
	})
	if err != nil {
		return nil, fmt.Errorf("reading the kernels: %w", err)
	}
	return n, nil
}

// countCalls adds those of a file to n.
func countCalls(n map[string]int, path, name string) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok && isFMA(call.Fun) {
			n[fmt.Sprintf("%s:%d", name, files.Position(call.Pos()).Line)]++
		}
		return true
	})
	return nil
}

func isFMA(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "FMA" {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "math"
}
