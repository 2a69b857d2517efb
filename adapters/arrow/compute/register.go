package compute

import (
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow/compute"

	"sumlog/adapters/arrow/internal/functions"
)

// ErrRegistered is the error of Register where a function of one of its names exists.
var ErrRegistered = errors.New("a function of that name is registered")

// Register adds the functions to r, such as the registry of [compute.GetFunctionRegistry]. It adds
// all of them or returns an error, which wraps [ErrRegistered] where r has one of their names
// already, as after an earlier call.
func Register(r compute.FunctionRegistry) error {
	all := aggregates()
	for _, f := range functions.All() {
		s, err := scalarFunction(&f)
		if err != nil {
			return fmt.Errorf("sumlog/adapters/arrow/compute: %s: %w", f.Arrow, err)
		}
		all = append(all, s)
	}
	for _, f := range all {
		if !r.CanAddFunction(f, false) {
			return fmt.Errorf("sumlog/adapters/arrow/compute: %s: %w", f.Name(), ErrRegistered)
		}
	}
	for _, f := range all {
		if !r.AddFunction(f, false) {
			return fmt.Errorf("sumlog/adapters/arrow/compute: %s: %w", f.Name(), ErrRegistered)
		}
	}
	return nil
}
