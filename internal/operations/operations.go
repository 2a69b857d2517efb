// Package operations is the table of the operations: what each is called, how it is called on
// one thread and on all cores, what specifies it, and what its results have to be. The tests
// and benchmarks of all packages, the golden bits and the comparison program go through it.
package operations

import (
	"fmt"
	"slices"

	"sumlog"
	"sumlog/kernel"
)

// Operation is a row of the table: an operation on float64.
type Operation struct {
	Name   string // of the exported function or, where it is an accumulator, of its type
	Inputs int    // slices that it reads
	Shape  Shape

	Param  string // what the integer parameter is called; "" where there is none
	Params []int  // values of it that take every path of the kernel; 0 where there is none
	Few    []int  // those of them that sweeps over lengths go through
	Bench  []int  // the values that benchmarks go through
	// AnyParam makes a valid value of any number, for fuzzing.
	AnyParam func(v uint64) int
	// Cost is what an element costs, in logarithms or so. A nil Cost is 1 for any value.
	Cost func(param int) int

	Kernel func(isa kernel.ISA, a *Args)     // of package kernel
	Spec   func(a *Args)                     // of internal/generic
	Root   func(a *Args)                     // of the root package; nil where it has none
	On     func(r sumlog.Run, a *Args) error // the same as a method of Run
	Poll   func(param int) int               // results between two polls of On's context
	Want   func(a *Args, j int) Want         // what result j has to be; nil: as Spec's
	Bounds []Bound                           // in the order of the doc comment in kernel
	Kinds  []Kind                            // of inputs that take different paths
	Golden []int                             // values of the parameter that the golden bits record
}

// Args are the arguments of a call. A reduction to a number sets Dst[0].
type Args struct {
	Dst   []float64
	In    [maxInputs][]float64 // in the order of the function's parameters
	Param int
}

const maxInputs = 3

// Shape says how long the operands of an operation are.
type Shape uint8

// The shapes. An operand of the length of the destination may be the destination.
const (
	Elementwise Shape = iota // a result an element
	Sum                      // one number, returned
	Accumulator              // the state of an accumulator: stateSize numbers
	Rows                     // a result a row of as many elements as the parameter says
	RowResults               // a result an element of such rows
)

// All are the operations. A new one gets a line here, and a row in one of the other files.
func All() []*Operation {
	return []*Operation{
		&log, &logAccumulate, &logAccumulateDirect,
		&logGamma, &logFactorial, &logRising, &logBeta, &logBinomial, &logMultichoose,
		&sumLog, &sumLogAbs, &product, &sumLogRows, &sumLogRowsStrided, &sumLogGroups, &sumLogColumns,
		&sumLogOf, &sumLogRowsOf, &widen,
		&log1p, &exp, &xlogy, &relEntr, &klDiv,
		&sumLog1p, &log1pSum,
		&logSumExp, &expSum, &logSumExpRows, &softmax, &logSoftmax,
		&dotLog, &dotLogSum, &dotLogRows, &entropy, &dotLogRatio, &relativeEntropy, &dotLogCounts,
		&add, &addStreaming,
	}
}

// Find returns the operation of that name, and panics where there is none.
func Find(name string) *Operation {
	all := All()
	i := slices.IndexFunc(all, func(o *Operation) bool { return o.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("operations: no operation %q", name))
	}
	return all[i]
}

// OnCores are the operations that the root package has.
func OnCores() []*Operation {
	return slices.DeleteFunc(All(), func(o *Operation) bool { return o.Root == nil })
}

// Title is the name with the value of the parameter: "LogAccumulate/terms=5".
func (o *Operation) Title(param int) string {
	if o.Param == "" {
		return o.Name
	}
	return fmt.Sprintf("%s/%s=%d", o.Name, o.Param, param)
}

// InRows reports whether the inputs are rows, of as many elements as the parameter says.
func (o *Operation) InRows() bool { return o.Shape == Rows || o.Shape == RowResults }

// Returns reports whether the operation returns its result, instead of writing it to a slice.
func (o *Operation) Returns() bool { return o.Shape == Sum || o.Shape == Accumulator }

// Lengths returns how many results there are and how long the inputs are, for n elements or,
// where they are rows, n rows.
func (o *Operation) Lengths(n, param int) (results, input int) {
	switch o.Shape {
	case Sum:
		return 1, n
	case Accumulator:
		return stateSize, n
	case Rows:
		return n, n * param
	case RowResults:
		return n * param, n * param
	default:
		return n, n
	}
}

// CostOf is Cost, or 1.
func (o *Operation) CostOf(param int) int {
	if o.Cost == nil {
		return 1
	}
	return max(1, o.Cost(param))
}

// Take returns arguments with a new destination and the inputs from the given element on. No
// two of them lie alike in memory.
func (o *Operation) Take(inputs [][]float64, offset, n, param int) *Args {
	results, input := o.Lengths(n, param)
	a := &Args{Dst: make([]float64, results), Param: param}
	for i := range o.Inputs {
		a.In[i] = inputs[i][offset : offset+input : offset+input]
		offset += 3
	}
	return a
}

// With returns the arguments with another destination.
func (a *Args) With(dst []float64) *Args {
	b := *a
	b.Dst = dst
	return &b
}

// InPlace returns the arguments with dst, which gets input i's elements, as destination and
// as that input.
func (a *Args) InPlace(i int, dst []float64) *Args {
	copy(dst, a.In[i])
	b := a.With(dst)
	b.In[i] = dst
	return b
}

// InPlaceOf reports whether the destination may be input i.
func (o *Operation) InPlaceOf(a *Args, i int) bool {
	return !o.Returns() && len(a.In[i]) == len(a.Dst)
}
