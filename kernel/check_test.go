package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

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

func TestUnsupportedISAPanics(t *testing.T) {
	var x [1]float64
	for _, isa := range []kernel.ISA{kernel.NEON, 200} {
		if isa == kernel.Best() {
			continue
		}
		for _, call := range []func(){
			func() { kernel.Log(isa, x[:], x[:]) },
			func() { kernel.LogAccumulate(isa, x[:], x[:], 1) },
			func() { kernel.LogAccumulateDirect(isa, x[:], x[:], 1) },
			func() { kernel.Add(isa, x[:], x[:], x[:]) },
		} {
			defer func() { assert.Contains(t, recover(), isa.String()+" is not supported here") }()
			call()
		}
	}
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
