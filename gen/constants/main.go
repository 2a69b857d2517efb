// Command constants derives the constants of internal/generic/constants.go with
// Sollya and compares them, bit for bit, with the committed ones, and their errors
// with what the comments state.
//
//	go -C gen run ./constants
//
// Its exit status is 1 where something differs, and 2 where Sollya is missing. The
// package's tests check the same without Sollya, by math/big, except for the last
// bits of the polynomials.
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	derived, err := derive()
	if err != nil {
		fmt.Fprintln(os.Stderr, "constants:", err)
		os.Exit(2)
	}
	if differ := report(os.Stdout, derived); len(differ) > 0 {
		fmt.Fprintln(os.Stderr, "\nconstants: not reproduced: "+strings.Join(differ, ", "))
		os.Exit(1)
	}
}
