/* Weighted sums of logarithms where vectors leave the fast path, compiled for each set. */

/* Keeps a term that is infinite or NaN. */
static inline void SET(note)(sumlog_dot_log_sum *a, double term)
{
	if (term > 0)
		a->positive = 1;
	else if (term < 0)
		a->negative = 1;
	else
		a->invalid = 1;
}

/* Adds w·(log.hi + log.lo), element j, to its lane. */
TARGET static inline void SET(add_term)(struct sumlog_dot_lanes *l, size_t j, double w,
                                        struct pair log)
{
	size_t lane = lane_of(j);
	double z = log.hi + log.lo, zt = (log.hi - z) + log.lo;
	double g = w * z, low = fma(w, zt, fma(w, z, -g));
	struct pair s = two_sum(l->s[lane], g);
	l->s[lane] = s.hi;
	l->c[lane] += s.lo + low;
	l->a[lane] += fabs(g);
}

/* Adds w·ln x of at most BLOCK elements to lanes. What a term decides by itself is noted. */
TARGET static void SET(splitDot)(struct sumlog_dot_lanes *l, sumlog_dot_log_sum *noted,
                                 const double *w, const double *x, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		if (x[j] != x[j])
			noted->invalid = 1;
		else if (w[j] == 0)
			continue;
		else if (x[j] > 0 && x[j] <= DBL_MAX && fabs(w[j]) <= DBL_MAX)
			SET(add_term)(l, j, w[j], SET(log_pair)(x[j]));
		else
			SET(note)(noted, w[j] * SET(logAny)(x[j]));
	}
}

/* A positive and finite x is m·2^k, 1 <= m < 2. For another x, m is 0. */
static inline double SET(split)(double x, double *k)
{
	if (!(x > 0 && x <= DBL_MAX))
		return 0;
	*k = unscaled(&x);
	uint64_t bits = to_bits(x);
	*k += (double)((int64_t)(bits >> 52) - BIAS);
	return of_bits((bits & MANTISSA_MASK) | ONE_BITS);
}

/* A number with the sign of ln(x/y), infinite or NaN where that is. */
TARGET static double SET(log_special_ratio)(double x, double y)
{
	double l = SET(logAny)(x), n = SET(logAny)(y);
	bool infinite = fabs(l) > DBL_MAX || fabs(n) > DBL_MAX;
	if (l != l || n != n || (infinite && l == n))
		return (double)NAN;
	return infinite ? l - n : (double)((x > y) - (x < y));
}

/* ln(2^k·x/y) as a sum of two numbers, for x and y from 1 to 2. */
TARGET static struct pair SET(log_ratio)(double x, double y, double k)
{
	const double *q = sumlog_ratio_r;
	uint64_t u = to_bits(x) - to_bits(y) + RATIO_SPLIT;
	k += of_bits(u >> 52 | INTEGER) - (0x1p52 + BIAS);
	double v = of_bits(to_bits(x) - ((u & INFINITY_BITS) - ONE_BITS));
	double d = v - y;
	double y2 = -2 * y, sum = y2 - d, low = (y2 - sum) - d; /* -(v+y), exactly */
	double inverse = -1 / sum, s = d * inverse;
	double l = fma(s, low, fma(s, sum, d)) * inverse;
	double z = s * s, z2 = z * z;
	double r = fma(z2, fma(z, q[7], q[6]), fma(z, q[5], q[4]));
	r = fma(z2, fma(z2, r, fma(z, q[3], q[2])), fma(z, q[1], q[0]));
	double tail = fma(z + z, l, s * z * r);
	double high = k * LN2_HI, s2 = s + s, h = high + s2; /* high is exact */
	double e = (high - h) + s2;
	return (struct pair){h, e + fma(k, LN2_LO, fma(2, l, tail))};
}

/* Adds w·ln(x/y), as splitDot does w·ln x. */
TARGET static void SET(splitRatio)(struct sumlog_dot_lanes *l, sumlog_dot_log_sum *noted,
                                   const double *w, const double *x, const double *y, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		double kx = 0, ky = 0, mx = SET(split)(x[j], &kx), my = SET(split)(y[j], &ky);
		if (x[j] != x[j] || y[j] != y[j])
			noted->invalid = 1;
		else if (w[j] == 0)
			continue;
		else if (mx != 0 && my != 0 && fabs(w[j]) <= DBL_MAX)
			SET(add_term)(l, j, w[j], SET(log_ratio)(mx, my, kx - ky));
		else
			SET(note)(noted, w[j] * SET(log_special_ratio)(x[j], y[j]));
	}
}
