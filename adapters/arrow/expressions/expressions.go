// Package expressions lets Arrow's expressions, which are Substrait's, call the scalar functions
// that package compute registers.
package expressions

import (
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/compute/exprs"
	"github.com/substrait-io/substrait-go/v8/expr"
	"github.com/substrait-io/substrait-go/v8/extensions"
	"github.com/substrait-io/substrait-go/v8/types"

	"sumlog/adapters/arrow/internal/functions"
)

// URN is the name of the extension that declares the functions to Substrait. There they have the
// names that they have in Arrow's registry.
const URN = "extension:sumlog:functions"

// ErrRegistered is the error of Register where the functions are registered already.
var ErrRegistered = errors.New("the functions are registered")

// types that Substrait has; it has no integers without a sign.
var argumentTypes = []string{"fp64", "fp32", "i64", "i32", "i16", "i8"}

// Register declares the functions in c, such as [extensions.GetDefaultCollectionWithNoError], and
// maps their names in r, such as [exprs.DefaultExtensionIDRegistry]. Expressions that are executed
// need package compute's Register as well. An error wraps [ErrRegistered] where one of the two has
// the functions, as after an earlier call.
func Register(c *extensions.Collection, r *exprs.ExtensionIDRegistry) error {
	const op = "sumlog/adapters/arrow/expressions: Register"
	if _, ok := r.GetArrowToSubstrait(functions.Log.Arrow); ok || c.URNLoaded(URN) {
		return fmt.Errorf("%s: %w", op, ErrRegistered)
	}
	if err := c.Load("https://sumlog/functions.yaml", strings.NewReader(declarations())); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	for _, f := range functions.All() {
		id := extensions.ID{URN: URN, Name: f.Arrow}
		err := errors.Join(r.AddSubstraitScalarToArrow(id, toArrow), r.AddArrowToSubstrait(f.Arrow,
			func(string) (extensions.ID, []*types.FunctionOption, error) { return id, nil, nil }))
		if err != nil {
			return fmt.Errorf("%s: %w", op, err)
		}
	}
	return nil
}

func toArrow(
	f *expr.ScalarFunction, args []compute.Datum,
) (name string, _ []compute.Datum, opts compute.FunctionOptions, err error) {
	name, _, _ = strings.Cut(f.Name(), ":")
	if len(args) != f.NArgs() {
		return "", nil, nil, fmt.Errorf("%s: %d arguments, want %d: %w",
			name, len(args), f.NArgs(), arrow.ErrInvalid)
	}
	return name, args, nil, nil
}

// declarations returns the functions as an extension of Substrait, in YAML.
func declarations() string {
	var b strings.Builder
	b.WriteString("%YAML 1.2\n---\nurn: " + URN + "\nscalar_functions:\n")
	for _, f := range functions.All() {
		fmt.Fprintf(&b, "  - name: %q\n    description: %q\n    impls:\n", f.Arrow, f.Summary)
		signatures := [][]string{nil}
		for range f.Args {
			var longer [][]string
			for _, s := range signatures {
				for _, t := range argumentTypes {
					longer = append(longer, append(s[:len(s):len(s)], t))
				}
			}
			signatures = longer
		}
		for _, s := range signatures {
			b.WriteString("      - args:\n")
			for i, t := range s {
				fmt.Fprintf(&b, "          - name: %q\n            value: %s\n", f.Args[i], t)
			}
			b.WriteString("        return: fp64\n")
		}
	}
	return b.String()
}
