/*
 * Weighted sums of logarithms to twice the precision, for terms that cancel, where vectors leave the
 * fast path; compiled for each instruction set. The algorithm and its errors are those of
 * internal/generic/careful.go.
 */

/* (x.hi + x.lo)·(y.hi + y.lo), but for the product of the low parts */
TARGET static inline struct pair SET(mul_pair)(struct pair x, struct pair y)
{
	double p = x.hi * y.hi;
	return (struct pair){p, fma(x.lo, y.hi, fma(x.hi, y.lo, fma(x.hi, y.hi, -p)))};
}

/* ln(1+r) */
TARGET static struct pair SET(atanh_pair)(double r)
{
	double sum = fma(r, -0.5, -1), low = fma(r, -0.5, -1 - sum); /* -(1 + r/2), exactly */
	double inverse = -1 / sum, s = r * inverse;
	double l = fma(s, low, fma(s, sum, r)) * inverse;
	double z = s * s, zl = fma(s + s, l, fma(s, s, -z));
	const double *c = sumlog_careful_q;
	double q = fma(z, fma(z, fma(z, fma(z, c[4], c[3]), c[2]), c[1]), c[0]);
	struct pair p = {q, 0};
	for (int i = 3; i >= 0; i--) {
		const double *a = sumlog_careful_series[i];
		double h = fma(z, p.hi, a[0]), e = fma(z, p.hi, a[0] - h);
		p = (struct pair){h, fma(z, p.lo, fma(zl, p.hi, e)) + a[1]};
	}
	p = SET(mul_pair)((struct pair){z, zl}, p);
	p = SET(mul_pair)((struct pair){s, l}, p);
	struct pair h = fast_two_sum(s, p.hi);
	return (struct pair){h.hi, h.lo + (l + p.lo)};
}

/* ln x, of a positive and finite x */
TARGET static struct pair SET(careful_log)(double x)
{
	double k = unscaled(&x);
	struct reduced v = SET(reduce)(x);
	k += v.k;
	const double *ln2 = sumlog_careful_ln2;
	struct pair p = SET(atanh_pair)(v.r); /* the sums with k are exact but for the last one */
	double low = fma(k, ln2[1], sumlog_careful_log_mid[v.part]);
	struct pair c = fast_two_sum(fma(k, ln2[0], v.hi), low);
	struct pair h = fast_two_sum(c.hi, p.hi);
	double rest = fma(k, ln2[2], sumlog_careful_log_rest[v.part]);
	return (struct pair){h.hi, h.lo + (c.lo + (p.lo + rest))};
}

/* Adds the terms of at most BLOCK elements, multiplied by scale, to lanes. */
TARGET static void SET(splitCareful)(struct sumlog_careful_lanes *l, const double *w,
                                     const double *x, double scale, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		if (w[j] == 0)
			continue;
		struct pair y = SET(careful_log)(x[j]);
		size_t lane = lane_of(j);
		double weight = w[j] * scale, g = weight * y.hi;
		double low = fma(weight, y.lo, fma(weight, y.hi, -g));
		struct pair s = two_sum(l->s[lane], g);
		s = two_sum(s.hi, l->c[lane] + (s.lo + low));
		l->s[lane] = s.hi;
		l->c[lane] = s.lo;
	}
}
