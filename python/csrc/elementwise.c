/* The functions with a result an element. */
#include "core.h"

#include "capi.h"

#include <string.h>

/* A function of the C library, of one array or two, or of one and a number of terms. */
struct operation {
	const char *name;
	sumlog_unary_fn *unary;
	sumlog_binary_fn *binary;
	sumlog_terms_fn *with_terms;
	const char *first, *second; /* the names of the arguments */
	int cost;                   /* an element, in elements of a sum */
	bool each_term;             /* the cost is counted per term */
	PyObject **ufunc;           /* NumPy's function, a reference that is kept, or NULL at first */
};

struct application {
	const struct operation *op;
	const struct source *x, *y;
	double *dst;
	int64_t terms;
	size_t piece; /* elements */
};

static void apply_piece(void *arg, size_t i)
{
	const struct application *a = arg;
	size_t from = i * a->piece, n = a->x->n - from < a->piece ? a->x->n - from : a->piece;
	double first[PIECE], second[PIECE], *dst = a->dst + from;
	const double *x = source_read(a->x, from, n, first);
	if (a->op->unary)
		a->op->unary(dst, x, n);
	else if (a->op->binary)
		a->op->binary(dst, x, source_read(a->y, from, n, second), n);
	else
		a->op->with_terms(dst, x, n, a->terms);
}

static int apply_all(struct application *a, int threads)
{
	size_t n = a->x->n, cost = (size_t)a->op->cost;
	a->piece = PIECE;
	if (a->op->each_term && a->terms > 1) {
		size_t terms = (size_t)a->terms;
		cost = terms < SIZE_MAX / cost ? cost * terms : SIZE_MAX;
		a->piece = terms < 1000 ? PIECE : terms > PIECE / 8 * 1000 ? 8 : PIECE * 1000 / terms;
	}
	return run_pieces(apply_piece, a, n / a->piece + (n % a->piece != 0), threads,
	                  n == 0 || cost < SIZE_MAX / n ? n * cost : SIZE_MAX);
}

/* The number of terms; -1 with an error; -2 where it is for NumPy to say how many they are. */
static int64_t parse_terms(const char *name, PyObject *o, bool for_numpy)
{
	PyObject *number = PyNumber_Index(o);
	if (!number && (for_numpy || has_array_ufunc(o))) {
		PyErr_Clear();
		return -2;
	}
	if (!number) {
		type_error(name, "terms", o, "an int");
		return -1;
	}
	long long terms = PyLong_AsLongLong(number);
	if (terms < 0) {
		PyErr_Clear();
		PyErr_Format(PyExc_ValueError, "sumlog.%s: terms = %S, want 0 to 2**63-1", name, o);
		terms = -1;
	}
	Py_DECREF(number);
	return terms;
}

static PyObject *apply_to_numbers(const struct application *a, double x, double y)
{
	if (a->op->unary)
		a->op->unary(&x, &x, 1);
	else if (a->op->binary)
		a->op->binary(&x, &x, &y, 1);
	else
		a->op->with_terms(&x, &x, 1, a->terms);
	return PyFloat_FromDouble(x);
}

/* Finds where the results go, and computes them; x and y have as many elements. */
static PyObject *apply_to_sources(struct application *a, struct source *x, struct source *y,
                                  PyObject *out, int threads)
{
	const char *name = a->op->name;
	int ndim = x->viewed ? x->view.ndim : 1;
	Py_buffer view;
	if (y && y->viewed && y->view.ndim > ndim)
		ndim = y->view.ndim;
	if (!out && ndim > 1) {
		PyErr_Format(PyExc_ValueError, "sumlog.%s: an array has %d dimensions, want 1, or out",
		             name, ndim);
		return NULL;
	}
	if (out)
		Py_INCREF(out);
	else if (!(out = new_doubles(x->n)))
		return NULL;
	Py_ssize_t n = target_open(&view, out, name);
	int failed = -1;
	if (n >= 0) {
		a->x = x;
		a->y = y;
		a->dst = view.buf;
		if ((size_t)n != x->n)
			PyErr_Format(PyExc_ValueError, "sumlog.%s: out has %zd elements, want %zu", name, n,
			             x->n);
		else if (source_detach(x, a->dst, (size_t)n) == 0 &&
		         (!y || source_detach(y, a->dst, (size_t)n) == 0))
			failed = apply_all(a, threads);
		PyBuffer_Release(&view);
	}
	if (failed)
		Py_CLEAR(out);
	return out;
}

/* Opens an array, or, where o is a number, as many of it as other has elements. */
static int open_argument(struct source *s, PyObject *o, bool number, const struct source *other,
                         const char *function, const char *argument)
{
	if (!number)
		return source_open(s, o, function, argument);
	double v = PyFloat_AsDouble(o);
	if (v == -1 && PyErr_Occurred())
		return -1;
	source_repeat(s, v, other ? other->n : 1);
	return 0;
}

static PyObject *apply_to_two(struct application *a, PyObject *const *v, const bool *number,
                              PyObject *out, int threads)
{
	/* An array before a number, which becomes as long. */
	const char *names[2] = {a->op->first, a->op->second};
	struct source s[2];
	PyObject *result = NULL;
	int i = number[0] ? 1 : 0;
	if (open_argument(&s[i], v[i], number[i], NULL, a->op->name, names[i]) < 0)
		return NULL;
	if (open_argument(&s[1 - i], v[1 - i], number[1 - i], &s[i], a->op->name, names[1 - i]) == 0) {
		if (s[0].n != s[1].n)
			PyErr_Format(PyExc_ValueError, "sumlog.%s: %s has %zu elements, %s has %zu",
			             a->op->name, names[0], s[0].n, names[1], s[1].n);
		else
			result = apply_to_sources(a, &s[0], &s[1], out, threads);
		source_close(&s[1 - i]);
	}
	source_close(&s[i]);
	return result;
}

static PyObject *apply_to_one(struct application *a, PyObject *x, bool number, PyObject *out,
                              int threads)
{
	struct source s;
	if (open_argument(&s, x, number, NULL, a->op->name, a->op->first) < 0)
		return NULL;
	PyObject *result = apply_to_sources(a, &s, NULL, out, threads);
	source_close(&s);
	return result;
}

/* Where NumPy, or a library that takes part in its ufuncs, knows what to do. */
static PyObject *apply_by_numpy(const struct operation *op, PyObject *x, PyObject *second,
                                PyObject *out, int threads)
{
	PyObject *name = PyUnicode_FromString(op->name);
	PyObject *v[] = {name, x, second, out};
	PyObject *result = name ? call_arrays("elementwise", v, 4, threads) : NULL;
	Py_XDECREF(name);
	return result;
}

static PyObject *apply(const struct operation *op, PyObject *const *args, Py_ssize_t count,
                       PyObject *keys)
{
	const char *one[] = {op->first, "out", "threads", NULL};
	const char *two[] = {op->first, op->second, "out", "threads", NULL};
	int arrays = op->binary ? 2 : 1, inputs = op->second ? 2 : 1;
	PyObject *v[4];
	struct application a = {.op = op};
	const char *const *names = op->second ? two : one;
	if (parse_arguments(op->name, args, count, keys, names, inputs, inputs + 1, v) < 0)
		return NULL;
	int threads = parse_threads(op->name, v[inputs + 1]);
	if (threads < 0)
		return NULL;
	PyObject *out = v[inputs] == Py_None ? NULL : v[inputs], *second = inputs == 2 ? v[1] : NULL;
	bool number[2] = {true, true}, for_numpy = false;
	for (int i = 0; i < arrays; i++) {
		number[i] = is_number(v[i]);
		for_numpy = for_numpy || (!number[i] && has_array_ufunc(v[i]));
	}
	if (op->with_terms && (a.terms = parse_terms(op->name, v[1], for_numpy)) == -1)
		return NULL;
	if (for_numpy && a.terms != -2 && threads == 1) { /* what is asked most often */
		PyObject *values[3] = {v[0], second ? second : out, out};
		PyObject *result = call_ufunc(op->ufunc, op->name, values, inputs + (out != NULL));
		if (result || PyErr_Occurred())
			return result;
	}
	if (for_numpy || a.terms == -2)
		return apply_by_numpy(op, v[0], second, out, threads);
	if (number[0] && number[1] && !out) {
		double x = PyFloat_AsDouble(v[0]), y = op->binary ? PyFloat_AsDouble(v[1]) : 0;
		return PyErr_Occurred() ? NULL : apply_to_numbers(&a, x, y);
	}
	if (op->binary)
		return apply_to_two(&a, v, number, out, threads);
	return apply_to_one(&a, v[0], number[0], out, threads);
}

#define FUNCTION(id, ...)                                                                       \
	static PyObject *ufunc_##id;                                                            \
	static const struct operation op_##id = {.name = #id, .ufunc = &ufunc_##id, __VA_ARGS__}; \
	static PyObject *py_##id(PyObject *self, PyObject *const *args, Py_ssize_t count,       \
	                         PyObject *keys)                                                \
	{                                                                                       \
		(void)self;                                                                     \
		return apply(&op_##id, args, count, keys);                                      \
	}
FUNCTION(log, .unary = sumlog_log, .first = "x", .cost = 4)
FUNCTION(log1p, .unary = sumlog_log1p, .first = "x", .cost = 6)
FUNCTION(exp, .unary = sumlog_exp, .first = "x", .cost = 4)
FUNCTION(loggamma, .unary = sumlog_log_gamma, .first = "x", .cost = 40)
FUNCTION(logfactorial, .unary = sumlog_log_factorial, .first = "x", .cost = 40)
FUNCTION(xlogy, .binary = sumlog_xlogy, .first = "x", .second = "y", .cost = 6)
FUNCTION(rel_entr, .binary = sumlog_rel_entr, .first = "x", .second = "y", .cost = 6)
FUNCTION(kl_div, .binary = sumlog_kl_div, .first = "x", .second = "y", .cost = 8)
FUNCTION(logrising, .binary = sumlog_log_rising, .first = "x", .second = "n", .cost = 60)
FUNCTION(logbeta, .binary = sumlog_log_beta, .first = "a", .second = "b", .cost = 80)
FUNCTION(logbinom, .binary = sumlog_log_binomial, .first = "n", .second = "k", .cost = 80)
FUNCTION(logmultichoose, .binary = sumlog_log_multichoose, .first = "r", .second = "y", .cost = 80)
FUNCTION(logaccumulate, .with_terms = sumlog_log_accumulate, .first = "x", .second = "terms",
         .cost = 40)
FUNCTION(logaccumulate_direct, .with_terms = sumlog_log_accumulate_direct, .first = "x",
         .second = "terms", .cost = 4, .each_term = true)

#include "elementwise_doc.h"

#define METHOD(id)                                                                              \
	{                                                                                       \
		#id, (PyCFunction)(void (*)(void))py_##id, METH_FASTCALL | METH_KEYWORDS, id##_doc \
	}
PyMethodDef elementwise_methods[] = {
	METHOD(log),
	METHOD(log1p),
	METHOD(exp),
	METHOD(loggamma),
	METHOD(logfactorial),
	METHOD(xlogy),
	METHOD(rel_entr),
	METHOD(kl_div),
	METHOD(logrising),
	METHOD(logbeta),
	METHOD(logbinom),
	METHOD(logmultichoose),
	METHOD(logaccumulate),
	METHOD(logaccumulate_direct),
	{NULL, NULL, 0, NULL},
};
