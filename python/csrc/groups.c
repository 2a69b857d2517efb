/* Sums of groups of an array. */
#include "core.h"

#include <math.h>

/* The offsets of groups, checked. */
struct offsets {
	size_t *list;
	size_t count;
};

static int check_offset(struct offsets *o, PyObject *from, size_t i, double v, size_t n)
{
	if (v >= (i > 0 ? (double)o->list[i - 1] : 0) && v <= (double)n && v == (double)(int64_t)v) {
		o->list[i] = (size_t)v;
		return 0;
	}
	if (v == floor(v) && fabs(v) < 0x1p63)
		PyErr_Format(PyExc_ValueError,
		             "sumlog.sumlog_groups: offsets[%zu] = %lld, want offsets that do not decrease, "
		             "from 0 to the %zu elements of x",
		             i, (long long)v, n);
	else
		type_error("sumlog_groups", "offsets", from, "integers");
	return -1;
}

static int read_offsets(struct offsets *o, PyObject *from, size_t n)
{
	static const char *const name = "sumlog_groups";
	struct source s;
	if (source_open(&s, from, name, "offsets") < 0)
		return -1;
	int failed = -1;
	o->count = s.n;
	o->list = PyMem_Malloc((s.n + 1) * sizeof *o->list);
	if (!o->list)
		PyErr_NoMemory();
	else if (s.viewed && (!source_is_integer(&s) || s.view.ndim != 1))
		type_error(name, "offsets", from, "integers in one dimension");
	else if (s.n == 0)
		PyErr_Format(PyExc_ValueError, "sumlog.%s: offsets is empty, want one more than groups",
		             name);
	else
		failed = 0;
	double buffer[PIECE];
	for (size_t i = 0; !failed && i < s.n; i += PIECE) {
		size_t k = s.n - i < PIECE ? s.n - i : PIECE;
		const double *v = source_read(&s, i, k, buffer);
		for (size_t j = 0; !failed && j < k; j++)
			failed = check_offset(o, from, i + j, v[j], n);
	}
	source_close(&s);
	if (failed) {
		PyMem_Free(o->list);
		o->list = NULL;
	}
	return failed;
}

struct groups {
	const double *x;
	double *dst;
	const size_t *offsets;
	size_t count, each; /* groups; groups of a piece */
};

static bool is_long(const struct groups *g, size_t i)
{
	return g->offsets[i + 1] - g->offsets[i] >= LONG_ROW;
}

/* Sums the groups of a piece but for the long ones. */
static void sum_groups(void *arg, size_t piece)
{
	const struct groups *g = arg;
	size_t from = piece * g->each, end = from + g->each < g->count ? from + g->each : g->count;
	while (from < end) {
		size_t to = from;
		while (to < end && !is_long(g, to))
			to++;
		sumlog_sum_log_groups(g->dst + from, g->x, g->offsets + from, to - from);
		from = to + 1;
	}
}

static int sum_all_groups(struct groups *g, const struct source *x, int threads)
{
	size_t n = g->offsets[g->count] - g->offsets[0];
	if (g->count == 0)
		return 0;
	for (size_t i = 0; i < g->count; i++) { /* long groups, each by all threads */
		if (!is_long(g, i))
			continue;
		struct source group = *x;
		sumlog_product p = {0};
		group.all = x->all + g->offsets[i];
		group.n = g->offsets[i + 1] - g->offsets[i];
		if (product_multiply(&p, &group, threads) < 0)
			return -1;
		g->dst[i] = sumlog_product_log(p);
	}
	g->each = 4 * PIECE / (n / g->count + 8) + 1;
	size_t cost = n + 8 * g->count;
	return run_pieces(sum_groups, g, (g->count + g->each - 1) / g->each, threads, cost);
}

static PyObject *py_sumlog_groups(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                  PyObject *keys)
{
	static const char *const names[] = {"x", "offsets", "out", "threads", NULL};
	static const char *const name = "sumlog_groups";
	enum { X, OFFSETS, OUT, THREADS, COUNT };
	PyObject *v[COUNT], *result = NULL;
	struct source x;
	struct offsets offsets = {NULL, 0};
	(void)self;
	if (parse_arguments(name, args, count, keys, names, 2, 3, v) < 0)
		return NULL;
	int threads = parse_threads(name, v[THREADS]);
	if (threads < 0)
		return NULL;
	if (has_array_ufunc(v[X]))
		return call_arrays(name, v, THREADS, threads);
	if (source_open(&x, v[X], name, "x") < 0)
		return NULL;
	if (x.viewed && x.view.ndim != 1)
		PyErr_Format(PyExc_ValueError, "sumlog.%s: x has %d dimensions, want 1", name, x.view.ndim);
	else if (source_gather(&x) == 0 && read_offsets(&offsets, v[OFFSETS], x.n) == 0) {
		Py_buffer out;
		size_t groups = offsets.count - 1;
		result = open_result(v[OUT], groups, &out, name);
		if (result) {
			struct groups g = {.dst = out.buf, .offsets = offsets.list, .count = groups};
			int failed = keep_apart(&x, g.dst, groups, name);
			g.x = x.all;
			if (failed || sum_all_groups(&g, &x, threads) < 0)
				Py_CLEAR(result);
			PyBuffer_Release(&out);
		}
	}
	PyMem_Free(offsets.list);
	source_close(&x);
	return result;
}

PyDoc_STRVAR(sumlog_groups_doc,
"sumlog_groups(x, offsets, out=None, *, threads=1)\n--\n\n"
"The sums of the logarithms of groups of x that lie one after the other, each with the bits of\n"
"sumlog: group i is x[offsets[i]:offsets[i+1]].\n\n"
"offsets are integers, one more than there are groups, and do not decrease: indptr of the format\n"
"CSR, or the indices of numpy.add.reduceat followed by len(x). An empty group gives 0.0. x has\n"
"one dimension. The result is an array of NumPy where x is one, and otherwise an\n"
"array.array('d').\n\n"
"threads is how many threads may work on it, from 1 to 256.");

PyMethodDef group_methods[] = {
	{"sumlog_groups", (PyCFunction)(void (*)(void))py_sumlog_groups, METH_FASTCALL | METH_KEYWORDS,
	 sumlog_groups_doc},
	{NULL, NULL, 0, NULL},
};
