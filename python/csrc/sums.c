/* The functions that sum over all elements. */
#include "core.h"

#include <math.h>
#include <string.h>

/* A sum over the elements of one to three inputs. */
struct sum {
	struct inputs in;
	const struct pass *pass;
	double (*direct)(const double *const *in, size_t n);
	double (*result)(const union state *s);
	const struct pass *again; /* a second pass over terms that cancel, or NULL */
	bool negative;            /* the passes give the result with the other sign */
	const char *ufunc;        /* of another name, or NULL */
	PyObject **known;         /* the ufunc, a reference that is kept, or NULL at first */
};

static const union state nothing;

static void add_product(union state *s, const double *const *in, size_t n)
{
	sumlog_product_add(&s->product, in[0], n);
}
static void merge_product(union state *s, const union state *next)
{
	sumlog_product_merge(&s->product, next->product);
}
const struct pass product_pass = {1, 1, add_product, merge_product};
static double product_sum(const union state *s) { return sumlog_product_log(s->product); }
static double direct_log(const double *const *in, size_t n) { return sumlog_sum_log(in[0], n); }

static void add_counts(union state *s, const double *const *in, size_t n)
{
	const int64_t *counts = (const int64_t *)(const void *)in[0];
	bool negative = false;
	for (size_t i = 0; i < n; i++)
		negative |= counts[i] < 0;
	if (negative)
		s->counts.negative = true;
	else
		sumlog_product_add_counts(&s->counts.product, counts, in[1], n);
}
static void merge_counts(union state *s, const union state *next)
{
	sumlog_product_merge(&s->counts.product, next->counts.product);
	s->counts.negative |= next->counts.negative;
}
const struct pass counts_pass = {2, 4, add_counts, merge_counts};

int product_multiply(sumlog_product *p, const struct source *s, int threads)
{
	union state all = {.product = *p};
	int failed = run_pass(&product_pass, &all, &nothing, s, threads);
	*p = all.product;
	return failed;
}

static void add_log1p(union state *s, const double *const *in, size_t n)
{
	sumlog_log1p_sum_add(&s->log1p, in[0], n);
}
static void merge_log1p(union state *s, const union state *next)
{
	sumlog_log1p_sum_merge(&s->log1p, next->log1p);
}
const struct pass log1p_pass = {1, 2, add_log1p, merge_log1p};
static double log1p_sum(const union state *s) { return sumlog_log1p_sum_sum(s->log1p); }
static double direct_log1p(const double *const *in, size_t n) { return sumlog_sum_log1p(in[0], n); }

static void add_exp(union state *s, const double *const *in, size_t n)
{
	sumlog_exp_sum_add(&s->exp, in[0], n);
}
static void merge_exp(union state *s, const union state *next)
{
	sumlog_exp_sum_merge(&s->exp, next->exp);
}
const struct pass exp_pass = {1, 6, add_exp, merge_exp};
static double exp_log(const union state *s) { return sumlog_exp_sum_log(s->exp); }
static double direct_exp(const double *const *in, size_t n) { return sumlog_log_sum_exp(in[0], n); }

static void add_dot(union state *s, const double *const *in, size_t n)
{
	sumlog_dot_log_sum_add(&s->dot, in[0], in[1], n);
}
static void add_entropy(union state *s, const double *const *in, size_t n)
{
	sumlog_dot_log_sum_add(&s->dot, in[0], in[0], n);
}
static void add_ratio(union state *s, const double *const *in, size_t n)
{
	sumlog_dot_log_sum_add_ratio(&s->dot, in[0], in[1], in[2], n);
}
static void add_relative(union state *s, const double *const *in, size_t n)
{
	sumlog_dot_log_sum_add_ratio(&s->dot, in[0], in[0], in[1], n);
}
static void merge_dot(union state *s, const union state *next)
{
	sumlog_dot_log_sum_merge(&s->dot, next->dot);
}
const struct pass dot_pass = {2, 8, add_dot, merge_dot};
static const struct pass entropy_pass = {1, 8, add_entropy, merge_dot};
const struct pass ratio_pass = {3, 10, add_ratio, merge_dot};
static const struct pass relative_pass = {2, 10, add_relative, merge_dot};
static double dot_sum(const union state *s) { return sumlog_dot_log_sum_sum(s->dot); }
static double direct_dot(const double *const *in, size_t n)
{
	return sumlog_dot_log(in[0], in[1], n);
}
static double direct_entropy(const double *const *in, size_t n) { return sumlog_entropy(in[0], n); }
static double direct_ratio(const double *const *in, size_t n)
{
	return sumlog_dot_log_ratio(in[0], in[1], in[2], n);
}
static double direct_relative(const double *const *in, size_t n)
{
	return sumlog_relative_entropy(in[0], in[1], n);
}

static void add_careful_dot(union state *s, const double *const *in, size_t n)
{
	sumlog_careful_sum_add(&s->careful, in[0], in[1], n);
}
static void add_careful_entropy(union state *s, const double *const *in, size_t n)
{
	sumlog_careful_sum_add(&s->careful, in[0], in[0], n);
}
static void merge_careful(union state *s, const union state *next)
{
	sumlog_careful_sum_merge(&s->careful, next->careful);
}
static const struct pass careful_dot_pass = {2, 16, add_careful_dot, merge_careful};
static const struct pass careful_entropy_pass = {1, 16, add_careful_entropy, merge_careful};

/* Computes a sum with the GIL held or released. The sources have as many elements. */
static int compute(const struct sum *f, const struct source *in, int threads, double *result)
{
	const int inputs = f->pass->inputs;
	size_t n = in->n;
	bool contiguous = true;
	for (int i = 0; i < inputs; i++)
		contiguous = contiguous && in[i].all;
	if (contiguous && f->direct && n <= 2 * PIECE) { /* without the GIL it would take longer */
		const double *p[3] = {in[0].all, inputs > 1 ? in[1].all : NULL,
		                      inputs > 2 ? in[2].all : NULL};
		*result = f->direct(p, n);
		return 0;
	}
	union state s = nothing;
	if (run_pass(f->pass, &s, &nothing, in, threads) < 0)
		return -1;
	if (f->in.counts && s.counts.negative) {
		negative_count(&in[0], f->in.function, f->in.names[0]);
		return -1;
	}
	if (f->again && sumlog_dot_log_sum_cancels(s.dot)) {
		s.careful = sumlog_careful_sum_begin(s.dot);
		const union state none = s;
		if (run_pass(f->again, &s, &none, in, threads) < 0)
			return -1;
		*result = sumlog_careful_sum_sum(s.careful);
	} else
		*result = f->result(&s);
	if (f->negative)
		*result = 0 - *result;
	return 0;
}

/* Calls sums of sumlog._arrays: of several axes, or of what NumPy knows. */
static PyObject *sum_by_numpy(const char *name, PyObject *const *v, int inputs, int threads)
{
	PyObject *args[6] = {PyUnicode_FromString(name), PyTuple_New(inputs), v[inputs], v[inputs + 1],
	                     v[inputs + 2], v[inputs + 3]};
	PyObject *result = NULL;
	if (args[0] && args[1]) {
		for (int i = 0; i < inputs; i++) {
			Py_INCREF(v[i]);
			PyTuple_SetItem(args[1], i, v[i]);
		}
		result = call_arrays("sums", args, 6, threads);
	}
	Py_XDECREF(args[0]);
	Py_XDECREF(args[1]);
	return result;
}

/* Whether NumPy, which broadcasts, has to look at inputs because of the error that is set. */
static bool may_broadcast(const struct sum *f, PyObject *const *v)
{
	if (f->pass->inputs == 1 || (!PyErr_ExceptionMatches(PyExc_TypeError) &&
	                             !PyErr_ExceptionMatches(PyExc_ValueError)))
		return false;
	PyObject *type, *value, *traceback;
	PyErr_Fetch(&type, &value, &traceback); /* to look up an attribute clears it */
	bool arrays = false;
	for (int i = 0; i < f->pass->inputs; i++)
		arrays = arrays || has_array_ufunc(v[i]);
	PyErr_Restore(type, value, traceback);
	if (arrays)
		PyErr_Clear();
	return arrays;
}

static PyObject *sum_of(const struct sum *f, PyObject *const *v, int threads)
{
	struct source in[3];
	double result = 0;
	int failed = open_inputs(&f->in, in, v);
	if (failed == 0) {
		bool same = same_shapes(&f->in, in);
		failed = same ? compute(f, in, threads, &result) : -1;
		close_inputs(&f->in, in);
		if (same)
			return failed ? NULL : PyFloat_FromDouble(result);
	}
	if (failed > 0 || may_broadcast(f, v))
		return sum_by_numpy(f->in.function, v, f->pass->inputs, threads);
	return NULL;
}

/*
 * Sums of float64 along the last axis alone: by the ufunc, without what sumlog._arrays has to ask
 * first. NULL without an error: it is for that. A ufunc does not refuse counts.
 */
static PyObject *sum_of_rows(const struct sum *f, PyObject *const *v, PyObject *axis, int threads)
{
	int ndim = dimensions_along_last(v, f->pass->inputs, axis);
	if (ndim == 1)
		return sum_of(f, v, threads);
	if (ndim == 0 || threads > 1 || f->in.counts)
		return NULL;
	return call_ufunc(f->known, f->ufunc ? f->ufunc : f->in.function, v, f->pass->inputs);
}

static PyObject *apply_sum(const struct sum *f, PyObject *const *args, Py_ssize_t count,
                           PyObject *keys)
{
	const int inputs = f->pass->inputs;
	PyObject *v[8] = {NULL};
	int threads = 1;
	if (count == inputs && !keys) /* the usual call, which should cost little */
		memcpy(v, args, (size_t)inputs * sizeof *v);
	else {
		static const char *const options[] = {"axis", "out", "keepdims", "where", "threads", NULL};
		const char *names[9] = {NULL};
		memcpy(names, f->in.names, (size_t)inputs * sizeof *names);
		memcpy(names + inputs, options, sizeof options);
		if (parse_arguments(f->in.function, args, count, keys, names, inputs, inputs + 1, v) < 0 ||
		    (threads = parse_threads(f->in.function, v[inputs + 4])) < 0)
			return NULL;
		int keepdims = v[inputs + 2] ? PyObject_IsTrue(v[inputs + 2]) : 0;
		if (keepdims < 0)
			return NULL;
		bool along = is_given(v[inputs]);
		bool other = is_given(v[inputs + 1]) || keepdims || is_given(v[inputs + 3]);
		PyObject *result = along && !other ? sum_of_rows(f, v, v[inputs], threads) : NULL;
		if (result || PyErr_Occurred())
			return result;
		if (along || other)
			return sum_by_numpy(f->in.function, v, inputs, threads);
	}
	return sum_of(f, v, threads);
}

#define FUNCTION(id, ...)                                                                       \
	static PyObject *ufunc_##id;                                                            \
	static const struct sum sum_##id = {.in.function = #id, .known = &ufunc_##id, __VA_ARGS__}; \
	static PyObject *py_##id(PyObject *self, PyObject *const *args, Py_ssize_t count,       \
	                         PyObject *keys)                                                \
	{                                                                                       \
		(void)self;                                                                     \
		return apply_sum(&sum_##id, args, count, keys);                                 \
	}
FUNCTION(sumlog, .in.names = {"x"}, .pass = &product_pass, .direct = direct_log,
         .result = product_sum, .ufunc = "sumlog_rows")
FUNCTION(sumlog1p, .in.names = {"x"}, .pass = &log1p_pass, .direct = direct_log1p,
         .result = log1p_sum)
FUNCTION(logsumexp, .in.names = {"x"}, .pass = &exp_pass, .direct = direct_exp, .result = exp_log)
FUNCTION(dotlog, .in.names = {"w", "x"}, .pass = &dot_pass, .direct = direct_dot, .result = dot_sum,
         .again = &careful_dot_pass)
FUNCTION(dotlog_counts, .in.names = {"counts", "x"}, .in.counts = true, .pass = &counts_pass,
         .result = product_sum)
FUNCTION(entropy, .in.names = {"p"}, .pass = &entropy_pass, .direct = direct_entropy,
         .result = dot_sum, .again = &careful_entropy_pass, .negative = true)
FUNCTION(dotlogratio, .in.names = {"w", "x", "y"}, .pass = &ratio_pass, .direct = direct_ratio,
         .result = dot_sum)
FUNCTION(relative_entropy, .in.names = {"p", "q"}, .pass = &relative_pass,
         .direct = direct_relative, .result = dot_sum)

#include "sums_doc.h"

#define METHOD(id)                                                                              \
	{                                                                                       \
		#id, (PyCFunction)(void (*)(void))py_##id, METH_FASTCALL | METH_KEYWORDS, id##_doc \
	}
PyMethodDef sum_methods[] = {
	METHOD(sumlog),
	METHOD(sumlog1p),
	METHOD(logsumexp),
	METHOD(dotlog),
	METHOD(dotlog_counts),
	METHOD(entropy),
	METHOD(dotlogratio),
	METHOD(relative_entropy),
	{NULL, NULL, 0, NULL},
};
