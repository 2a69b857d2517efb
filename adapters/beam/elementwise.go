package sumlogbeam

import (
	"fmt"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func init() {
	register.DoFn1x1[Chunk, Chunk](&unaryFn{})
	register.DoFn1x1[Pairs, Chunk](&binaryFn{})
	register.DoFn1x1[Chunk, Chunk](&logAccumulateFn{})
}

// unaryOps and binaryOps are the elementwise kernels by the names that workers look up.
var (
	unaryOps = map[string]func(isa kernel.ISA, dst, x []float64){
		"Log":          kernel.Log,
		"Log1p":        kernel.Log1p,
		"Exp":          kernel.Exp,
		"LogGamma":     kernel.LogGamma,
		"LogFactorial": kernel.LogFactorial,
	}
	binaryOps = map[string]func(isa kernel.ISA, dst, x, y []float64){
		"XLogY":          kernel.XLogY,
		"LogRising":      kernel.LogRising,
		"LogBinomial":    kernel.LogBinomial,
		"LogBeta":        kernel.LogBeta,
		"LogMultichoose": kernel.LogMultichoose,
	}
)

// Log returns chunks of ln x, each with the Source and Start of the chunk it is of. Error bound
// and special values of this and the other elementwise functions are those of the function of
// package sumlog with the same name.
func Log(s beam.Scope, chunks beam.PCollection) beam.PCollection { return each(s, "Log", chunks) }

// Log1p returns chunks of ln(1+x).
func Log1p(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return each(s, "Log1p", chunks)
}

// Exp returns chunks of e^x.
func Exp(s beam.Scope, chunks beam.PCollection) beam.PCollection { return each(s, "Exp", chunks) }

// LogGamma returns chunks of ln Γ(x).
func LogGamma(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return each(s, "LogGamma", chunks)
}

// LogFactorial returns chunks of ln x!.
func LogFactorial(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return each(s, "LogFactorial", chunks)
}

// LogAccumulate returns chunks of ln(1+x) + ... + ln(terms+x). It panics where terms is negative.
func LogAccumulate(s beam.Scope, chunks beam.PCollection, terms int) beam.PCollection {
	if terms < 0 {
		panic(fmt.Sprintf("sumlogbeam: LogAccumulate: terms = %d, want 0 or more", terms))
	}
	return beam.ParDo(s.Scope("sumlog.LogAccumulate"), &logAccumulateFn{terms}, chunks)
}

// XLogY returns chunks of x·ln y, of a PCollection<Pairs>.
func XLogY(s beam.Scope, pairs beam.PCollection) beam.PCollection {
	return both(s, "XLogY", pairs)
}

// LogRising returns chunks of ln Γ(x+y) - ln Γ(x), of a PCollection<Pairs>.
func LogRising(s beam.Scope, pairs beam.PCollection) beam.PCollection {
	return both(s, "LogRising", pairs)
}

// LogBinomial returns chunks of the logarithm of the binomial coefficient x over y, of a
// PCollection<Pairs>.
func LogBinomial(s beam.Scope, pairs beam.PCollection) beam.PCollection {
	return both(s, "LogBinomial", pairs)
}

// LogBeta returns chunks of ln B(x, y), of a PCollection<Pairs>.
func LogBeta(s beam.Scope, pairs beam.PCollection) beam.PCollection {
	return both(s, "LogBeta", pairs)
}

// LogMultichoose returns chunks of the logarithm of the coefficient of the negative binomial
// distribution, x+y-1 over y, of a PCollection<Pairs>.
func LogMultichoose(s beam.Scope, pairs beam.PCollection) beam.PCollection {
	return both(s, "LogMultichoose", pairs)
}

func each(s beam.Scope, op string, chunks beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("sumlog."+op), &unaryFn{op}, chunks)
}

func both(s beam.Scope, op string, pairs beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("sumlog."+op), &binaryFn{op}, pairs)
}

// Beam sends the exported fields of a DoFn to the workers, as JSON. A DoFn must not change its
// input, so each result is a new slice.

type unaryFn struct{ Op string }

func (f *unaryFn) ProcessElement(c Chunk) Chunk {
	dst := make([]float64, len(c.X))
	unaryOps[f.Op](dispatch.ISA(), dst, c.X)
	return Chunk{c.Source, c.Start, dst}
}

type binaryFn struct{ Op string }

func (f *binaryFn) ProcessElement(p Pairs) Chunk {
	dst := make([]float64, len(p.X))
	binaryOps[f.Op](dispatch.ISA(), dst, p.X, p.Y)
	return Chunk{p.Source, p.Start, dst}
}

type logAccumulateFn struct{ Terms int }

func (f *logAccumulateFn) ProcessElement(c Chunk) Chunk {
	dst := make([]float64, len(c.X))
	kernel.LogAccumulate(dispatch.ISA(), dst, c.X, f.Terms)
	return Chunk{c.Source, c.Start, dst}
}
