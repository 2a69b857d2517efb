package kernel_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

func TestPanics(t *testing.T) {
	s := make([]float64, 10)
	for want, call := range map[string]func(isa kernel.ISA){
		"sumlog/kernel: Log: len(dst) = 2, len(x) = 3":                                                func(isa kernel.ISA) { kernel.Log(isa, s[:2], s[2:5]) },
		"sumlog/kernel: LogAccumulate: len(dst) = 2, len(x) = 3":                                      func(isa kernel.ISA) { kernel.LogAccumulate(isa, s[:2], s[2:5], 1) },
		"sumlog/kernel: LogAccumulate: terms = -1, want 0 or more":                                    func(isa kernel.ISA) { kernel.LogAccumulate(isa, s, s, -1) },
		"sumlog/kernel: LogAccumulate: dst begins 8 bytes from x and overlaps its 4 elements in part": func(isa kernel.ISA) { kernel.LogAccumulate(isa, s[1:5], s[:4], 1) },
		"sumlog/kernel: LogAccumulateDirect: len(dst) = 0, len(x) = 1":                                func(isa kernel.ISA) { kernel.LogAccumulateDirect(isa, nil, s[:1], 1) },
		"sumlog/kernel: LogAccumulateDirect: terms = -5, want 0 or more":                              func(isa kernel.ISA) { kernel.LogAccumulateDirect(isa, s, s, -5) },
		"sumlog/kernel: Add: len(dst) = 3, len(a) = 2":                                                func(isa kernel.ISA) { kernel.Add(isa, s[:3], s[:2], s[:3]) },
		"sumlog/kernel: Add: len(dst) = 3, len(b) = 4":                                                func(isa kernel.ISA) { kernel.Add(isa, s[:3], s[:3], s[:4]) },
		"sumlog/kernel: Add: dst begins -16 bytes from b and overlaps its 5 elements in part":         func(isa kernel.ISA) { kernel.Add(isa, s[:5], s[:5], s[2:7]) },
	} {
		for _, isa := range kernel.Supported() {
			assert.PanicsWithValue(t, want, func() { call(isa) })
		}
	}
}

// Every operation names itself where the slices do not fit each other, and where the
// instruction set cannot run here.
func TestEveryOperationChecks(t *testing.T) {
	for _, o := range operations.All() {
		param := o.Few[0]
		_, input := o.Lengths(33, param)
		a := o.Take(o.Draw(operations.Ordinary, input+4*o.Inputs, 1), 0, 33, param)
		for _, isa := range []kernel.ISA{kernel.NEON, 200} {
			if isa != kernel.Best() {
				requirePanic(t, o, isa.String()+" is not supported here", func() { o.Kernel(isa, a) })
			}
		}
		if o.Returns() && o.Inputs == 1 {
			continue // nothing to fit
		}
		for i := range o.Inputs {
			short := a.With(a.Dst)
			short.In[i] = a.In[i][1:]
			requirePanic(t, o, "len(", func() { o.Kernel(kernel.Best(), short) })
			if !o.Returns() {
				whole, overlapping := make([]float64, input+1), a.With(nil)
				overlapping.Dst, overlapping.In[i] = whole[1:len(a.Dst)+1], whole[:input]
				requirePanic(t, o, "overlap", func() { o.Kernel(kernel.Best(), overlapping) })
			}
		}
		require.Negative(t, operations.Differing(make([]float64, len(a.Dst)), a.Dst), "%s: panics before any work", o.Name)
	}
}

func requirePanic(t *testing.T, o *operations.Operation, want string, f func()) {
	t.Helper()
	defer func() {
		message := fmt.Sprint(recover())
		require.Contains(t, message, "sumlog/kernel: "+o.Name)
		require.Contains(t, message, want)
	}()
	f()
}

// Slices that touch without overlapping, and empty ones anywhere, are fine.
func TestNeighboursAreNoOverlap(t *testing.T) {
	s := make([]float64, 10)
	for _, isa := range kernel.Supported() {
		kernel.LogAccumulate(isa, s[:5], s[5:], 1)
		kernel.LogAccumulate(isa, s[3:3], s[2:2], 1)
		kernel.LogAccumulate(isa, nil, nil, 1)
		kernel.Add[float64](isa, nil, nil, nil)
	}
}
