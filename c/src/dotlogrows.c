/* Weighted sums of the logarithms of rows, several rows at once where that pays. */
#include "internal.h"

/* What is needed to take a block of rows of weights and elements, as a row_space of exprows.c. */
struct dot_space {
	_Alignas(64) double columns[DOT_COLUMNS];
	/* Rows that fill no vector, or are too few, or cancel. */
	double w[MAX_LANES * FEW_ROW_COLS], x[MAX_LANES * FEW_ROW_COLS];
	const struct sumlog_set *set;
	size_t cols, width; /* elements of a row, and of one that fills a vector at least */
	struct sumlog_rows_plan plan;
	double fallback;
};

/*
 * Sets dst to the sums of n rows, a vector of them at least, or to +Inf where terms cancel, and to
 * NaN where vectors leave the row.
 */
static void dots(struct dot_space *s, double *dst, const double *w, const double *x, size_t n)
{
	size_t lanes = (size_t)s->set->lanes, taken = n & ~(lanes - 1);
	s->fallback = 0;
	for (size_t r = 0;; r = n - lanes) { /* the last rows together with some of those before them */
		s->set->dotLogRows(dst + r, w + r * s->width, x + r * s->width, s->columns, &s->plan,
		                   (int64_t)taken, &s->fallback);
		if (r + taken == n)
			return;
		taken = lanes;
	}
}

/* Copies a row to place i of s->w and s->x, where 0 ln 1 fills it up. */
static void copy_terms(struct dot_space *s, size_t i, const double *w, const double *x,
                       size_t cols)
{
	copy_row(s->w + i * s->width, s->width, w, cols, 0);
	copy_row(s->x + i * s->width, s->width, x, cols, 1);
}

/* dots of rows that are too few or too short. */
static void dots_of_few(struct dot_space *s, double *dst, const double *w, const double *x,
                        size_t n)
{
	double sums[LANE_ROWS];
	size_t vectors = whole_vectors(s->set, n);
	for (size_t r = 0; r < n; r++)
		copy_terms(s, r, w + r * s->cols, x + r * s->cols, s->cols);
	for (size_t r = n; r < vectors; r++)
		copy_terms(s, r, NULL, NULL, 0);
	dots(s, sums, s->w, s->x, vectors);
	memcpy(dst, sums, n * sizeof *dst);
}

/* Sets the sums of the n rows of these numbers, at most a vector, which s->w and s->x have. */
static void carefully(struct dot_space *s, double *dst, const size_t *rows, size_t n)
{
	double sums[MAX_LANES];
	for (size_t i = n; i < (size_t)s->set->lanes; i++)
		copy_terms(s, i, NULL, NULL, 0);
	s->set->carefulDotRows(sums, s->w, s->x, s->columns, &s->plan);
	for (size_t i = 0; i < n; i++)
		dst[rows[i]] = sums[i];
}

/*
 * Replaces the results that are no finite numbers: those of rows whose terms cancel a vector at a
 * time, the others one by one.
 */
static void again(struct dot_space *s, double *dst, const double *w, const double *x, size_t n)
{
	size_t cancelling[MAX_LANES], found = 0, lanes = (size_t)s->set->lanes;
	bool fits = lanes * s->width <= sizeof s->w / sizeof *s->w;
	for (size_t r = 0; r < n; r++, w += s->cols, x += s->cols) {
		if (fabs(dst[r]) <= DBL_MAX)
			continue;
		if (isnan(dst[r]) || !fits) {
			dst[r] = sumlog_dot_log(w, x, s->cols);
			continue;
		}
		copy_terms(s, found, w, x, s->cols);
		cancelling[found++] = r;
		if (found == lanes) {
			carefully(s, dst, cancelling, found);
			found = 0;
		}
	}
	if (found > 0)
		carefully(s, dst, cancelling, found);
}

static void dot_log_rows(const struct sumlog_set *set, double *dst, const double *w,
                         const double *x, size_t rows, size_t cols)
{
	size_t lanes = (size_t)set->lanes;
	struct dot_space s;
	s.set = set;
	s.cols = cols;
	s.width = cols > lanes ? cols : lanes;
	s.plan = sumlog_new_rows_plan(cols, lanes);
	for (size_t n; rows > 0; rows -= n, dst += n, w += n * cols, x += n * cols) {
		n = sumlog_next_rows(set, rows);
		if (n < lanes || cols < lanes)
			dots_of_few(&s, dst, w, x, n);
		else
			dots(&s, dst, w, x, n);
		if (s.fallback != 0)
			again(&s, dst, w, x, n);
	}
}

void sumlog_dot_log_rows(double *dst, const double *w, const double *x, size_t rows, size_t cols)
{
	const struct sumlog_set *set = sumlog_in_force();
	if (sumlog_takes_rows(set, rows, cols))
		dot_log_rows(set, dst, w, x, rows, cols);
	else
		for (size_t r = 0; r < rows; r++)
			dst[r] = sumlog_dot_log(w + r * cols, x + r * cols, cols);
}
