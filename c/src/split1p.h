/* Sums of ln(1+x) where vectors leave the fast path, compiled for each instruction set. */

/* Merges the lanes in a tree: each of the lower half with the one as far into the upper half. */
TARGET static sumlog_product SET(merge_lanes)(struct pair lanes[LANES], sumlog_product all)
{
	for (int half = LANES / 2; half > 0; half /= 2)
		for (int i = 0; i < half; i++)
			lanes[i] = SET(multiply)(lanes[i], lanes[i + half]);
	all.p = lanes[0].hi;
	all.e = lanes[0].lo;
	SET(normalize)(&all);
	return all;
}

/* What x decides by itself is noted: whether it is left out of a product of 1+x. */
static inline bool SET(note1p)(sumlog_product *all, double x)
{
	if (x == -1)
		all->zero = 1;
	else if (!(x > -1))
		all->negative = 1;
	else if (x > DBL_MAX)
		all->infinite = 1;
	else
		return false;
	return true;
}

/* The product of 1+x = (m + d)·2^k of at most BLOCK elements, 1 <= m < 2. */
TARGET static sumlog_product SET(split1p)(const double *x, size_t n)
{
	struct pair lanes[LANES];
	sumlog_product all = {0};
	for (int i = 0; i < LANES; i++)
		lanes[i] = (struct pair){1, 0};
	for (size_t j = 0; j < n; j++) {
		double v = x[j];
		if (SET(note1p)(&all, v))
			continue;
		double a = v + 1, b = (v < 1 ? v : 1) - (a - (v < 1 ? 1 : v)); /* exact */
		uint64_t bits = to_bits(a), field = bits >> 52;
		double m = of_bits((bits & MANTISSA_MASK) | ONE_BITS);
		double d = b * of_bits((2 * BIAS - field) << 52); /* 0 where a is huge */
		struct pair *lane = &lanes[lane_of(j)];
		double t = lane->hi * m;
		double c = fma(lane->lo, m, fma(lane->hi, d, fma(lane->hi, m, -t)));
		all.exp += (int64_t)field - BIAS;
		if (t >= 2) {
			t *= 0.5;
			c *= 0.5;
			all.exp++;
		}
		*lane = (struct pair){t, c};
	}
	return SET(merge_lanes)(lanes, all);
}

/* The logarithm of a product that is not special, as the sum of two numbers. */
TARGET static struct pair SET(logParts)(sumlog_product a)
{
	struct pair p = fast_two_sum(a.p, a.e);
	struct reduced v = SET(reduce)(p.hi);
	double k = v.k + (double)a.exp, h = k * LN2;
	double l = fma(k, LN2_TAIL, fma(k, LN2, -h));
	struct pair s1 = two_sum(h, v.hi), s2 = two_sum(s1.hi, v.r);
	double d = p.lo / p.hi;
	d = fma(-0.5 * d, d, d); /* ln(1+d) */
	return (struct pair){s2.hi, (s1.lo + s2.lo) + (SET(tail)(v.r, v.lo + l) + d)};
}

/* The sum of a product that is not special, and of the sums beside it, rounded. */
TARGET static double SET(log1pOf)(sumlog_log1p_sum a)
{
	struct pair p = fast_two_sum(a.product.p, a.product.e);
	struct reduced v = SET(reduce)(p.hi);
	double k = v.k + (double)a.product.exp, h = k * LN2;
	double l = fma(k, LN2_TAIL, fma(k, LN2, -h));
	struct pair s1 = two_sum(h, v.hi), s2 = two_sum(s1.hi, v.r), s3 = two_sum(s2.hi, a.s);
	double d = p.lo / p.hi;
	d = fma(-0.5 * d, d, d); /* ln(1+d) */
	double low = SET(tail)(v.r, v.lo + l) + d;
	return s3.hi + ((s1.lo + s2.lo) + ((s3.lo + a.c) + low));
}
