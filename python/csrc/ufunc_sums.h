/* The loops of the generalized ufuncs: sums along the core dimension. */

/* Whether rows lie one after the other. */
static bool are_contiguous(npy_intp row, npy_intp rows, npy_intp stride, npy_intp cols)
{
	const npy_intp size = sizeof(double);
	return (cols == 1 || stride == size) && (rows == 1 || row == cols * size);
}

/* Copies rows that are row bytes apart, and their elements stride bytes, one after the other. */
static void gather_rows(double *dst, const char *x, npy_intp row, npy_intp rows, npy_intp stride,
                        npy_intp cols)
{
	if (stride == sizeof(double))
		for (npy_intp r = 0; r < rows; r++)
			gather(dst + r * cols, x + r * row, stride, cols);
	else
		for (npy_intp i = 0; i < cols; i++) /* rows side by side lie side by side in columns */
			for (npy_intp r = 0; r < rows; r++)
				dst[r * cols + i] = load(x + r * row + i * stride);
}

/* Sums of rows that are not contiguous, of at most BLOCK elements: as many as fit a block. */
static void gathered_rows(char *out, npy_intp out_stride, const char *x, npy_intp row,
                          npy_intp rows, npy_intp stride, npy_intp cols)
{
	double buffer[BLOCK], sums[BLOCK];
	npy_intp group = BLOCK / cols;
	for (npy_intp r = 0; r < rows; r += group) {
		npy_intp k = least(group, rows - r);
		gather_rows(buffer, x + r * row, row, k, stride, cols);
		c->sum_log_rows_strided(sums, buffer, (size_t)k, (size_t)cols, (size_t)cols);
		scatter(out + r * out_stride, out_stride, sums, k);
	}
}

/* Sums of longer ones, in blocks, which give the bits of a contiguous row; TILE rows at a time. */
static void gathered_long_rows(char *out, npy_intp out_stride, const char *x, npy_intp row,
                               npy_intp rows, npy_intp stride, npy_intp cols)
{
	double one[BLOCK], *buffer = malloc(TILE * sizeof one);
	npy_intp tile = buffer ? TILE : 1;
	double *blocks = buffer ? buffer : one;
	for (npy_intp r = 0; r < rows; r += tile) {
		npy_intp k = least(tile, rows - r);
		sumlog_product products[TILE];
		memset(products, 0, sizeof products);
		for (npy_intp i = 0; i < cols; i += BLOCK) {
			npy_intp n = least(BLOCK, cols - i);
			for (npy_intp l = 0; l < n; l++)
				for (npy_intp j = 0; j < k; j++)
					blocks[j * BLOCK + l] = load(x + (r + j) * row + (i + l) * stride);
			for (npy_intp j = 0; j < k; j++)
				c->product_add(&products[j], blocks + j * BLOCK, (size_t)n);
		}
		for (npy_intp j = 0; j < k; j++) {
			double sum = c->product_log(products[j]);
			scatter(out + (r + j) * out_stride, out_stride, &sum, 1);
		}
	}
	free(buffer);
}

/* (n)->() */
static void sumlog_rows_loop(char **args, npy_intp const *dims, npy_intp const *strides)
{
	npy_intp rows = dims[0], cols = dims[1];
	npy_intp row = strides[0], out = strides[1], stride = strides[2];
	bool contiguous = stride == sizeof(double) || cols == 1; /* the elements of a row are */
	if (cols == 0) {
		const double nothing = 0;
		for (npy_intp r = 0; r < rows; r++)
			scatter(args[1] + r * out, out, &nothing, 1);
	} else if (contiguous && out == sizeof(double) && row >= cols * out && row % out == 0)
		c->sum_log_rows_strided((double *)args[1], (const double *)args[0], (size_t)rows,
		                        (size_t)cols, (size_t)(row / out));
	else if (contiguous && (rows == 1 || cols > BLOCK))
		for (npy_intp r = 0; r < rows; r++) {
			double sum = c->sum_log((const double *)(args[0] + r * row), (size_t)cols);
			scatter(args[1] + r * out, out, &sum, 1);
		}
	else if (cols <= BLOCK)
		gathered_rows(args[1], out, args[0], row, rows, stride, cols);
	else
		gathered_long_rows(args[1], out, args[0], row, rows, stride, cols);
}

/* The core dimension of a row, of one to three inputs that have strides of their own. */
struct core {
	const char *in[3];
	npy_intp strides[3], n;
};

/* The elements of an input from the given one on; buffer has room for them. */
static const double *elements(const struct core *row, int input, npy_intp from, npy_intp n,
                              double *buffer)
{
	npy_intp stride = row->strides[input];
	const char *p = row->in[input] + from * stride;
	if (stride == sizeof(double) || n == 1)
		return (const double *)p;
	gather(buffer, p, stride, n);
	return buffer;
}

static double sum_log1p(const struct core *row)
{
	double buffer[BLOCK];
	if (row->n <= BLOCK)
		return c->sum_log1p(elements(row, 0, 0, row->n, buffer), (size_t)row->n);
	sumlog_log1p_sum s = {.s = 0};
	for (npy_intp i = 0, n; i < row->n; i += n) {
		n = least(BLOCK, row->n - i);
		c->log1p_add(&s, elements(row, 0, i, n, buffer), (size_t)n);
	}
	return c->log1p_result(s);
}

static double log_sum_exp(const struct core *row)
{
	double buffer[BLOCK];
	if (row->n <= BLOCK)
		return c->log_sum_exp(elements(row, 0, 0, row->n, buffer), (size_t)row->n);
	sumlog_exp_sum s = {.s = 0};
	for (npy_intp i = 0, n; i < row->n; i += n) {
		n = least(BLOCK, row->n - i);
		c->exp_add(&s, elements(row, 0, i, n, buffer), (size_t)n);
	}
	return c->exp_log(s);
}

static double dot_log(const struct core *row, int x)
{
	double a[BLOCK], b[BLOCK];
	if (row->n <= BLOCK)
		return c->dot_log(elements(row, 0, 0, row->n, a), elements(row, x, 0, row->n, b),
		                  (size_t)row->n);
	sumlog_dot_log_sum s = {.s = 0};
	for (npy_intp i = 0, n; i < row->n; i += n) {
		n = least(BLOCK, row->n - i);
		c->dot_add(&s, elements(row, 0, i, n, a), elements(row, x, i, n, b), (size_t)n);
	}
	if (!c->dot_cancels(s))
		return c->dot_result(s);
	sumlog_careful_sum again = c->careful_begin(s);
	for (npy_intp i = 0, n; i < row->n; i += n) {
		n = least(BLOCK, row->n - i);
		c->careful_add(&again, elements(row, 0, i, n, a), elements(row, x, i, n, b), (size_t)n);
	}
	return c->careful_result(again);
}

static double dot_log_ratio(const struct core *row, int x, int y)
{
	double a[BLOCK], b[BLOCK], d[BLOCK];
	sumlog_dot_log_sum s = {.s = 0};
	for (npy_intp i = 0, n; i < row->n; i += n) {
		n = least(BLOCK, row->n - i);
		c->ratio_add(&s, elements(row, 0, i, n, a), elements(row, x, i, n, b),
		             elements(row, y, i, n, d), (size_t)n);
	}
	return c->dot_result(s);
}

/* Nan for negative counts. */
static double dot_log_counts(const struct core *row)
{
	double a[BLOCK], b[BLOCK];
	sumlog_product p;
	memset(&p, 0, sizeof p);
	for (npy_intp i = 0, n; i < row->n; i += n) {
		n = least(BLOCK, row->n - i);
		const int64_t *counts = (const int64_t *)(const void *)elements(row, 0, i, n, a);
		for (npy_intp j = 0; j < n; j++)
			if (counts[j] < 0)
				return NPY_NAN;
		c->product_add_counts(&p, counts, elements(row, 1, i, n, b), (size_t)n);
	}
	return c->product_log(p);
}

static double sum_dotlog(const struct core *row) { return dot_log(row, 1); }
static double sum_entropy(const struct core *row) { return 0 - dot_log(row, 0); }
static double sum_dotlogratio(const struct core *row) { return dot_log_ratio(row, 1, 2); }
static double sum_relative(const struct core *row) { return dot_log_ratio(row, 0, 1); }

/* The loop of a function of several inputs: their outer strides come before those of the core. */
static void sum_rows(double (*f)(const struct core *), int inputs, char **args,
                     npy_intp const *dims, npy_intp const *strides)
{
	struct core row = {.n = dims[1]};
	for (npy_intp r = 0; r < dims[0]; r++) {
		for (int i = 0; i < inputs; i++) {
			row.in[i] = args[i] + r * strides[i];
			row.strides[i] = strides[inputs + 1 + i];
		}
		double sum = f(&row);
		scatter(args[inputs] + r * strides[inputs], 0, &sum, 1);
	}
}

/* A function of contiguous rows, one after the other, of one input or two. */
typedef void rows_fn(double *dst, const double *const *in, size_t rows, size_t cols);

static void log_sum_exp_rows(double *dst, const double *const *in, size_t rows, size_t cols)
{
	c->log_sum_exp_rows(dst, in[0], rows, cols);
}
static void dot_log_rows(double *dst, const double *const *in, size_t rows, size_t cols)
{
	c->dot_log_rows(dst, in[0], in[1], rows, cols);
}
static void entropy_rows(double *dst, const double *const *in, size_t rows, size_t cols)
{
	c->dot_log_rows(dst, in[0], in[0], rows, cols);
	for (size_t r = 0; r < rows; r++)
		dst[r] = 0 - dst[r];
}

/*
 * The loop of a function that takes several rows at once. Rows that do not lie one after the other
 * are copied, as many as fit a block; those longer than a block go to f, one by one.
 */
static void sum_blocks(rows_fn *of_rows, double (*f)(const struct core *), int inputs, char **args,
                       npy_intp const *dims, npy_intp const *strides)
{
	const npy_intp rows = dims[0], cols = dims[1], size = sizeof(double);
	const npy_intp *core = strides + inputs + 1, out = strides[inputs];
	double buffers[2][BLOCK], sums[SMALL];
	bool contiguous[2], all = rows == 1 || out == size;
	for (int i = 0; i < inputs; i++) {
		contiguous[i] = are_contiguous(strides[i], rows, core[i], cols);
		all = all && contiguous[i];
	}
	if (cols == 0 || (cols > BLOCK && !all)) {
		sum_rows(f, inputs, args, dims, strides);
		return;
	}
	npy_intp group = all ? rows : least(SMALL, BLOCK / cols);
	for (npy_intp r = 0, n; r < rows; r += n) {
		const double *in[2] = {NULL, NULL};
		n = least(group, rows - r);
		for (int i = 0; i < inputs; i++) {
			const char *x = args[i] + r * strides[i];
			in[i] = contiguous[i] ? (const double *)x : buffers[i];
			if (!contiguous[i])
				gather_rows(buffers[i], x, strides[i], n, core[i], cols);
		}
		if (all)
			of_rows((double *)args[inputs], in, (size_t)n, (size_t)cols);
		else {
			of_rows(sums, in, (size_t)n, (size_t)cols);
			scatter(args[inputs] + r * out, out, sums, n);
		}
	}
}

#define BLOCK_LOOP(name, of_rows, function, inputs)                                             \
	static void name##_loop(char **args, npy_intp const *dims, npy_intp const *strides)     \
	{                                                                                       \
		sum_blocks(of_rows, function, inputs, args, dims, strides);                     \
	}
BLOCK_LOOP(logsumexp, log_sum_exp_rows, log_sum_exp, 1)
BLOCK_LOOP(dotlog, dot_log_rows, sum_dotlog, 2)
BLOCK_LOOP(entropy, entropy_rows, sum_entropy, 1)

#define SUM_LOOP(name, function, inputs)                                                        \
	static void name##_loop(char **args, npy_intp const *dims, npy_intp const *strides)     \
	{                                                                                       \
		sum_rows(function, inputs, args, dims, strides);                                \
	}
SUM_LOOP(sumlog1p, sum_log1p, 1)
SUM_LOOP(dotlog_counts, dot_log_counts, 2)
SUM_LOOP(dotlogratio, sum_dotlogratio, 3)
SUM_LOOP(relative_entropy, sum_relative, 2)

/* (n)->(),() */
static void sumlogabs_loop(char **args, npy_intp const *dims, npy_intp const *strides)
{
	for (npy_intp r = 0; r < dims[0]; r++) {
		const char *x = args[0] + r * strides[0];
		double buffer[BLOCK];
		bool odd = false;
		sumlog_product p;
		memset(&p, 0, sizeof p);
		for (npy_intp i = 0, n; i < dims[1]; i += n) {
			n = least(BLOCK, dims[1] - i);
			gather(buffer, x + i * strides[3], strides[3], n);
			for (npy_intp j = 0; j < n; j++) {
				odd ^= signbit(buffer[j]) != 0;
				buffer[j] = fabs(buffer[j]);
			}
			c->product_add(&p, buffer, (size_t)n);
		}
		double sum = c->product_log(p), sign = odd ? -1 : 1;
		if (isnan(sum))
			sign = sum;
		else if (isinf(sum) && sum < 0)
			sign = 0;
		scatter(args[1] + r * strides[1], 0, &sign, 1);
		scatter(args[2] + r * strides[2], 0, &sum, 1);
	}
}

/* (n)->(n): rows that do not lie one after the other are copied, as many as fit a block. */
static void softmax_rows(sumlog_softmax_fn *f, char **args, npy_intp const *dims,
                         npy_intp const *strides)
{
	const npy_intp rows = dims[0], cols = dims[1], in = strides[2], out = strides[3];
	if (rows == 0 || cols == 0)
		return;
	if (are_contiguous(strides[0], rows, in, cols) && are_contiguous(strides[1], rows, out, cols)) {
		f((double *)args[1], (const double *)args[0], (size_t)rows, (size_t)cols);
		return;
	}
	double block[BLOCK], *buffer = cols <= BLOCK ? block : malloc((size_t)cols * sizeof *buffer);
	if (!buffer) {
		NPY_ALLOW_C_API_DEF
		NPY_ALLOW_C_API
		PyErr_NoMemory();
		NPY_DISABLE_C_API
		return;
	}
	npy_intp group = cols <= BLOCK ? BLOCK / cols : 1;
	for (npy_intp r = 0, n; r < rows; r += n) {
		n = least(group, rows - r);
		gather_rows(buffer, args[0] + r * strides[0], strides[0], n, in, cols);
		f(buffer, buffer, (size_t)n, (size_t)cols);
		for (npy_intp k = 0; k < n; k++)
			scatter(args[1] + (r + k) * strides[1], out, buffer + k * cols, cols);
	}
	if (buffer != block)
		free(buffer);
}

static void softmax_loop(char **args, npy_intp const *dims, npy_intp const *strides)
{
	softmax_rows(c->softmax, args, dims, strides);
}
static void log_softmax_loop(char **args, npy_intp const *dims, npy_intp const *strides)
{
	softmax_rows(c->log_softmax, args, dims, strides);
}
