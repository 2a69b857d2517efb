/* The logarithm of one number, for what vectors leave out, compiled for each instruction set. */

/* Takes a positive normal x apart. */
TARGET static inline struct reduced SET(reduce)(double x)
{
	uint64_t u = to_bits(x) + (ONE_BITS - LOG_SPLIT);
	int i = (int)(u >> 49 & 7);
	return (struct reduced){
		.k = of_bits(u >> 52 | INTEGER) - (0x1p52 + BIAS),
		.r = fma(of_bits((u & MANTISSA_MASK) + LOG_SPLIT), sumlog_log_c[i], -1),
		.hi = sumlog_log_hi[i],
		.lo = sumlog_log_lo[i],
		.part = i,
	};
}

/* ln(1+r) - r + l */
TARGET static inline double SET(tail)(double r, double l)
{
	const double *q = sumlog_log_q;
	double r2 = r * r, sum = fma(r, q[9], q[8]);
	for (int i = 6; i >= 0; i -= 2)
		sum = fma(r2, sum, fma(r, q[i + 1], q[i]));
	return fma(r2, -0.5, fma(r2 * r, sum, l));
}

/* ln x as a sum of two numbers, for any positive x that is finite. */
TARGET static struct pair SET(log_pair)(double x)
{
	double scaled = unscaled(&x);
	struct reduced v = SET(reduce)(x);
	v.k += scaled;
	double k = fma(v.k, LN2_HI, v.hi), h = k + v.r; /* k is exact */
	double e = (k - h) + v.r;
	return (struct pair){h, SET(tail)(v.r, fma(v.k, LN2_LO, v.lo) + e)};
}

/* ln x for any x */
TARGET static double SET(logAny)(double x)
{
	if (x == 0)
		return (double)-INFINITY;
	if (!(x > 0))
		return (double)NAN;
	if (x > DBL_MAX)
		return x;
	struct pair log = SET(log_pair)(x);
	return log.hi + log.lo;
}
