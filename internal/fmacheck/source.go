package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strings"
)

// sourceCalls returns the number of calls of math.FMA that begin on each line of the
// folders: there the compiler puts the instruction, also where the arguments are on
// further lines.
func sourceCalls(root string) (map[string]int, error) {
	n := map[string]int{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			return nil, fmt.Errorf("listing %q: %w", folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			if err := countCalls(n, file, path.Join(folder, filepath.Base(file))); err != nil {
				return nil, err
			}
		}
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
