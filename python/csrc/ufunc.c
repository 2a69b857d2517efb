/* The module sumlog._ufunc: NumPy's universal functions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

#include <fenv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "capi.h"

static const struct sumlog_capi *c;

enum { BLOCK = 4096, SMALL = 512, TILE = 8 };

/* Special values are no reason for warnings: NumPy looks at the flags after a loop. */
static void clear_flags(void) { feclearexcept(FE_ALL_EXCEPT); }

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
	clear_flags();
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
	clear_flags();
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
	clear_flags();
}

/* Sums of rows that are not contiguous, of at most BLOCK elements: as many as fit a block. */
static void gathered_rows(char *out, npy_intp out_stride, const char *x, npy_intp row,
                          npy_intp rows, npy_intp stride, npy_intp cols)
{
	double buffer[BLOCK], sums[BLOCK];
	npy_intp group = BLOCK / cols;
	for (npy_intp r = 0; r < rows; r += group) {
		npy_intp k = least(group, rows - r);
		for (npy_intp i = 0; i < cols; i++) /* rows side by side lie side by side in columns */
			for (npy_intp j = 0; j < k; j++)
				buffer[j * cols + i] = load(x + (r + j) * row + i * stride);
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
static void sumlog_rows_loop(char **args, npy_intp const *dims, npy_intp const *strides, void *data)
{
	npy_intp rows = dims[0], cols = dims[1];
	npy_intp row = strides[0], out = strides[1], stride = strides[2];
	bool contiguous = stride == sizeof(double) || cols == 1; /* the elements of a row are */
	(void)data;
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
	clear_flags();
}

#define LOOP(kind, name, function)                                                              \
	static void name##_loop(char **args, npy_intp const *dims, npy_intp const *strides,     \
	                        void *data)                                                     \
	{                                                                                       \
		(void)data;                                                                     \
		kind(c->function, args, dims[0], strides);                                      \
	}
LOOP(unary, log, log)
LOOP(unary, log1p, log1p)
LOOP(unary, exp, exp)
LOOP(unary, loggamma, log_gamma)
LOOP(unary, logfactorial, log_factorial)
LOOP(binary, xlogy, xlogy)
LOOP(binary, logrising, log_rising)
LOOP(binary, logbeta, log_beta)
LOOP(binary, logbinom, log_binomial)
LOOP(binary, logmultichoose, log_multichoose)
LOOP(with_terms, logaccumulate, log_accumulate)
LOOP(with_terms, logaccumulate_direct, log_accumulate_direct)

static const char unary_types[] = {NPY_DOUBLE, NPY_DOUBLE};
static const char binary_types[] = {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};
static const char terms_types[] = {NPY_DOUBLE, NPY_INT64, NPY_DOUBLE};

#define FUNCTION(name, doc, inputs, types)                                                       \
	{                                                                                       \
		#name, NULL, doc " No warnings. See sumlog." #name ".", inputs, types,          \
			{name##_loop}, {NULL}                                                   \
	}
#define UNARY(name, doc) FUNCTION(name, doc, 1, unary_types)
#define BINARY(name, doc) FUNCTION(name, doc, 2, binary_types)
#define TERMS(name, doc) FUNCTION(name, doc, 2, terms_types)

/* NumPy keeps pointers to the loops and types. */
static struct function {
	const char *name, *signature, *doc;
	int inputs;
	const char *types;
	PyUFuncGenericFunction loop[1];
	void *data[1];
} functions[] = {
	UNARY(log, "ln x; max error 0.6 ULP."),
	UNARY(log1p, "ln(1+x); max error 0.6 ULP."),
	UNARY(exp, "e**x; max error 0.6 ULP."),
	UNARY(loggamma, "ln of gamma of x > 0; max error 0.85 ULP."),
	UNARY(logfactorial, "ln(x!) for x > -1; max error 0.85 ULP."),
	BINARY(xlogy, "x ln y; max error 0.65 ULP."),
	BINARY(logrising, "ln of x(x+1)...(x+n-1), for x, n."),
	BINARY(logbeta, "ln of the beta function of a, b."),
	BINARY(logbinom, "ln of the binomial coefficient of n over k."),
	BINARY(logmultichoose, "ln of gamma(r+y) / (gamma(r) y!), for r, y."),
	TERMS(logaccumulate, "ln(1+x) + ... + ln(terms+x); 1 ULP for x >= 0. terms < 0: nan."),
	TERMS(logaccumulate_direct, "ln(1+x) + ... + ln(terms+x), term by term. terms < 0: nan."),
	{"sumlog_rows", "(n)->()",
	 "The sums of the logarithms along the last axis, or along axis; max error 0.6 ULP of the "
	 "exact sum, plus n*2**-90. No warnings. See sumlog.sumlog.",
	 1, unary_types, {sumlog_rows_loop}, {NULL}},
};

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT, .m_name = "sumlog._ufunc", .m_size = -1,
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
	PyObject *module = PyModule_Create(&definition);
	for (size_t i = 0; module && i < sizeof functions / sizeof *functions; i++) {
		struct function *f = &functions[i];
		PyObject *ufunc = PyUFunc_FromFuncAndDataAndSignature(f->loop, f->data, (char *)f->types, 1,
		                                                      f->inputs, 1, PyUFunc_None, f->name,
		                                                      f->doc, 0, f->signature);
		if (!ufunc || PyModule_AddObjectRef(module, f->name, ufunc) < 0)
			Py_CLEAR(module);
		Py_XDECREF(ufunc);
	}
	return module;
}
