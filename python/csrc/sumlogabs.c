/* The sum of ln |x|, and the sign of the product. */
#include "core.h"

#include <math.h>

static void add_abs(union state *s, const double *const *in, size_t n)
{
	double magnitudes[PIECE];
	for (size_t i = 0; i < n; i += PIECE) {
		size_t k = n - i < PIECE ? n - i : PIECE;
		for (size_t j = 0; j < k; j++) {
			s->abs.odd ^= signbit(in[0][i + j]) != 0;
			magnitudes[j] = fabs(in[0][i + j]);
		}
		sumlog_product_add(&s->abs.product, magnitudes, k);
	}
}

static void merge_abs(union state *s, const union state *next)
{
	sumlog_product_merge(&s->abs.product, next->abs.product);
	s->abs.odd ^= next->abs.odd;
}

static const struct pass abs_pass = {1, 1, add_abs, merge_abs};

static PyObject *sign_and_sum(struct source *x, int threads)
{
	static const union state nothing;
	union state s = nothing;
	if (run_pass(&abs_pass, &s, &nothing, x, threads) < 0)
		return NULL;
	double sum = sumlog_product_log(s.abs.product), sign = s.abs.odd ? -1 : 1;
	if (isnan(sum))
		sign = sum;
	else if (isinf(sum) && sum < 0)
		sign = 0;
	return Py_BuildValue("(dd)", sign, sum);
}

static PyObject *py_sumlogabs(PyObject *self, PyObject *const *args, Py_ssize_t count,
                              PyObject *keys)
{
	static const char *const names[] = {"x", "axis", "keepdims", "where", "threads", NULL};
	static const char *const name = "sumlogabs";
	enum { X, AXIS, KEEPDIMS, WHERE, THREADS, COUNT };
	PyObject *v[COUNT];
	struct source x;
	(void)self;
	if (parse_arguments(name, args, count, keys, names, 1, 2, v) < 0)
		return NULL;
	int threads = parse_threads(name, v[THREADS]);
	int keepdims = threads >= 0 && v[KEEPDIMS] ? PyObject_IsTrue(v[KEEPDIMS]) : 0;
	if (threads < 0 || keepdims < 0)
		return NULL;
	bool numpy = is_given(v[AXIS]) || is_given(v[WHERE]) || keepdims;
	int foreign = numpy ? 1 : open_numbers(&x, v[X], name, "x");
	if (foreign)
		return foreign < 0 ? NULL : call_arrays(name, v, THREADS, threads);
	PyObject *result = sign_and_sum(&x, threads);
	source_close(&x);
	return result;
}

PyDoc_STRVAR(sumlogabs_doc,
"sumlogabs(x, axis=None, *, keepdims=False, where=None, threads=1)\n--\n\n"
"The sign of the product of all elements of x, and the sum of ln(abs(x)), as a pair of floats:\n"
"with the diagonal of a triangular factor, what numpy.linalg.slogdet returns.\n\n"
"Error and bits of the sum are those of sumlog of the magnitudes.\n\n"
"Special values: a nan gives nan twice, and so does a zero beside an infinity; otherwise a zero\n"
"gives the sign 0.0 and -inf; an infinity gives inf; no elements give 1.0 and 0.0.\n\n"
"x, axis, where and threads are as for sumlog.");

PyMethodDef abs_methods[] = {
	{"sumlogabs", (PyCFunction)(void (*)(void))py_sumlogabs, METH_FASTCALL | METH_KEYWORDS,
	 sumlogabs_doc},
	{NULL, NULL, 0, NULL},
};
