/*
 * Weighted sums of logarithms to twice the precision, for terms that cancel, compiled for each
 * instruction set. The algorithm and its errors are those of internal/generic/careful.go.
 */

/* x·y */
TARGET static inline struct pair SET(times)(struct pair x, struct pair y)
{
	double p = x.hi * y.hi;
	return fast_two_sum(p, fma(x.hi, y.lo, fma(x.lo, y.hi, fma(x.hi, y.hi, -p))));
}

/* ln(1+r): r·(1 - r·(1/2 - r·(1/3 - …))), from 1/10 to 1/7 in one number. */
TARGET static struct pair SET(careful_log1p)(struct pair r)
{
	double q = sumlog_careful_inverse[9][0];
	for (int n = 8; n >= 6; n--)
		q = fma(-r.hi, q, sumlog_careful_inverse[n][0]);
	struct pair sum = {q, 0}, minus = {-r.hi, -r.lo};
	for (int n = 5; n >= 0; n--) {
		struct pair inverse = {sumlog_careful_inverse[n][0], sumlog_careful_inverse[n][1]};
		sum = add_accurately(inverse, SET(times)(minus, sum));
	}
	return SET(times)(r, sum);
}

/* ln x, of a positive and finite x */
TARGET static struct pair SET(careful_log)(double x)
{
	double k = unscaled(&x);
	struct reduced v = SET(reduce)(x);
	k += v.k;
	double j = (v.r * 512 + 0x1.8p52) - 0x1.8p52; /* the nearest integer */
	const int middle = sizeof sumlog_careful_c / sizeof *sumlog_careful_c / 2;
	const double *c = sumlog_careful_c[(int)j + middle];
	/* r = (1 + v.r)·C - 1 */
	double p = v.r * c[0];
	struct pair r = two_sum(c[0] - 1, p);
	r = fast_two_sum(r.hi, r.lo + fma(v.r, c[0], -p));
	struct pair sum = SET(careful_log1p)(r);
	if (k == 0 && sumlog_log_c[v.part] == 1 && j == 0)
		return sum;
	sum = add_accurately((struct pair){c[1], c[2]}, sum);
	sum = add_accurately((struct pair){v.lo, sumlog_careful_log_rest[v.part]}, sum);
	const double *ln2 = sumlog_careful_ln2;
	double b = k * ln2[1];
	sum = add_accurately((struct pair){b, fma(k, ln2[1], -b) + k * ln2[2]}, sum);
	return add_accurately((struct pair){fma(k, ln2[0], v.hi), 0}, sum); /* exact */
}

/* Adds the terms of at most BLOCK elements, summed by themselves, to all. */
TARGET static sumlog_careful_sum SET(carefulDot)(sumlog_careful_sum all, const double *w,
                                                 const double *x, size_t n)
{
	struct pair block = {0, 0};
	for (size_t j = 0; j < n; j++) {
		if (w[j] == 0)
			continue;
		struct pair y = SET(careful_log)(x[j]);
		double weight = w[j] * all.scale, p = weight * y.hi;
		block = add_accurately(block, (struct pair){p, fma(weight, y.lo, fma(weight, y.hi, -p))});
	}
	struct pair sum = add_accurately((struct pair){all.hi, all.lo}, block);
	all.hi = sum.hi;
	all.lo = sum.lo;
	return all;
}
