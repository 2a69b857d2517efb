/* sumlog and sumlog_rows, and what they and products are made of. */
#include "core.h"

enum {
	BLOCKS = 16,     /* of a piece: 64 Ki elements */
	WINDOW = 1024,   /* pieces of which the products are kept at a time */
	LONG_ROW = 1 << 18, /* elements: from there on a row is cut into pieces */
};

struct multiplication {
	const struct source *s;
	size_t from; /* the first element of the first piece */
	sumlog_product *blocks; /* of all pieces, or the one product of a single thread */
	bool kept;
};

static void multiply_piece(void *arg, size_t piece)
{
	struct multiplication *m = arg;
	double buffer[PIECE];
	size_t from = m->from + piece * BLOCKS * PIECE;
	if (!m->kept && m->s->all) {
		size_t n = m->s->n - from;
		sumlog_product_add(m->blocks, m->s->all + from, n < BLOCKS * PIECE ? n : BLOCKS * PIECE);
		return;
	}
	for (size_t b = 0; b < BLOCKS && from < m->s->n; b++, from += PIECE) {
		size_t n = m->s->n - from < PIECE ? m->s->n - from : PIECE;
		sumlog_product_add(m->blocks + (m->kept ? piece * BLOCKS + b : 0),
		                   source_read(m->s, from, n, buffer), n);
	}
}

/*
 * The products of blocks are merged one by one, from left to right: the bits are those of a
 * single thread, whatever the number of threads.
 */
int product_multiply(sumlog_product *p, const struct source *s, int threads)
{
	const size_t piece = BLOCKS * PIECE;
	size_t pieces = s->n / piece + (s->n % piece != 0);
	sumlog_product result = *p;
	struct multiplication m = {.s = s, .blocks = &result};
	if (threads == 1 || pieces < 2) {
		int failed = run_pieces(multiply_piece, &m, pieces, 1, s->n);
		if (!failed)
			*p = result;
		return failed;
	}
	const sumlog_product nothing = {0};
	m.kept = true;
	m.blocks = PyMem_Malloc((pieces < WINDOW ? pieces : WINDOW) * BLOCKS * sizeof *m.blocks);
	int failed = 0;
	if (!m.blocks) {
		PyErr_NoMemory();
		return -1;
	}
	while (!failed && m.from < s->n) {
		size_t left = s->n - m.from;
		size_t blocks = left / PIECE + (left % PIECE != 0);
		if (blocks > (size_t)WINDOW * BLOCKS)
			blocks = (size_t)WINDOW * BLOCKS;
		for (size_t b = 0; b < blocks; b++)
			m.blocks[b] = nothing;
		failed = run_pieces(multiply_piece, &m, (blocks + BLOCKS - 1) / BLOCKS, threads,
		                    blocks * PIECE);
		for (size_t b = 0; !failed && b < blocks; b++)
			sumlog_product_merge(&result, m.blocks[b]);
		m.from += blocks * PIECE;
	}
	PyMem_Free(m.blocks);
	if (!failed)
		*p = result;
	return failed;
}

static PyObject *sum_of(const struct source *s, int threads)
{
	if (s->all && s->n <= 2 * PIECE) /* without the GIL it would take longer */
		return PyFloat_FromDouble(sumlog_sum_log(s->all, s->n));
	if (s->n <= PIECE) {
		double buffer[PIECE];
		return PyFloat_FromDouble(sumlog_sum_log(source_read(s, 0, s->n, buffer), s->n));
	}
	sumlog_product p = {0};
	if (product_multiply(&p, s, threads) < 0)
		return NULL;
	return PyFloat_FromDouble(sumlog_product_log(p));
}

static bool is_given(PyObject *o) { return o && o != Py_None; }

static PyObject *py_sumlog(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *keys)
{
	static const char *const names[] = {"x", "axis", "out", "keepdims", "threads", NULL};
	enum { X, AXIS, OUT, KEEPDIMS, THREADS, COUNT };
	PyObject *v[COUNT] = {NULL}, *result;
	struct source s;
	int threads = 1;
	(void)self;
	if (count == 1 && !keys) /* the usual call, which should cost little */
		v[X] = args[0];
	else if (parse_arguments("sumlog", args, count, keys, names, 1, 2, v) < 0 ||
	         (threads = parse_threads("sumlog", v[THREADS])) < 0)
		return NULL;
	int keepdims = v[KEEPDIMS] ? PyObject_IsTrue(v[KEEPDIMS]) : 0;
	if (keepdims < 0)
		return NULL;
	if (is_given(v[AXIS]) || is_given(v[OUT]) || keepdims)
		return call_arrays("sumlog", v, THREADS, threads);
	int foreign = open_numbers(&s, v[X], "sumlog");
	if (foreign)
		return foreign < 0 ? NULL : call_arrays("sumlog", v, THREADS, threads);
	result = sum_of(&s, threads);
	source_close(&s);
	return result;
}

struct rows {
	const struct source *s;
	double *dst;
	size_t count, cols, each; /* rows; elements of a row; rows of a piece */
};

static void sum_rows(void *arg, size_t piece)
{
	const struct rows *r = arg;
	double buffer[PIECE];
	size_t row = piece * r->each, end = row + r->each < r->count ? row + r->each : r->count;
	if (r->cols <= PIECE || r->s->all) {
		size_t group = r->s->all ? end - row : PIECE / r->cols;
		for (; row < end; row += group) {
			size_t n = end - row < group ? end - row : group;
			const double *x = source_read(r->s, row * r->cols, n * r->cols, buffer);
			sumlog_sum_log_rows(r->dst + row, x, n, r->cols);
		}
		return;
	}
	for (; row < end; row++) {
		sumlog_product p = {0};
		for (size_t i = 0; i < r->cols; i += PIECE) {
			size_t n = r->cols - i < PIECE ? r->cols - i : PIECE;
			sumlog_product_add(&p, source_read(r->s, row * r->cols + i, n, buffer), n);
		}
		r->dst[row] = sumlog_product_log(p);
	}
}

/* Sums of long rows, each by all threads. */
static int sum_long_rows(const struct rows *r, int threads)
{
	struct source row = *r->s;
	for (size_t i = 0; i < r->count; i++) {
		sumlog_product p = {0};
		row.all = r->s->all + i * r->cols;
		row.n = r->cols;
		if (product_multiply(&p, &row, threads) < 0)
			return -1;
		r->dst[i] = sumlog_product_log(p);
	}
	return 0;
}

static int sum_all_rows(struct rows *r, int threads)
{
	if (r->cols == 0) {
		for (size_t i = 0; i < r->count; i++)
			r->dst[i] = 0;
		return 0;
	}
	if (r->cols >= LONG_ROW && r->s->all)
		return sum_long_rows(r, threads);
	r->each = PIECE / r->cols + 1;
	return run_pieces(sum_rows, r, (r->count + r->each - 1) / r->each, threads, r->count * r->cols);
}

static PyObject *py_sumlog_rows(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                PyObject *keys)
{
	static const char *const names[] = {"x", "out", "threads", NULL};
	static const char *const name = "sumlog_rows";
	enum { X, OUT, THREADS, COUNT };
	PyObject *v[COUNT], *result = NULL;
	struct source s;
	(void)self;
	if (parse_arguments(name, args, count, keys, names, 1, 2, v) < 0)
		return NULL;
	int threads = parse_threads(name, v[THREADS]);
	if (threads < 0)
		return NULL;
	if (has_array_ufunc(v[X]))
		return call_arrays(name, v, THREADS, threads);
	if (source_open(&s, v[X], name, "x") < 0)
		return NULL;
	if (!s.viewed || s.view.ndim != 2) {
		PyErr_Format(PyExc_ValueError, "sumlog.%s: x has %d dimensions, want 2", name,
		             s.viewed ? s.view.ndim : 1);
		source_close(&s);
		return NULL;
	}
	struct rows r = {.s = &s, .count = (size_t)s.view.shape[0], .cols = (size_t)s.view.shape[1]};
	Py_buffer out;
	if (is_given(v[OUT])) {
		result = v[OUT];
		Py_INCREF(result);
	} else
		result = new_doubles(r.count);
	Py_ssize_t n = result ? target_open(&out, result, name) : -1;
	if (n >= 0) {
		int failed = -1;
		r.dst = out.buf;
		if ((size_t)n != r.count)
			PyErr_Format(PyExc_ValueError, "sumlog.%s: out has %zd elements, x has %zu rows", name,
			             n, r.count);
		else if (source_detach(&s, r.dst, (size_t)n) == 0) {
			if (s.all == r.dst && r.cols > 1)
				PyErr_Format(PyExc_ValueError, "sumlog.%s: out is in the memory of x", name);
			else
				failed = sum_all_rows(&r, threads);
		}
		PyBuffer_Release(&out);
		if (failed)
			Py_CLEAR(result);
	} else
		Py_CLEAR(result);
	source_close(&s);
	return result;
}

PyDoc_STRVAR(sumlog_doc,
"sumlog(x, axis=None, *, out=None, keepdims=False, threads=1)\n--\n\n"
"The sum of the natural logarithms of all elements of x, as a float.\n\n"
"x is an array of float64, or of float32, integers or booleans, which are converted to it, or\n"
"an iterable of numbers. The elements are taken in C order. axis, out and keepdims are those\n"
"of numpy.sum and need NumPy.\n\n"
"Max error: 0.6 ULP of the exact sum, plus n*2**-90 for n elements, also where the logarithms\n"
"cancel. The result has the same bits on every processor and for every number of threads.\n\n"
"Special values: a negative element or a NaN gives nan; otherwise a zero gives -inf, or nan\n"
"beside an inf; inf gives inf; no elements give 0.0. There are no warnings.\n\n"
"threads is how many threads may work on it, from 1 to 256.");
PyDoc_STRVAR(sumlog_rows_doc,
"sumlog_rows(x, out=None, *, threads=1)\n--\n\n"
"The sums of the logarithms of the rows of x, each with the bits of sumlog.\n\n"
"Of an array of NumPy, of any number of dimensions, they are the sums along the last axis;\n"
"other arrays have 2 dimensions, and the result is an array.array('d').");

PyMethodDef sum_methods[] = {
	{"sumlog", (PyCFunction)(void (*)(void))py_sumlog, METH_FASTCALL | METH_KEYWORDS, sumlog_doc},
	{"sumlog_rows", (PyCFunction)(void (*)(void))py_sumlog_rows, METH_FASTCALL | METH_KEYWORDS,
	 sumlog_rows_doc},
	{NULL, NULL, 0, NULL},
};
