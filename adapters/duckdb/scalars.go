package sumlogduckdb

import (
	"sumlog/dispatch"
	"sumlog/kernel"
)

// scalar is a function of one number or of two, row by row.
type scalar struct {
	name   string
	unary  func(isa kernel.ISA, dst, x []float64)
	binary func(isa kernel.ISA, dst, x, y []float64)
}

var scalars = [...]scalar{
	{name: "sumlog_ln", unary: kernel.Log},
	{name: "log1p", unary: kernel.Log1p},
	{name: "loggamma", unary: kernel.LogGamma},
	{name: "logfactorial", unary: kernel.LogFactorial},
	{name: "xlogy", binary: kernel.XLogY},
	{name: "logrising", binary: kernel.LogRising},
	{name: "logbeta", binary: kernel.LogBeta},
	{name: "logbinomial", binary: kernel.LogBinomial},
	{name: "logmultichoose", binary: kernel.LogMultichoose},
}

func (s *scalar) inputs() int {
	if s.unary != nil {
		return 1
	}
	return 2
}

// compute sets dst, the rows of NULLs included, whose values mean nothing.
func (s *scalar) compute(dst []float64, in columns) {
	if s.unary != nil {
		s.unary(dispatch.ISA(), dst, in[0])
	} else {
		s.binary(dispatch.ISA(), dst, in[0], in[1])
	}
}
