/* The softmax of rows, and its logarithm. */
#include "core.h"

#include "capi.h"

struct softmax {
	sumlog_softmax_fn *function;
	const double *x;
	double *dst;
	size_t rows, cols, each; /* rows of a piece */
};

static void softmax_of_rows(void *arg, size_t piece)
{
	const struct softmax *s = arg;
	size_t row = piece * s->each, n = s->rows - row < s->each ? s->rows - row : s->each;
	s->function(s->dst + row * s->cols, s->x + row * s->cols, n, s->cols);
}

static int softmax_of_all(struct softmax *s, struct source *x, int threads)
{
	enum { COST = 12 }; /* an element, in elements of a sum */
	size_t n = x->n, buffer = PIECE;
	if (n == 0)
		return 0;
	s->x = x->all;
	if (!s->x) { /* converted where the results go */
		for (size_t i = 0; i < n; i += buffer)
			source_read(x, i, n - i < buffer ? n - i : buffer, s->dst + i);
		s->x = s->dst;
	}
	s->rows = n / s->cols;
	s->each = PIECE / s->cols + 1;
	return run_pieces(softmax_of_rows, s, (s->rows + s->each - 1) / s->each, threads, COST * n);
}

/*
 * The length of the rows that an axis makes of x; or -1 where it is for NumPy to say, as the
 * elements of a row do not lie one after the other.
 */
static Py_ssize_t row_length(const struct source *x, PyObject *axis)
{
	int ndim = x->viewed ? x->view.ndim : 1;
	if (axis == Py_None)
		return (Py_ssize_t)x->n;
	long last = -1;
	if (axis) {
		if (!PyLong_Check(axis))
			return -1;
		int overflow = 0;
		last = PyLong_AsLongAndOverflow(axis, &overflow);
		if (overflow)
			return -1;
	}
	if (ndim == 0 || (last != -1 && last != ndim - 1))
		return -1;
	return x->viewed ? x->view.shape[ndim - 1] : (Py_ssize_t)x->n;
}

/* Finds where the results go, and computes them. */
static PyObject *softmax_of_source(const char *name, struct softmax *s, struct source *x,
                                   PyObject *out, int threads)
{
	int ndim = x->viewed ? x->view.ndim : 1;
	if (!is_given(out) && ndim > 1) {
		PyErr_Format(PyExc_ValueError, "sumlog.%s: an array has %d dimensions, want 1, or out",
		             name, ndim);
		return NULL;
	}
	Py_buffer view;
	PyObject *result = open_result(out, x->n, &view, name);
	if (!result)
		return NULL;
	s->dst = view.buf;
	int failed = source_detach(x, s->dst, x->n);
	if (failed || softmax_of_all(s, x, threads) < 0)
		Py_CLEAR(result);
	PyBuffer_Release(&view);
	return result;
}

static PyObject *apply(const char *name, sumlog_softmax_fn *function, PyObject **ufunc,
                       PyObject *const *args, Py_ssize_t count, PyObject *keys)
{
	static const char *const names[] = {"x", "axis", "out", "threads", NULL};
	enum { X, AXIS, OUT, THREADS, COUNT };
	PyObject *v[COUNT], *result = NULL;
	struct source x;
	if (parse_arguments(name, args, count, keys, names, 1, 2, v) < 0)
		return NULL;
	int threads = parse_threads(name, v[THREADS]);
	if (threads < 0)
		return NULL;
	struct softmax s = {.function = function};
	bool numpy = has_array_ufunc(v[X]);
	if (!numpy) {
		if (source_open(&x, v[X], name, "x") < 0)
			return NULL;
		Py_ssize_t cols = row_length(&x, v[AXIS]);
		numpy = cols < 0;
		s.cols = cols > 0 ? (size_t)cols : 1;
		if (!numpy)
			result = softmax_of_source(name, &s, &x, v[OUT], threads);
		source_close(&x);
	}
	if (!numpy)
		return result;
	if (threads == 1 && !is_given(v[OUT]) && dimensions_along_last(v, 1, v[AXIS])) {
		result = call_ufunc(ufunc, name, v, 1);
		if (result || PyErr_Occurred())
			return result;
	}
	PyObject *minus_one = PyLong_FromLong(-1);
	PyObject *w[] = {PyUnicode_FromString(name), v[X], v[AXIS] ? v[AXIS] : minus_one, v[OUT]};
	if (minus_one && w[0])
		result = call_arrays("softmax", w, 4, threads);
	Py_XDECREF(w[0]);
	Py_XDECREF(minus_one);
	return result;
}

static PyObject *py_softmax(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *keys)
{
	static PyObject *ufunc;
	(void)self;
	return apply("softmax", sumlog_softmax, &ufunc, args, count, keys);
}

static PyObject *py_log_softmax(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                PyObject *keys)
{
	static PyObject *ufunc;
	(void)self;
	return apply("log_softmax", sumlog_log_softmax, &ufunc, args, count, keys);
}

#define ARGUMENTS                                                                                 \
	"\n\nx is an array as for log. axis is one axis, several, or None, which is all of x: another\n" \
	"one than the last needs NumPy. scipy.special has None where it is left out. The results\n"   \
	"go to out, an array of float64, where it is given; it may be x. An array of NumPy gives\n"   \
	"one, a buffer of one dimension or an iterable an array.array('d'). threads is how many\n"    \
	"threads may share the rows, from 1 to 256. The result has the same bits on every processor\n" \
	"and for every number of threads. There are no warnings."

PyDoc_STRVAR(softmax_doc,
"softmax(x, axis=-1, *, out=None, threads=1)\n--\n\n"
"e**x divided by the sum of e**x along the axis, without overflow: softmax of scipy.special.\n\n"
"Max error: 0.65 ULP, subnormal results included.\n\n"
"Special values: a nan makes all along its axis nan. -inf gives 0. Beside an inf other elements\n"
"give 0, and inf itself gives nan, as do elements that are all -inf." ARGUMENTS);

PyDoc_STRVAR(log_softmax_doc,
"log_softmax(x, axis=-1, *, out=None, threads=1)\n--\n\n"
"The logarithm of softmax: x less the logsumexp along the axis. No result exceeds 0.\n\n"
"Max error: 1 ULP where the result is at least 1/8 in magnitude, and 0.6 ULP plus 2**-56\n"
"everywhere.\n\n"
"Special values are the logarithms of softmax's." ARGUMENTS);

PyMethodDef softmax_methods[] = {
	{"softmax", (PyCFunction)(void (*)(void))py_softmax, METH_FASTCALL | METH_KEYWORDS, softmax_doc},
	{"log_softmax", (PyCFunction)(void (*)(void))py_log_softmax, METH_FASTCALL | METH_KEYWORDS,
	 log_softmax_doc},
	{NULL, NULL, 0, NULL},
};
