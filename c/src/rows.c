/* Sums of the logarithms of the rows of a matrix. */
#include "internal.h"

static const struct sumlog_row_mask row_mask = {
	.and = {-1, -1, -1, -1, -1, -1, -1, -1},
	.or = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1},
};

/* Rows of cols elements, of which row r begins at element r·stride. x ends behind the last. */
struct rows {
	const double *x;
	size_t n, cols, stride;
};

static const double *row(struct rows m, size_t r) { return m.x + r * m.stride; }

/* How many of the rows have 8 elements from a column on that do not reach beyond x. */
static size_t rows_inside(struct rows m, size_t column)
{
	size_t end = m.n * m.stride + m.cols; /* of x, and a row more */
	return end < column + ROW8 ? 0 : least(m.n, (end - column - ROW8) / m.stride);
}

/*
 * Rows of at most most elements, whole vectors of them: most is 8, or 16 or 32 where rows have more
 * than half as many elements. dst is not x.
 */
static void vectors_of_rows(const struct sumlog_set *set, double *dst, struct rows m, size_t most)
{
	double fallback = 0;
	int64_t stride = (int64_t)(m.stride * sizeof *m.x), n = (int64_t)m.n;
	const int64_t *mask = sumlog_group_mask + (2 * LANES_WIDTH - m.cols);
	if (most == ROW8)
		set->rowsOf8(dst, m.x, stride, sumlog_tail_mask + (ROW_PAIR - m.cols),
		             (int64_t)(ROW8 - m.cols), n, &fallback);
	else if (most == LANES_WIDTH)
		set->rowsOf16(dst, m.x, stride, mask, n, &fallback);
	else
		set->rowsOf32(dst, m.x, stride, mask, n, &fallback);
	if (fallback == 0)
		return;
	for (size_t r = 0; r < m.n; r++)
		if (dst[r] != dst[r] || leaves_fast_path(row(m, r), m.cols))
			dst[r] = sumlog_sum_log_split(set, row(m, r), m.cols);
}

static void short_rows(const struct sumlog_set *set, double *dst, struct rows m, size_t most)
{
	enum { block = 256 };
	double sums[block]; /* dst may be x */
	size_t inside = m.n & ~(size_t)(set->lanes - 1), left = m.n - inside;
	for (size_t r = 0; r < inside; r += block) {
		size_t n = least(block, inside - r);
		vectors_of_rows(set, sums, (struct rows){row(m, r), n, m.cols, m.stride}, most);
		memcpy(dst + r, sums, n * sizeof *dst);
	}
	if (left > 0) { /* less than a vector, which some rows before them or copies fill up */
		double last[MAX_LANES * 2 * LANES_WIDTH];
		size_t lanes = (size_t)set->lanes;
		size_t before = inside > 0 && m.cols > 1 ? lanes - left : 0;
		struct rows end = {row(m, inside - before), lanes, m.cols, m.stride};
		if (before == 0) {
			for (size_t i = 0; i < MAX_LANES * m.cols; i++)
				last[i] = 1;
			for (size_t r = 0; r < left; r++)
				memcpy(last + r * m.cols, row(m, inside + r), m.cols * sizeof *last);
			end.x = last;
			end.stride = m.cols;
		}
		vectors_of_rows(set, sums, end, most);
		memcpy(dst + (inside - before), sums, (before + left) * sizeof *dst);
	}
}

/* How many times 8 elements go to each quarter of the lanes. */
static struct sumlog_row_plan new_plan(struct rows m)
{
	const int each = STRIPE / ROW8; /* rows of 8 in a stripe */
	struct sumlog_row_plan plan = {.stride = (int64_t)(m.stride * sizeof *m.x)};
	int rows8 = (int)((m.cols + ROW8 - 1) / ROW8);
	for (int q = 0; q < 4; q++) {
		int in_stripe = rows8 - q / 2 * each;
		int n = ((in_stripe < each ? in_stripe : each) - q % 2 + 1) / 2;
		if (n > 0) {
			plan.has[q] = 1;
			plan.whole[q] = n;
		}
	}
	int last = (rows8 - 1) / each * 2 + (rows8 - 1) % 2;
	plan.whole[last]--;
	plan.last[last] = 1;
	plan.each_quarter = rows8 > RAW_FACTORS;
	plan.joined = rows8 * ROW8 > RAW_FACTORS;
	return plan;
}

/*
 * At most ROW_BLOCK rows of more than 32 elements, by way of their lanes. The last elements of
 * one are read as 8, of which the first inside rows have them.
 */
static void block_of_rows(const struct sumlog_set *set, double *dst, struct rows m, size_t inside,
                          const struct sumlog_row_plan *plan)
{
	struct sumlog_row_lanes lanes[ROW_BLOCK];
	double p[ROW_BLOCK], e[ROW_BLOCK];
	int64_t exp[ROW_BLOCK];
	size_t whole = (m.cols - 1) & ~(size_t)(ROW8 - 1), vectors = whole_vectors(set, m.n);
	const int64_t *mask = row_mask.and + (whole + ROW8 - m.cols);
	if (inside > 0)
		set->productRows(lanes, m.x, m.x + whole, mask, plan, (int64_t)inside);
	if (inside < m.n) { /* by one */
		double last[ROW8] = {0};
		memcpy(last, row(m, inside) + whole, (m.cols - whole) * sizeof *last);
		set->productRows(&lanes[inside], row(m, inside), last, mask, plan, 1);
	}
	memset(&lanes[m.n], 0, (vectors - m.n) * sizeof *lanes);
	set->reduceRows(p, e, exp, lanes, (int64_t)vectors);
	set->logRows(p, e, exp, (int64_t)vectors);
	for (size_t r = 0; r < m.n; r++) /* a NaN is a row that left the fast path */
		dst[r] = p[r] == p[r] ? p[r] : sumlog_sum_log_split(set, row(m, r), m.cols);
}

static void longer_rows(const struct sumlog_set *set, double *dst, struct rows m)
{
	struct sumlog_row_plan plan = new_plan(m);
	size_t inside = rows_inside(m, (m.cols - 1) & ~(size_t)(ROW8 - 1));
	for (size_t r = 0; r < m.n; r += ROW_BLOCK) {
		struct rows block = {row(m, r), least(ROW_BLOCK, m.n - r), m.cols, m.stride};
		block_of_rows(set, dst + r, block, inside > r ? least(block.n, inside - r) : 0, &plan);
	}
}

void sumlog_sum_log_rows_strided(double *dst, const double *x, size_t rows, size_t cols,
                                 size_t stride)
{
	const struct sumlog_set *set = sumlog_in_force();
	struct rows m = {x, rows, cols, stride};
	/* A vector's way is as long for one row as for all that it takes. */
	if (rows <= (cols <= ROW8 ? 1 : 2) || cols > MAX_ROW)
		for (size_t r = 0; r < rows; r++)
			dst[r] = sumlog_sum_log_of(set, row(m, r), cols);
	else if (cols <= ROW8)
		short_rows(set, dst, m, ROW8);
	else if (cols <= 2 * LANES_WIDTH)
		short_rows(set, dst, m, cols <= LANES_WIDTH ? LANES_WIDTH : 2 * LANES_WIDTH);
	else
		longer_rows(set, dst, m);
}

void sumlog_sum_log_rows(double *dst, const double *x, size_t rows, size_t cols)
{
	sumlog_sum_log_rows_strided(dst, x, rows, cols, cols);
}
