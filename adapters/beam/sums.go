package sumlogbeam

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func init() {
	register.Combiner3[kernel.Product, Chunk, float64](&SumLogFn{})
	register.Combiner3[kernel.Log1pSum, Chunk, float64](&SumLog1pFn{})
	register.Combiner3[kernel.ExpSum, Chunk, float64](&LogSumExpFn{})
	register.Combiner3[kernel.DotLogSum, Pairs, float64](&DotLogFn{})
	register.Combiner2[kernel.Product, float64](&SumLogValuesFn{})
}

// SumLog returns the sum of ln x over all chunks, a PCollection<float64> of one element: +0
// where there is no chunk. Error bound and special values are those of sumlog.SumLog. See the
// package comment for what the bundles have to do with the bits.
func SumLog(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return beam.Combine(s.Scope("sumlog.SumLog"), &SumLogFn{}, chunks)
}

// SumLog1p returns the sum of ln(1+x) over all chunks, a PCollection<float64> of one element. Error
// bound and special values are those of sumlog.SumLog1p, and in all likelihood the bits are too, as
// in [SumLog].
func SumLog1p(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return beam.Combine(s.Scope("sumlog.SumLog1p"), &SumLog1pFn{}, chunks)
}

// LogSumExp returns the logarithm of the sum of e^x over all chunks, a PCollection<float64> of one
// element: -Inf where there is no chunk. Error bound and special values are those of
// sumlog.LogSumExp, and in all likelihood the bits are too, as in [SumLog].
func LogSumExp(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return beam.Combine(s.Scope("sumlog.LogSumExp"), &LogSumExpFn{}, chunks)
}

// DotLog returns the sum of x·ln y over all pairs, x being the weights, a PCollection<float64> of
// one element. Error bound and special values are those of kernel.DotLogSum: where terms cancel,
// sumlog.DotLog goes over them a second time, which a pipeline cannot. Elsewhere the bits are in
// all likelihood those of sumlog.DotLog, as in [SumLog].
func DotLog(s beam.Scope, pairs beam.PCollection) beam.PCollection {
	return beam.Combine(s.Scope("sumlog.DotLog"), &DotLogFn{}, pairs)
}

// SumLogFn is the CombineFn of [SumLog], from Chunk to float64.
type SumLogFn struct{}

// CreateAccumulator returns the product of nothing.
func (*SumLogFn) CreateAccumulator() kernel.Product { return kernel.Product{} }

// AddInput multiplies p by a chunk.
func (*SumLogFn) AddInput(p kernel.Product, c Chunk) kernel.Product {
	p.Add(dispatch.ISA(), c.X)
	return p
}

// MergeAccumulators multiplies p by q.
func (*SumLogFn) MergeAccumulators(p, q kernel.Product) kernel.Product {
	p.Merge(q)
	return p
}

// ExtractOutput returns the logarithm of p.
func (*SumLogFn) ExtractOutput(p kernel.Product) float64 { return p.Log() }

// SumLogValuesFn is a CombineFn as [SumLogFn] is, from float64 to float64: for sums over keyed
// values that do not come in chunks. Beam takes far longer for a value than the multiplication.
type SumLogValuesFn struct{}

// CreateAccumulator returns the product of nothing.
func (*SumLogValuesFn) CreateAccumulator() kernel.Product { return kernel.Product{} }

// AddInput multiplies p by x.
func (*SumLogValuesFn) AddInput(p kernel.Product, x float64) kernel.Product {
	p.Mul(x)
	return p
}

// MergeAccumulators multiplies p by q.
func (*SumLogValuesFn) MergeAccumulators(p, q kernel.Product) kernel.Product {
	p.Merge(q)
	return p
}

// ExtractOutput returns the logarithm of p.
func (*SumLogValuesFn) ExtractOutput(p kernel.Product) float64 { return p.Log() }

// SumLog1pFn is the CombineFn of [SumLog1p], from Chunk to float64.
type SumLog1pFn struct{}

// CreateAccumulator returns the sum of nothing.
func (*SumLog1pFn) CreateAccumulator() kernel.Log1pSum { return kernel.Log1pSum{} }

// AddInput adds a chunk to s.
func (*SumLog1pFn) AddInput(s kernel.Log1pSum, c Chunk) kernel.Log1pSum {
	s.Add(dispatch.ISA(), c.X)
	return s
}

// MergeAccumulators adds t to s.
func (*SumLog1pFn) MergeAccumulators(s, t kernel.Log1pSum) kernel.Log1pSum {
	s.Merge(t)
	return s
}

// ExtractOutput returns the sum.
func (*SumLog1pFn) ExtractOutput(s kernel.Log1pSum) float64 { return s.Sum() }

// LogSumExpFn is the CombineFn of [LogSumExp], from Chunk to float64.
type LogSumExpFn struct{}

// CreateAccumulator returns the sum of nothing.
func (*LogSumExpFn) CreateAccumulator() kernel.ExpSum { return kernel.ExpSum{} }

// AddInput adds a chunk to s.
func (*LogSumExpFn) AddInput(s kernel.ExpSum, c Chunk) kernel.ExpSum {
	s.Add(dispatch.ISA(), c.X)
	return s
}

// MergeAccumulators adds t to s.
func (*LogSumExpFn) MergeAccumulators(s, t kernel.ExpSum) kernel.ExpSum {
	s.Merge(t)
	return s
}

// ExtractOutput returns the logarithm of the sum.
func (*LogSumExpFn) ExtractOutput(s kernel.ExpSum) float64 { return s.Log() }

// DotLogFn is the CombineFn of [DotLog], from Pairs to float64.
type DotLogFn struct{}

// CreateAccumulator returns the sum of nothing.
func (*DotLogFn) CreateAccumulator() kernel.DotLogSum { return kernel.DotLogSum{} }

// AddInput adds pairs to s. It panics where X and Y differ in length, which fails the bundle.
func (*DotLogFn) AddInput(s kernel.DotLogSum, p Pairs) kernel.DotLogSum {
	s.Add(dispatch.ISA(), p.X, p.Y)
	return s
}

// MergeAccumulators adds t to s.
func (*DotLogFn) MergeAccumulators(s, t kernel.DotLogSum) kernel.DotLogSum {
	s.Merge(t)
	return s
}

// ExtractOutput returns the sum.
func (*DotLogFn) ExtractOutput(s kernel.DotLogSum) float64 { return s.Sum() }
