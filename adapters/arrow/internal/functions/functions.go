// Package functions lists the functions of elements that Arrow's arrays and its registry get.
package functions

import (
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Function is a function of one or two numbers.
type Function struct {
	Name    string // in package sumlog
	Arrow   string // in Arrow's registry
	Summary string
	Args    []string
	Cost    *cost.ByISA
	Call    func(isa kernel.ISA, dst, x, y []float64)
}

func unary(f func(isa kernel.ISA, dst, x []float64)) func(isa kernel.ISA, dst, x, _ []float64) {
	return func(isa kernel.ISA, dst, x, _ []float64) { f(isa, dst, x) }
}

// The functions.
var (
	Log = Function{
		"Log", "sumlog_log", "Natural logarithm", []string{"x"}, &cost.Log, unary(kernel.Log),
	}
	Log1p = Function{
		"Log1p", "sumlog_log1p", "ln(1+x)", []string{"x"}, &cost.Log1p, unary(kernel.Log1p),
	}
	Exp = Function{
		"Exp", "sumlog_exp", "e to the power of x", []string{"x"}, &cost.Exp, unary(kernel.Exp),
	}
	LogGamma = Function{
		"LogGamma", "sumlog_log_gamma", "Logarithm of the gamma function, x >= 0",
		[]string{"x"},
		&cost.LogGamma, unary(kernel.LogGamma),
	}
	LogFactorial = Function{
		"LogFactorial", "sumlog_log_factorial", "Logarithm of x!, of any real x >= -1",
		[]string{"x"},
		&cost.LogGamma, unary(kernel.LogFactorial),
	}
	LogRising = Function{
		"LogRising", "sumlog_log_rising", "Logarithm of the rising factorial (Pochhammer symbol)",
		[]string{"x", "n"},
		&cost.LogRising, kernel.LogRising,
	}
	LogBinomial = Function{
		"LogBinomial", "sumlog_log_binomial", "Logarithm of the binomial coefficient, n choose k",
		[]string{"n", "k"},
		&cost.LogBinomial, kernel.LogBinomial,
	}
	LogMultichoose = Function{
		"LogMultichoose", "sumlog_log_multichoose", "Logarithm of y+r-1 choose y",
		[]string{"r", "y"},
		&cost.LogMultichoose, kernel.LogMultichoose,
	}
	LogBeta = Function{
		"LogBeta", "sumlog_log_beta", "Logarithm of the beta function",
		[]string{"a", "b"},
		&cost.LogBeta, kernel.LogBeta,
	}
	XLogY = Function{
		"XLogY", "sumlog_xlogy", "x ln(y), 0 where x is 0", []string{"x", "y"}, &cost.XLogY, kernel.XLogY,
	}
)

// All returns all of them.
func All() []Function {
	return []Function{
		Log, Log1p, Exp, LogGamma, LogFactorial, LogRising, LogBinomial, LogMultichoose, LogBeta, XLogY,
	}
}
