/* Sums of the exponentials of rows, and their softmax, several rows at once where that pays. */
#include "internal.h"

SUMLOG_INTERNAL bool sumlog_takes_rows(const struct sumlog_set *set, size_t rows, size_t cols)
{
	size_t lanes = (size_t)set->lanes;
	if (lanes == 1 || rows < 2 || cols < 2 || cols > MAX_LANE_ROW)
		return false;
	return rows >= lanes || cols <= 2 * ROW8 || (2 * rows >= lanes && cols <= FEW_ROW_COLS);
}

SUMLOG_INTERNAL struct sumlog_rows_plan sumlog_new_rows_plan(size_t cols, size_t lanes)
{
	const int64_t size = sizeof(double), n = (int64_t)cols, vector = (int64_t)lanes;
	const int64_t width = n > vector ? n : vector;
	struct sumlog_rows_plan plan = {
		.stride = size * width,
		.group = size * width * vector,
		.vectors = (width - 1) / vector,
		.last = size * (width - vector),
	};
	plan.last_back = plan.last - size * vector * plan.vectors;
	plan.to_back = vector * plan.last_back;
	int64_t filled = n < LANES_WIDTH ? n : LANES_WIDTH;
	plan.lanes = (filled + 1) / 2;
	for (int64_t i = 0; i < plan.lanes; i++)
		plan.more[i] = (n - 2 * i - 1) / LANES_WIDTH;
	int64_t half = LANES_WIDTH / 2;
	for (size_t i = 0; i < sizeof plan.pairs / sizeof *plan.pairs; i++, half /= 2) {
		plan.pairs[i] = filled > half ? (filled - half + 1) / 2 : 0;
		if (filled > half)
			filled = half;
	}
	return plan;
}

SUMLOG_INTERNAL size_t sumlog_next_rows(const struct sumlog_set *set, size_t left)
{
	size_t lanes = (size_t)set->lanes;
	if (left <= LANE_ROWS)
		return left;
	return left < LANE_ROWS + lanes ? LANE_ROWS - lanes : LANE_ROWS;
}

/* What is needed to take a block of rows. Vectors across two cache lines would take longer. */
struct row_space {
	_Alignas(64) double columns[ROW_COLUMNS];
	_Alignas(64) double sums[3 * LANE_ROWS];
	double h[LANE_ROWS], l[LANE_ROWS];    /* logarithms, each the sum of two numbers */
	double rows[FEW_ROW_COLS * MAX_LANES]; /* those that fill no vector, or are too few */
	const struct sumlog_set *set;
	size_t cols;
	struct sumlog_rows_plan plan;
	double limit; /* of the largest element's magnitude */
	double fallback;
};
_Static_assert((int)LANE_ROWS <= (int)FEW_ROW_COLS, "rows shorter than a vector need more room");

static void start(struct row_space *s, const struct sumlog_set *set, size_t cols, double limit)
{
	size_t lanes = (size_t)set->lanes;
	s->set = set;
	s->cols = cols;
	s->plan = sumlog_new_rows_plan(cols, lanes);
	s->limit = limit;
}

/*
 * Sets h[r] + l[r] to the logarithm of the sum of row r, for all n rows, a vector of them at least.
 * h[r] is NaN, and fallback not 0, where a NaN is in a row, or its largest element is not below the
 * limit in magnitude.
 */
static void logs(struct row_space *s, double *h, double *l, const double *x, size_t n)
{
	const struct sumlog_set *set = s->set;
	size_t lanes = (size_t)set->lanes, stride = (size_t)s->plan.stride / sizeof *x;
	size_t taken = n & ~(lanes - 1);
	s->fallback = 0;
	for (size_t r = 0;; r = n - lanes) { /* the last rows together with some of those before them */
		set->expSumRows(s->sums, x + r * stride, s->columns, &s->plan, (int64_t)taken);
		set->logExpRows(h + r, l + r, s->sums, (int64_t)taken, &s->limit, &s->fallback);
		if (r + taken == n)
			return;
		taken = lanes;
	}
}

/* logs, to s->h and s->l, of rows that go to s->rows where they are too few or too short. */
static void logs_of_any(struct row_space *s, const double *x, size_t n)
{
	size_t lanes = (size_t)s->set->lanes, width = s->cols > lanes ? s->cols : lanes;
	if (n >= lanes && s->cols >= lanes) {
		logs(s, s->h, s->l, x, n);
		return;
	}
	for (size_t r = 0; r < n; r++)
		copy_row(s->rows + r * width, width, x + r * s->cols, s->cols, -(double)INFINITY);
	size_t vectors = whole_vectors(s->set, n);
	memset(s->rows + n * width, 0, (vectors - n) * width * sizeof *s->rows);
	logs(s, s->h, s->l, s->rows, vectors);
}

static void log_sum_exp_rows(const struct sumlog_set *set, double *dst, const double *x,
                             size_t rows, size_t cols)
{
	struct row_space s;
	start(&s, set, cols, WIDE_EXP);
	for (size_t n; rows > 0; rows -= n, dst += n, x += n * cols) {
		n = sumlog_next_rows(set, rows);
		logs_of_any(&s, x, n);
		for (size_t r = 0; r < n; r++)
			dst[r] = isnan(s.h[r]) ? sumlog_log_sum_exp(x + r * cols, cols) : s.h[r];
	}
}

/* Sets dst to the elements of rows, from row first of s on, less their logarithms, or e to that. */
static void less_logs(const struct row_space *s, double *dst, const double *x, size_t first,
                      size_t rows, bool logarithm)
{
	(logarithm ? s->set->logSoftmaxRows : s->set->softmaxRows)(dst, x, s->h + first, s->l + first,
	                                                          &s->plan, (int64_t)rows);
}

/* The results of a block of rows shorter than a vector, of which s->rows has copies. */
static void softmax_of_short(struct row_space *s, double *dst, const double *x, size_t n,
                             bool logarithm)
{
	size_t cols = s->cols, width = (size_t)s->set->lanes;
	for (size_t r = 0; r < n; r++) /* lanes beyond take no path that no element takes */
		for (size_t c = cols; c < width; c++)
			s->rows[r * width + c] = s->rows[r * width];
	less_logs(s, s->rows, s->rows, 0, n, logarithm);
	for (size_t r = 0; r < n; r++, dst += cols, x += cols)
		if (isnan(s->h[r]))
			sumlog_softmax_of_row(dst, x, cols, logarithm);
		else
			copy_row(dst, cols, s->rows + r * width, cols, 0);
}

static void softmax_rows(const struct sumlog_set *set, double *dst, const double *x, size_t rows,
                         size_t cols, bool logarithm)
{
	struct row_space s;
	start(&s, set, cols, WIDE_ROW);
	for (size_t n; rows > 0; rows -= n, dst += n * cols, x += n * cols) {
		n = sumlog_next_rows(set, rows);
		logs_of_any(&s, x, n);
		if (cols < (size_t)set->lanes)
			softmax_of_short(&s, dst, x, n, logarithm);
		else if (s.fallback == 0)
			less_logs(&s, dst, x, 0, n, logarithm);
		else
			for (size_t r = 0; r < n; r++)
				if (isnan(s.h[r]))
					sumlog_softmax_of_row(dst + r * cols, x + r * cols, cols, logarithm);
				else
					less_logs(&s, dst + r * cols, x + r * cols, r, 1, logarithm);
	}
}

void sumlog_log_sum_exp_rows(double *dst, const double *x, size_t rows, size_t cols)
{
	const struct sumlog_set *set = sumlog_in_force();
	if (sumlog_takes_rows(set, rows, cols))
		log_sum_exp_rows(set, dst, x, rows, cols);
	else
		for (size_t r = 0; r < rows; r++)
			dst[r] = sumlog_log_sum_exp(x + r * cols, cols);
}

static void softmax(double *dst, const double *x, size_t rows, size_t cols, bool logarithm)
{
	const struct sumlog_set *set = sumlog_in_force();
	if (sumlog_takes_rows(set, rows, cols))
		softmax_rows(set, dst, x, rows, cols, logarithm);
	else
		for (size_t r = 0; r < rows; r++)
			sumlog_softmax_of_row(dst + r * cols, x + r * cols, cols, logarithm);
}

void sumlog_softmax(double *dst, const double *x, size_t rows, size_t cols)
{
	softmax(dst, x, rows, cols, false);
}

void sumlog_log_softmax(double *dst, const double *x, size_t rows, size_t cols)
{
	softmax(dst, x, rows, cols, true);
}
