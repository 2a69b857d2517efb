/* Sums over the lanes of a block. */
#include "internal.h"

SUMLOG_INTERNAL void sumlog_sum_halves(const struct sumlog_set *set, half_fn *add, double *lanes,
                                       const double *const in[3], int inputs, size_t n,
                                       void *state)
{
	/* Stripes of both halves take turns; the last one need not be whole. */
	const size_t whole = n / STRIPE, last = n % STRIPE, rest = last % LANES_WIDTH;
	double *next = lanes + whole % 2 * LANES_WIDTH; /* the half of the last one */
	const struct {
		double *half;
		size_t from, stripes, rows;
	} parts[3] = {
		{lanes, 0, (whole + 1) / 2, STRIPE / LANES_WIDTH},
		{lanes + LANES_WIDTH, STRIPE, whole / 2, STRIPE / LANES_WIDTH},
		{next, whole * STRIPE, last >= LANES_WIDTH, last / LANES_WIDTH},
	};
	const double *from[3] = {NULL, NULL, NULL};
	for (int part = 0; part < 3; part++) {
		if (parts[part].stripes == 0)
			continue;
		for (int i = 0; i < inputs; i++)
			from[i] = in[i] + parts[part].from;
		add(set, parts[part].half, from, (int64_t)parts[part].stripes, (int64_t)parts[part].rows,
		    state);
	}
	if (rest > 0) { /* less than a row, filled up with zeros, which change no lane */
		double row[3][LANES_WIDTH] = {{0}, {0}, {0}};
		for (int i = 0; i < inputs; i++) {
			memcpy(row[i], in[i] + (n - rest), rest * sizeof *row[i]);
			from[i] = row[i];
		}
		add(set, next, from, 1, 1, state);
	}
}

SUMLOG_INTERNAL struct pair sumlog_reduce_lanes(double s[LANES], double c[LANES])
{
	for (int half = LANES / 2; half > 0; half /= 2)
		for (int i = 0; i < half; i++) {
			struct pair a = {s[i], c[i]}, b = {s[i + half], c[i + half]}, sum = add_pair(a, b);
			s[i] = sum.hi;
			c[i] = sum.lo;
		}
	return (struct pair){s[0], c[0]};
}
