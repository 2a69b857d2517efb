// Package compute registers sumlog's functions with Arrow's compute functions, so that
// [compute.CallFunction] and whatever calls functions by name find them.
//
// Scalar functions, which return a float64 for each element and null where an argument is null:
//
//	sumlog_log(x)                 ln x
//	sumlog_log1p(x)               ln(1+x)
//	sumlog_exp(x)                 e^x
//	sumlog_log_gamma(x)           ln Γ(x)
//	sumlog_log_factorial(x)       ln x!
//	sumlog_log_rising(x, n)       ln Γ(x+n) - ln Γ(x)
//	sumlog_log_binomial(n, k)     ln C(n, k)
//	sumlog_log_multichoose(r, y)  ln C(y+r-1, y)
//	sumlog_log_beta(a, b)         ln B(a, b)
//	sumlog_xlogy(x, y)            x·ln y
//
// Aggregates of arguments of one length, which skip positions where one is null and return a
// float64 scalar, 0 where nothing is left:
//
//	sumlog_sum_log(x)                 Σ ln x
//	sumlog_sum_log1p(x)               Σ ln(1+x)
//	sumlog_sum_log_abs(x)             Σ ln|x| and the sign of the product: a struct of sum and sign
//	sumlog_entropy(p)                 -Σ p·ln p
//	sumlog_dot_log(w, x)              Σ w·ln x
//	sumlog_dot_log_ratio(w, x, y)     Σ w·ln(x/y)
//	sumlog_relative_entropy(p, q)     Σ p·ln(p/q)
//
// Arguments are scalars, arrays and chunked arrays of float64, float32 and the integers, in any
// combination. Error bounds, special values and bits are those of sumlog's functions, such as
// SumLog for sumlog_sum_log. Values that Arrow's own ln refuses, such as 0, are no errors.
package compute
