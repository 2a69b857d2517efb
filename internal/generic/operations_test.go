package generic_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
)

// requireWanted fails where the specification is not what the table wants.
func requireWanted(t *testing.T, o *operations.Operation, a *operations.Args) {
	t.Helper()
	o.Spec(a)
	for j, got := range a.Dst {
		if err := o.Want(a, j).Check(got); err != nil {
			require.Failf(t, "result", "%s of %x: result %d: %v", o.Title(a.Param), a.In[:o.Inputs], j, err)
		}
	}
}

// wanted runs f for the operations of which the table says what their results have to be.
func wanted(t *testing.T, f func(t *testing.T, o *operations.Operation)) {
	for _, o := range operations.All() {
		if o.Want != nil {
			t.Run(o.Name, func(t *testing.T) { f(t, o) })
		}
	}
}

// TestSpecialValues has each special value in each input, alone and beside another one.
func TestSpecialValues(t *testing.T) {
	wanted(t, func(t *testing.T, o *operations.Operation) {
		all := operations.Special
		for _, param := range o.Few {
			for _, n := range []int{1, 2} {
				results, size := o.Lengths(n, param)
				a := &operations.Args{Dst: make([]float64, results), Param: param}
				for s := range all {
					for shift := range 7 {
						for i := range o.Inputs {
							a.In[i] = slices.Repeat([]float64{1.25}, size)
							a.In[i][size-1] = all[(s+(i+1)*shift)%len(all)]
							a.In[i][0] = all[(s+i*shift)%len(all)]
						}
						requireWanted(t, o, a)
					}
				}
			}
		}
	})
}

// TestResults compares some results of every kind of inputs with exact arithmetic. Long
// searches, and inputs on which an operation is worst, are in tests of its own.
func TestResults(t *testing.T) {
	wanted(t, func(t *testing.T, o *operations.Operation) {
		for _, kind := range append(o.Kinds[:len(o.Kinds):len(o.Kinds)], operations.Ordinary) {
			for _, param := range o.Few {
				for _, n := range []int{1, 30} {
					_, size := o.Lengths(n, param)
					a := o.Take(o.Draw(kind, size+3*o.Inputs, 5), 0, n, param)
					requireWanted(t, o, a)
				}
			}
		}
	})
}
