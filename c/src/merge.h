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

/* a·b, a to the left: the order shows in the last bits of e. */
TARGET static sumlog_product SET(merge)(sumlog_product a, sumlog_product b)
{
	double t = a.p * b.p;
	a.e = fma(a.e, b.p, fma(a.p, b.e, fma(a.e, b.e, fma(a.p, b.p, -t))));
	a.p = t;
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
	uint64_t bits = to_bits(x);
	if (bits >> 52 == 0 || bits >= INFINITY_BITS)
		bits = note_special(&a, bits);
	double m = of_bits((bits & MANTISSA_MASK) | ONE_BITS), t = a.p * m;
	a.e = fma(a.e, m, fma(a.p, m, -t));
	a.p = t;
	a.exp += (int64_t)(bits >> 52) - BIAS;
	SET(normalize)(&a);
	return a;
}
