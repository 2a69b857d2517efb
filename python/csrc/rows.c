/* Sums of the rows of a matrix. */
#include "core.h"

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

PyDoc_STRVAR(sumlog_rows_doc,
"sumlog_rows(x, out=None, *, threads=1)\n--\n\n"
"The sums of the logarithms of the rows of x, each with the bits of sumlog.\n\n"
"Of an array of NumPy, of any number of dimensions, they are the sums along the last axis;\n"
"other arrays have 2 dimensions, and the result is an array.array('d').");


PyMethodDef row_methods[] = {
	{"sumlog_rows", (PyCFunction)(void (*)(void))py_sumlog_rows, METH_FASTCALL | METH_KEYWORDS,
	 sumlog_rows_doc},
	{NULL, NULL, 0, NULL},
};
