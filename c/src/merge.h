/*
 * The arithmetic on products of internal/generic, compiled for each instruction set, so that fma
 * is an instruction where there is one.
 */

/* The exponent of p to exp: a scaling by a power of two, which is exact. */
TARGET static void SET(normalize)(sumlog_product *a)
{
	uint64_t bits = to_bits(a->p);
	a->p = of_bits((bits & MANTISSA_MASK) | ONE_BITS);
	a->e *= of_bits((UINT64_C(2) * BIAS << 52) - (bits & INFINITY_BITS));
	a->exp += (int64_t)(bits >> 52) - BIAS;
}

/* a·b, each a product and its error: the order shows in the last bits of the error. */
TARGET static inline struct pair SET(multiply)(struct pair a, struct pair b)
{
	double t = a.hi * b.hi;
	double low = fma(a.hi, b.lo, fma(a.lo, b.lo, fma(a.hi, b.hi, -t)));
	return (struct pair){t, fma(a.lo, b.hi, low)};
}

/* a·b, a to the left. */
TARGET static sumlog_product SET(merge)(sumlog_product a, sumlog_product b)
{
	struct pair t = SET(multiply)((struct pair){a.p, a.e}, (struct pair){b.p, b.e});
	a.p = t.hi;
	a.e = t.lo;
	a.exp += b.exp;
	a.negative |= b.negative;
	a.zero |= b.zero;
	a.infinite |= b.infinite;
	SET(normalize)(&a);
	return a;
}

/* a·x: what merge makes of the product of x alone. */
TARGET static sumlog_product SET(mul)(sumlog_product a, double x)
{
	uint64_t bits = normal_factor(&a, x);
	double m = of_bits((bits & MANTISSA_MASK) | ONE_BITS), t = a.p * m;
	a.e = fma(a.e, m, fma(a.p, m, -t));
	a.p = t;
	a.exp += (int64_t)(bits >> 52) - BIAS;
	SET(normalize)(&a);
	return a;
}

/* a·(1/x): the remainder of the quotient is exact. */
TARGET static sumlog_product SET(div)(sumlog_product a, double x)
{
	sumlog_product special = {0};
	uint64_t bits = normal_factor(&special, x);
	double m = of_bits((bits & MANTISSA_MASK) | ONE_BITS), q = a.p / m;
	a.e = (a.e + fma(-q, m, a.p)) / m;
	a.p = q;
	a.exp -= special.exp + (int64_t)(bits >> 52) - BIAS;
	SET(normalize)(&a);
	a.negative |= special.negative;
	a.zero |= special.infinite;
	a.infinite |= special.zero;
	return a;
}
