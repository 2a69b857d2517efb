/* Sums of the columns of a matrix. */
#include "core.h"

#include <string.h>

enum {
	PANEL = 64,       /* columns that the library takes at a time */
	STRIP = 16,       /* panels of which all products are kept */
	PENDING = 1 << 15 /* products of blocks that are kept, 1 MB */
};

/* Columns of a matrix. Where they are longer than a block, first and width are those of a strip. */
struct columns {
	const double *x;
	double *dst;
	size_t rows, cols, first, width;
	size_t each; /* columns of a piece, where the rows are one block */
	/* Of each block of rows from the given one on, or those of all blocks, which one thread adds. */
	sumlog_product *products;
	size_t row;
	bool kept;
};

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Sums columns of one block of rows. */
static void sum_columns(void *arg, size_t piece)
{
	const struct columns *m = arg;
	size_t from = piece * m->each, n = least(m->each, m->cols - from);
	sumlog_sum_log_columns(m->dst + from, m->x + from, m->rows, n, m->cols);
}

/* Multiplies a panel of one block. */
static void multiply_panel(void *arg, size_t piece)
{
	const struct columns *m = arg;
	size_t panels = (m->width + PANEL - 1) / PANEL;
	size_t block = piece / panels, from = piece % panels * PANEL, row = m->row + block * PIECE;
	sumlog_product *products = m->products + (m->kept ? block * m->width : 0) + from;
	sumlog_product_mul_columns(products, m->x + row * m->cols + m->first + from,
	                           least(PIECE, m->rows - row), least(PANEL, m->width - from), m->cols);
}

/* Multiplies all blocks of a strip, which has products for all columns. */
static int multiply_strip(struct columns *m, sumlog_product *all, size_t window, int threads)
{
	size_t panels = (m->width + PANEL - 1) / PANEL;
	for (m->row = 0; m->row < m->rows; m->row += window * PIECE) {
		size_t rows = least(window * PIECE, m->rows - m->row), blocks = (rows + PIECE - 1) / PIECE;
		if (m->kept)
			memset(m->products, 0, blocks * m->width * sizeof *m->products);
		if (run_pieces(multiply_panel, m, blocks * panels, threads, rows * m->width) < 0)
			return -1;
		for (size_t i = 0; m->kept && i < blocks * m->width; i++)
			sumlog_product_merge(&all[i % m->width], m->products[i]);
	}
	return 0;
}

static int sum_strip(struct columns *m, int threads)
{
	size_t blocks = (m->rows + PIECE - 1) / PIECE, window = blocks, kept = 0;
	m->kept = threads > 1;
	if (m->kept) {
		window = least(blocks, PENDING / m->width + 1);
		kept = window * m->width;
	}
	sumlog_product *all = PyMem_Calloc(m->width + kept, sizeof *all);
	if (!all) {
		PyErr_NoMemory();
		return -1;
	}
	m->products = m->kept ? all + m->width : all;
	int failed = multiply_strip(m, all, window, threads);
	for (size_t c = 0; !failed && c < m->width; c++)
		m->dst[m->first + c] = sumlog_product_log(all[c]);
	PyMem_Free(all);
	return failed;
}

static int sum_all_columns(struct columns *m, int threads)
{
	if (m->rows <= PIECE) {
		m->each = PANEL * (4 * PIECE / (PANEL * (m->rows + 1)) + 1);
		return run_pieces(sum_columns, m, (m->cols + m->each - 1) / m->each, threads,
		                  m->rows * m->cols + m->cols);
	}
	for (m->first = 0; m->first < m->cols; m->first += m->width) {
		m->width = least(STRIP * PANEL, m->cols - m->first);
		if (sum_strip(m, threads) < 0)
			return -1;
	}
	return 0;
}

static PyObject *py_sumlog_columns(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                   PyObject *keys)
{
	static const char *const names[] = {"x", "out", "threads", NULL};
	static const char *const name = "sumlog_columns";
	enum { X, OUT, THREADS, COUNT };
	PyObject *v[COUNT], *result = NULL;
	struct source x;
	(void)self;
	if (parse_arguments(name, args, count, keys, names, 1, 2, v) < 0)
		return NULL;
	int threads = parse_threads(name, v[THREADS]);
	if (threads < 0)
		return NULL;
	if (has_array_ufunc(v[X]))
		return call_arrays(name, v, THREADS, threads);
	if (source_open(&x, v[X], name, "x") < 0)
		return NULL;
	if (!x.viewed || x.view.ndim != 2)
		PyErr_Format(PyExc_ValueError, "sumlog.%s: x has %d dimensions, want 2", name,
		             x.viewed ? x.view.ndim : 1);
	else if (source_gather(&x) == 0) {
		Py_buffer out;
		struct columns m = {.rows = (size_t)x.view.shape[0], .cols = (size_t)x.view.shape[1]};
		result = open_result(v[OUT], m.cols, &out, name);
		if (result) {
			m.dst = out.buf;
			int failed = keep_apart(&x, m.dst, m.cols, name);
			m.x = x.all;
			if (failed || sum_all_columns(&m, threads) < 0)
				Py_CLEAR(result);
			PyBuffer_Release(&out);
		}
	}
	source_close(&x);
	return result;
}

PyDoc_STRVAR(sumlog_columns_doc,
"sumlog_columns(x, out=None, *, threads=1)\n--\n\n"
"The sums of the logarithms of the columns of x, each with the bits of sumlog.\n\n"
"Of an array of NumPy, of any number of dimensions, they are the sums along the first axis;\n"
"other arrays have 2 dimensions, and the result is an array.array('d'). Threads share blocks of\n"
"4096 rows and of 64 columns. Error and special values are those of sumlog.");


PyMethodDef column_methods[] = {
	{"sumlog_columns", (PyCFunction)(void (*)(void))py_sumlog_columns,
	 METH_FASTCALL | METH_KEYWORDS, sumlog_columns_doc},
	{NULL, NULL, 0, NULL},
};
