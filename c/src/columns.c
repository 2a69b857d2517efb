/*
 * Products of the columns of a matrix, and sums of logarithms by them. The rows are read in their
 * order in memory, a panel of columns at a time: the lanes of a vector are columns, or columns of
 * neighbouring rows, which are different lanes of a product. Columns of few rows are copied, and
 * summed as rows.
 */
#include "internal.h"

enum {
	COLUMNS = 64, /* of a panel: more of them would take more stack */
	GAP = 8,      /* elements between copied columns, whose rows then differ in the set of a cache */
	LINE = 8,     /* columns of a line of the cache, which are copied one after the other */

	/* In the memory of a panel: each half of the lanes, and their fields. */
	HALF = LANES_WIDTH * COLUMNS,
	E_AT = offsetof(struct sumlog_column_lanes, e) / sizeof(double),
	EXP_AT = offsetof(struct sumlog_column_lanes, exp) / sizeof(double),
	MEMORY = EXP_AT + 2 * HALF + ROW8,
};
_Static_assert(2 * HALF + ROW8 <= E_AT, "the fields of a panel overlap");

/* A block of rows of some columns. Lane i of column c is element i·pitch + c of half its lanes. */
struct panel {
	const struct sumlog_set *set;
	const double *x;
	size_t rows, cols, stride, pitch;
	double *memory; /* of its lanes, or of copied columns */
};

static struct panel new_panel(const struct sumlog_set *set, double *memory, const double *x,
                              size_t rows, size_t cols, size_t stride)
{
	size_t pitch = cols == stride ? cols : (cols + ROW8 - 1) & ~(size_t)(ROW8 - 1);
	return (struct panel){set, x, rows, cols, stride, pitch, memory};
}

/* Multiplies the first lanes from x on, each by that many rows: more where they have factors. */
static void multiply_lanes(const struct panel *p, double *half, const double *x, size_t lanes,
                           size_t rows, bool more)
{
	size_t n = p->cols;
	if (p->stride == n) { /* rows without gaps are as good as one */
		n *= lanes;
		lanes = 1;
	}
	struct sumlog_column_plan plan = {
		.lanes = (int64_t)lanes,
		.vectors = (int64_t)(n / ROW8),
		.part = (int64_t)(n % ROW8),
		.row = (int64_t)(p->stride * sizeof *x),
		.rows = (int64_t)rows,
		.stride = (int64_t)(p->stride * sizeof *x * LANES_WIDTH),
		.more = more,
	};
	for (int i = 0; i < plan.part; i++)
		plan.mask[i] = -1;
	p->set->productColumns(half, x, &plan);
}

/* Multiplies n rows of a stripe into their lanes. */
static void multiply_stripe(const struct panel *p, size_t from, size_t n)
{
	const double *x = p->x + from * p->stride;
	double *half = p->memory + from / STRIPE % 2 * HALF;
	size_t each = n / LANES_WIDTH, rest = n % LANES_WIDTH;
	bool more = from >= 2 * STRIPE;
	if (each > 0)
		multiply_lanes(p, half, x, LANES_WIDTH, each, more);
	if (rest > 0)
		multiply_lanes(p, half, x + each * LANES_WIDTH * p->stride, rest, 1, more || each > 0);
}

/* Makes eight products behind the first lanes 1, for vectors that begin within them. */
static void fill_lanes(const struct panel *p, size_t lanes)
{
	double *behind = p->memory + lanes * p->pitch;
	for (size_t i = 0; lanes < LANES_WIDTH && i < ROW8; i++) {
		behind[i] = 1;
		behind[E_AT + i] = behind[EXP_AT + i] = 0;
	}
}

/* Merges the first n lanes with those of b. */
static void merge_lanes(const struct panel *p, const double *b, size_t n)
{
	p->set->mergeColumns(p->memory, b, (int64_t)((n * p->pitch + ROW8 - 1) / ROW8));
}

/* Leaves the products of the columns in the first lanes. */
static void multiply_panel(const struct panel *p)
{
	for (size_t i = 0; i < p->rows; i += STRIPE)
		multiply_stripe(p, i, least(STRIPE, p->rows - i));
	size_t lanes = least(p->rows, LANES_WIDTH);
	if (p->rows > STRIPE) /* the last vector of the second half ends with ones */
		merge_lanes(p, p->memory + HALF, least(p->rows - STRIPE, LANES_WIDTH));
	fill_lanes(p, lanes);
	for (size_t half = LANES_WIDTH / 2; half > 0; half /= 2)
		if (lanes > half) {
			merge_lanes(p, p->memory + half * p->pitch, lanes - half);
			lanes = half;
		}
}

/* Copies rows of cols columns: column c to dst + c·step. */
static void copy_columns(double *dst, size_t step, const double *x, size_t rows, size_t cols,
                         size_t stride)
{
	for (size_t c = 0; c < cols; c += LINE) {
		size_t n = least(LINE, cols - c);
		double *to = dst + c * step;
		const double *from = x + c;
		for (size_t r = 0; r < rows; r++)
			for (size_t k = 0; k < n; k++)
				to[k * step + r] = from[r * stride + k];
	}
}

/*
 * Copies the columns from c on to the memory of the panel, as many as there are and as have room,
 * and returns how many. Column c+i begins at element i·(rows + GAP).
 */
static size_t copy_from(const struct panel *p, size_t c)
{
	size_t step = p->rows + GAP, n = least(least(LINE, MEMORY / step), p->cols - c);
	copy_columns(p->memory, step, p->x + c, p->rows, n, p->stride);
	return n;
}

static const double *copied(const struct panel *p, size_t i)
{
	return p->memory + i * (p->rows + GAP);
}

/* Sets dst to the logarithms of the products. A NaN is a column that left the fast path. */
static void log_panel(const struct panel *p, double *dst)
{
	double *lanes = p->memory;
	size_t vectors = whole_vectors(p->set, p->cols);
	p->set->logRows(lanes, lanes + E_AT, lanes + EXP_AT, (int64_t)vectors);
	memcpy(dst, lanes, p->cols * sizeof *dst);
	for (size_t c = 0; c < p->cols;) {
		if (dst[c] == dst[c]) {
			c++;
			continue;
		}
		size_t n = copy_from(p, c);
		for (size_t i = 0; i < n; i++, c++)
			if (dst[c] != dst[c])
				dst[c] = sumlog_sum_log_split(p->set, copied(p, i), p->rows);
	}
}

/* Merges the products of the panel into all, and returns how many columns left the fast path. */
static size_t merge_panel(const struct panel *p, sumlog_product *all)
{
	const double *lanes = p->memory;
	bool bad[COLUMNS];
	size_t found = 0;
	for (size_t c = 0; c < p->cols; c++) {
		sumlog_product block = {
			.p = lanes[c], .e = lanes[E_AT + c], .exp = (int64_t)to_bits(lanes[EXP_AT + c]),
		};
		bad[c] = block.e != block.e;
		found += bad[c];
		if (!bad[c])
			all[c] = p->set->merge(all[c], block);
	}
	for (size_t c = 0; found > 0 && c < p->cols;) {
		if (!bad[c]) {
			c++;
			continue;
		}
		size_t n = copy_from(p, c);
		for (size_t i = 0; i < n; i++, c++) {
			struct path split = {.again = 1, .how = SIGNIFICANDS};
			if (bad[c])
				all[c] = p->set->merge(all[c], sumlog_block_product(p->set, &split, copied(p, i),
				                                                    p->rows));
		}
	}
	return found;
}

/* The same where the fast path is not tried. */
static void split_panel(const struct panel *p, sumlog_product *all)
{
	for (size_t c = 0; c < p->cols; c++)
		p->memory[E_AT + c] = (double)NAN;
	merge_panel(p, all);
}

/*
 * Multiplies all by at most COLUMNS columns, block by block. Where most columns leave the fast
 * path, it is not tried for some blocks.
 */
static void multiply_columns(const struct sumlog_set *set, double *memory, sumlog_product *all,
                             const double *x, size_t rows, size_t cols, size_t stride)
{
	int left = 0, split = 0; /* as in struct path */
	for (size_t r = 0; r < rows; r += BLOCK) {
		struct panel p = new_panel(set, memory, x + r * stride, least(BLOCK, rows - r), cols, stride);
		if (split > 0) {
			split--;
			split_panel(&p, all);
			continue;
		}
		multiply_panel(&p);
		if (merge_panel(&p, all) <= cols / 2)
			left = 0;
		else if (++left > 1)
			split = 15;
	}
}

/* The columns of a panel: nearly as many in each, from a multiple of 8 on. */
static size_t panel_width(size_t cols)
{
	size_t panels = (cols + COLUMNS - 1) / COLUMNS, width = (cols + panels - 1) / panels;
	return (width + ROW8 - 1) & ~(size_t)(ROW8 - 1);
}

void sumlog_product_mul_columns(sumlog_product *products, const double *x, size_t rows, size_t cols,
                                size_t stride)
{
	const struct sumlog_set *set = sumlog_in_force();
	double memory[MEMORY];
	size_t width = cols > 0 ? panel_width(cols) : 1;
	for (size_t c = 0; c < cols && rows > 0; c += width) {
		size_t n = least(width, cols - c);
		for (size_t i = c; i < c + n; i++)
			products[i] = value(products[i]);
		multiply_columns(set, memory, products + c, x + c, rows, n, stride);
		for (size_t i = c; i < c + n; i++)
			products[i] = form(products[i]);
	}
}

/* Columns of at most LANES_WIDTH rows, as many at a time as there is space for. */
static void short_columns(double *dst, const double *x, size_t rows, size_t cols, size_t stride)
{
	double space[1024];
	size_t step = rows + GAP, width = sizeof space / sizeof *space / step & ~(size_t)(LINE - 1);
	for (size_t c = 0; c < cols; c += width) {
		size_t n = least(width, cols - c);
		copy_columns(space, step, x + c, rows, n, stride);
		sumlog_sum_log_rows_strided(dst + c, space, n, rows, step);
	}
}

/* Columns of more rows. */
static void long_columns(double *dst, const double *x, size_t rows, size_t cols, size_t stride)
{
	const struct sumlog_set *set = sumlog_in_force();
	double memory[MEMORY];
	size_t width = panel_width(cols);
	for (size_t c = 0; c < cols; c += width) {
		size_t n = least(width, cols - c);
		if (rows <= BLOCK) {
			struct panel p = new_panel(set, memory, x + c, rows, n, stride);
			multiply_panel(&p);
			log_panel(&p, dst + c);
			continue;
		}
		sumlog_product all[COLUMNS];
		for (size_t i = 0; i < n; i++)
			all[i] = (sumlog_product){.p = 1};
		multiply_columns(set, memory, all, x + c, rows, n, stride);
		for (size_t i = 0; i < n; i++)
			dst[c + i] = sumlog_log_of(set, all[i]);
	}
}

void sumlog_sum_log_columns(double *dst, const double *x, size_t rows, size_t cols, size_t stride)
{
	if (rows == 0)
		for (size_t c = 0; c < cols; c++)
			dst[c] = 0;
	else if (cols == 1 && stride == 1)
		*dst = sumlog_sum_log(x, rows);
	else if (rows <= LANES_WIDTH)
		short_columns(dst, x, rows, cols, stride);
	else if (cols > 0)
		long_columns(dst, x, rows, cols, stride);
}
