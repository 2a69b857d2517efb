/* The module sumlog._ufunc: NumPy's universal functions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

#include <fenv.h>
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "capi.h"

static const struct sumlog_capi *c;

enum { BLOCK = 4096, SMALL = 512, TILE = 8 };

/* A ufunc, or a generalized one of one core dimension where it has a signature. */
struct function {
	const char *name, *signature, *doc;
	int inputs, outputs;
	const char *types;
	void (*loop)(char **args, npy_intp const *dims, npy_intp const *strides);
	bool each; /* the output has the core dimension too */
};

enum { MOST_ARGUMENTS = 4 };

static double load(const char *p)
{
	double v;
	memcpy(&v, p, sizeof v);
	return v;
}

static void gather(double *dst, const char *p, npy_intp stride, npy_intp n)
{
	for (npy_intp i = 0; i < n; i++)
		dst[i] = load(p + i * stride);
}

static void scatter(char *p, npy_intp stride, const double *src, npy_intp n)
{
	for (npy_intp i = 0; i < n; i++)
		memcpy(p + i * stride, &src[i], sizeof *src);
}

static npy_intp least(npy_intp a, npy_intp b) { return a < b ? a : b; }

/* x -> y */
static void unary(sumlog_unary_fn *f, char **args, npy_intp n, npy_intp const *strides)
{
	npy_intp in = strides[0], out = strides[1];
	if (in == sizeof(double) && out == sizeof(double))
		f((double *)args[1], (const double *)args[0], (size_t)n);
	else
		for (npy_intp i = 0; i < n; i += SMALL) {
			double buffer[SMALL];
			npy_intp k = least(SMALL, n - i);
			gather(buffer, args[0] + i * in, in, k);
			f(buffer, buffer, (size_t)k);
			scatter(args[1] + i * out, out, buffer, k);
		}
}

/* x, y -> z */
static void binary(sumlog_binary_fn *f, char **args, npy_intp n, npy_intp const *strides)
{
	const npy_intp size = sizeof(double);
	if (strides[0] == size && strides[1] == size && strides[2] == size)
		f((double *)args[2], (const double *)args[0], (const double *)args[1], (size_t)n);
	else
		for (npy_intp i = 0; i < n; i += SMALL) {
			double x[SMALL], y[SMALL];
			npy_intp k = least(SMALL, n - i);
			gather(x, args[0] + i * strides[0], strides[0], k);
			gather(y, args[1] + i * strides[1], strides[1], k);
			f(x, x, y, (size_t)k);
			scatter(args[2] + i * strides[2], strides[2], x, k);
		}
}

/* x, terms -> y. Elements with the same number of terms are computed together. */
static void with_terms(sumlog_terms_fn *f, char **args, npy_intp n, npy_intp const *strides)
{
	for (npy_intp i = 0, k; i < n; i += k) {
		double buffer[SMALL];
		int64_t terms, other;
		memcpy(&terms, args[1] + i * strides[1], sizeof terms);
		for (k = 1; k < least(SMALL, n - i); k++) {
			memcpy(&other, args[1] + (i + k) * strides[1], sizeof other);
			if (other != terms)
				break;
		}
		gather(buffer, args[0] + i * strides[0], strides[0], k);
		if (terms >= 0)
			f(buffer, buffer, (size_t)k, terms);
		else
			for (npy_intp j = 0; j < k; j++)
				buffer[j] = NPY_NAN;
		scatter(args[2] + i * strides[2], strides[2], buffer, k);
	}
}

#include "ufunc_errors.h"
#include "ufunc_sums.h"

#define LOOP(kind, name, function)                                                              \
	static void name##_loop(char **args, npy_intp const *dims, npy_intp const *strides)     \
	{                                                                                       \
		kind(c->function, args, dims[0], strides);                                      \
	}
LOOP(unary, log, log)
LOOP(unary, log1p, log1p)
LOOP(unary, exp, exp)
LOOP(unary, loggamma, log_gamma)
LOOP(unary, logfactorial, log_factorial)
LOOP(binary, xlogy, xlogy)
LOOP(binary, rel_entr, rel_entr)
LOOP(binary, kl_div, kl_div)
LOOP(binary, logrising, log_rising)
LOOP(binary, logbeta, log_beta)
LOOP(binary, logbinom, log_binomial)
LOOP(binary, logmultichoose, log_multichoose)
LOOP(with_terms, logaccumulate, log_accumulate)
LOOP(with_terms, logaccumulate_direct, log_accumulate_direct)

static const char unary_types[] = {NPY_DOUBLE, NPY_DOUBLE};
static const char binary_types[] = {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};
static const char terms_types[] = {NPY_DOUBLE, NPY_INT64, NPY_DOUBLE};
static const char counts_types[] = {NPY_INT64, NPY_DOUBLE, NPY_DOUBLE};
static const char ratio_types[] = {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};

#define FUNCTION(name, doc, inputs, types)                                                       \
	{                                                                                       \
		#name, NULL, doc " No warnings. See sumlog." #name ".", inputs, 1, types,       \
			name##_loop                                                             \
	}
#define SUM(name, signature, inputs, outputs, types, doc)                                        \
	{                                                                                       \
		#name, signature, doc, inputs, outputs, types, name##_loop                      \
	}
#define EACH(name, doc)                                                                          \
	{                                                                                       \
		#name, "(n)->(n)", doc " No warnings. See sumlog." #name ".", 1, 1,             \
			unary_types, name##_loop, true                                          \
	}
#define UNARY(name, doc) FUNCTION(name, doc, 1, unary_types)
#define BINARY(name, doc) FUNCTION(name, doc, 2, binary_types)
#define TERMS(name, doc) FUNCTION(name, doc, 2, terms_types)

static const struct function functions[] = {
	UNARY(log, "ln x; max error 0.6 ULP."),
	UNARY(log1p, "ln(1+x); max error 0.6 ULP."),
	UNARY(exp, "e**x; max error 0.6 ULP."),
	UNARY(loggamma, "ln of gamma of x > 0; max error 0.7 ULP."),
	UNARY(logfactorial, "ln(x!) for x > -1; max error 0.7 ULP."),
	BINARY(xlogy, "x ln y; max error 0.65 ULP."),
	BINARY(rel_entr, "p ln(p/q); max error 0.6 ULP."),
	BINARY(kl_div, "p ln(p/q) - p + q; max error 1 ULP."),
	BINARY(logrising, "ln of x(x+1)...(x+n-1), for x, n."),
	BINARY(logbeta, "ln of the beta function of a, b."),
	BINARY(logbinom, "ln of the binomial coefficient of n over k."),
	BINARY(logmultichoose, "ln of gamma(r+y) / (gamma(r) y!), for r, y."),
	TERMS(logaccumulate, "ln(1+x) + ... + ln(terms+x); 1 ULP for x >= 0. terms < 0: nan."),
	TERMS(logaccumulate_direct, "ln(1+x) + ... + ln(terms+x), term by term. terms < 0: nan."),
	SUM(sumlog_rows, "(n)->()", 1, 1, unary_types,
	    "The sums of ln x along the last axis, or along axis; max error 0.6 ULP of the exact sum, "
	    "plus n*2**-90. No warnings. See sumlog.sumlog."),
	SUM(sumlog1p, "(n)->()", 1, 1, unary_types,
	    "The sums of ln(1+x) along the last axis, or along axis; max error 0.6 ULP of the exact "
	    "sum, plus n*2**-90. No warnings. See sumlog.sumlog1p."),
	SUM(logsumexp, "(n)->()", 1, 1, unary_types,
	    "ln of the sums of e**x along the last axis, or along axis; max error 1 ULP where it is at "
	    "least 1/8 in magnitude. No warnings. See sumlog.logsumexp."),
	SUM(sumlogabs, "(n)->(),()", 1, 2, binary_types,
	    "The signs of the products and the sums of ln abs(x) along the last axis, or along axis. "
	    "No warnings. See sumlog.sumlogabs."),
	SUM(dotlog, "(n),(n)->()", 2, 1, binary_types,
	    "The sums of w ln x along the last axis, or along axis; max error 0.6 ULP where the terms "
	    "have one sign, 1 ULP otherwise. No warnings. See sumlog.dotlog."),
	SUM(dotlog_counts, "(n),(n)->()", 2, 1, counts_types,
	    "The sums of n ln x with counts n along the last axis, or along axis; max error 0.6 ULP of "
	    "the exact sum, plus 2**-90 a factor. n < 0: nan. No warnings. See sumlog.dotlog_counts."),
	SUM(entropy, "(n)->()", 1, 1, unary_types,
	    "The sums of -p ln p along the last axis, or along axis; max error 0.6 ULP where no "
	    "element exceeds 1. No warnings. See sumlog.entropy."),
	SUM(dotlogratio, "(n),(n),(n)->()", 3, 1, ratio_types,
	    "The sums of w ln(x/y) along the last axis, or along axis. No warnings. See "
	    "sumlog.dotlogratio."),
	SUM(relative_entropy, "(n),(n)->()", 2, 1, binary_types,
	    "The sums of p ln(p/q) along the last axis, or along axis. No warnings. See "
	    "sumlog.relative_entropy."),
	EACH(softmax, "e**x by its sum along the last axis, or along axis; max error 0.65 ULP."),
	EACH(log_softmax, "x less its logsumexp along the last axis, or along axis; max error 1 ULP where "
	                  "it is at least 1/8 in magnitude."),
};

enum { FUNCTIONS = sizeof functions / sizeof *functions };

static PyMethodDef methods[] = {
	{"report_errors", report_errors, METH_O, NULL},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT, .m_name = "sumlog._ufunc", .m_size = -1, .m_methods = methods,
};

PyMODINIT_FUNC PyInit__ufunc(void);
PyMODINIT_FUNC PyInit__ufunc(void)
{
	import_array();
	import_umath();
	PyObject *core = PyImport_ImportModule("sumlog._sumlog");
	if (!core)
		return NULL;
	PyObject *capsule = PyObject_GetAttrString(core, "_c");
	c = capsule ? PyCapsule_GetPointer(capsule, SUMLOG_CAPSULE) : NULL;
	Py_XDECREF(capsule);
	Py_DECREF(core); /* sys.modules and, for good, the library keep it */
	if (!c)
		return NULL;
	if (c->size != sizeof *c) {
		PyErr_SetString(PyExc_ImportError, "sumlog: _sumlog and _ufunc are of different builds");
		return NULL;
	}
	static PyUFuncGenericFunction loop[] = {checked_loop};
	static void *data[FUNCTIONS]; /* NumPy keeps pointers to the loop, to this and to the types */
	PyObject *module = PyModule_Create(&definition);
	for (size_t i = 0; module && i < FUNCTIONS; i++) {
		const struct function *f = &functions[i];
		data[i] = (void *)f;
		PyObject *ufunc = PyUFunc_FromFuncAndDataAndSignature(loop, &data[i], (char *)f->types, 1,
		                                                      f->inputs, f->outputs, PyUFunc_None,
		                                                      f->name, f->doc, 0, f->signature);
		if (!ufunc || PyModule_AddObjectRef(module, f->name, ufunc) < 0)
			Py_CLEAR(module);
		Py_XDECREF(ufunc);
	}
	return module;
}
