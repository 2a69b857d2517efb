/* The classes Log1pSum, DotLogSum and ExpSum. */
#include "accumulator.h"

#include <math.h>

static void log1p_to_bytes(const union state *s, uint8_t *bytes)
{
	sumlog_log1p_sum_to_bytes(s->log1p, bytes);
}
static int log1p_from_bytes(union state *s, const uint8_t *bytes, size_t n)
{
	return sumlog_log1p_sum_from_bytes(&s->log1p, bytes, n);
}
static void merge_log1p(union state *s, const union state *next)
{
	sumlog_log1p_sum_merge(&s->log1p, next->log1p);
}
static double log1p_result(const union state *s) { return sumlog_log1p_sum_sum(s->log1p); }

static void dot_to_bytes(const union state *s, uint8_t *bytes)
{
	sumlog_dot_log_sum_to_bytes(s->dot, bytes);
}
static int dot_from_bytes(union state *s, const uint8_t *bytes, size_t n)
{
	return sumlog_dot_log_sum_from_bytes(&s->dot, bytes, n);
}
static void merge_dot(union state *s, const union state *next)
{
	sumlog_dot_log_sum_merge(&s->dot, next->dot);
}
static double dot_result(const union state *s) { return sumlog_dot_log_sum_sum(s->dot); }

static void exp_to_bytes(const union state *s, uint8_t *bytes)
{
	sumlog_exp_sum_to_bytes(s->exp, bytes);
}
static int exp_from_bytes(union state *s, const uint8_t *bytes, size_t n)
{
	return sumlog_exp_sum_from_bytes(&s->exp, bytes, n);
}
static void merge_exp(union state *s, const union state *next)
{
	sumlog_exp_sum_merge(&s->exp, next->exp);
}
static double exp_result(const union state *s) { return sumlog_exp_sum_log(s->exp); }

static PyObject *dot_add_ratio(PyObject *self, PyObject *const *args, Py_ssize_t count,
                               PyObject *keys)
{
	static const struct addition ratio = {
		{.function = "DotLogSum.add_ratio", .names = {"w", "x", "y"}, .numbers = true},
		&ratio_pass};
	return accumulator_add(self, &ratio, args, count, keys);
}

static PyObject *dot_magnitude(PyObject *self, PyObject *unused)
{
	(void)unused;
	const union state *value = accumulator_value(self);
	return value ? PyFloat_FromDouble(value->dot.magnitude) : NULL;
}

static PyObject *dot_cancels(PyObject *self, PyObject *unused)
{
	(void)unused;
	const union state *value = accumulator_value(self);
	return value ? PyBool_FromLong(sumlog_dot_log_sum_cancels(value->dot)) : NULL;
}

static PyObject *exp_max(PyObject *self, PyObject *unused)
{
	(void)unused;
	const union state *value = accumulator_value(self);
	if (!value)
		return NULL;
	const sumlog_exp_sum *s = &value->exp;
	return PyFloat_FromDouble(s->invalid ? (double)NAN : s->s == 0 ? -(double)INFINITY : s->max);
}

#define IN_PARTS                                                                                  \
	" It is for data that comes in parts, or lies on\nseveral machines: parts may be summed " \
	"elsewhere, and merged.\n\n"
#define AS_BYTES(size)                                                                            \
	"It is pickled to " size " bytes, which other programs read as well. a + b is a new sum. Sums\n" \
	"that are equal have the same value and the same error: the same elements in other parts may\n" \
	"differ. While one thread adds many numbers to a sum, all else on it is a RuntimeError."
#define AS_IT_WAS                                                                                 \
	"After an exception, a KeyboardInterrupt too, the sum is as it was. Where elements are added\n" \
	"in parts, each but the last a multiple of 4096 elements, the result has the bits of "

PyDoc_STRVAR(merge_doc,
"merge($self, other, /)\n--\n\nAdds another sum, whose elements come after.");
PyDoc_STRVAR(from_bytes_doc,
"from_bytes($type, data, /)\n--\n\nThe sum of which data is bytes(sum).");

PyDoc_STRVAR(log1p_doc,
"Log1pSum(x=())\n--\n\n"
"The sum of ln(1+x) of elements in parts." IN_PARTS
"Max error: that of sumlog1p over all elements.\n\n" AS_BYTES("42"));
PyDoc_STRVAR(log1p_add_doc,
"add($self, x, *, threads=1)\n--\n\n"
"Adds ln(1+x) of all elements of x, an array or an iterable of numbers, or of a number.\n\n"
AS_IT_WAS "sumlog1p.");
PyDoc_STRVAR(log1p_sum_doc, "sum($self, /)\n--\n\nThe sum, with sumlog1p's special values.");

PyDoc_STRVAR(dot_doc,
"DotLogSum(w=(), x=())\n--\n\n"
"The sum of w ln(x), or of w ln(x/y), of elements in parts." IN_PARTS
"Max error: 0.6 ULP plus 2**-56 of magnitude(), which must not exceed the largest float. Where\n"
"cancels() is true, dotlog, which goes over the elements a second time, has a smaller one.\n\n"
AS_BYTES("26"));
PyDoc_STRVAR(dot_add_doc,
"add($self, w, x, *, threads=1)\n--\n\n"
"Adds w ln(x) for all elements of w and x, as dotlog takes them. A number stands for an array of\n"
"equal ones.\n\n" AS_IT_WAS "dotlog\nwhere cancels() is false.");
PyDoc_STRVAR(dot_add_ratio_doc,
"add_ratio($self, w, x, y, *, threads=1)\n--\n\n"
"Adds w ln(x/y) for all elements of w, x and y, as dotlogratio takes them, or numbers.\n\n"
AS_IT_WAS "dotlogratio.");
PyDoc_STRVAR(dot_sum_doc, "sum($self, /)\n--\n\nThe sum, with dotlog's special values.");
PyDoc_STRVAR(magnitude_doc,
"magnitude($self, /)\n--\n\nThe sum of the terms without signs, to 13 digits.");
PyDoc_STRVAR(cancels_doc,
"cancels($self, /)\n--\n\n"
"Whether the terms cancel so far that dotlog would go over them a second time.");

PyDoc_STRVAR(exp_doc,
"ExpSum(x=())\n--\n\n"
"The sum of e**x of elements in parts, without overflow." IN_PARTS
"Its logarithm has the error bound of logsumexp. Max error: 1 ULP where it is at least 1/8 in\n"
"magnitude, and 0.6 ULP plus 2**-56 everywhere.\n\n" AS_BYTES("26"));
PyDoc_STRVAR(exp_add_doc,
"add($self, x, *, threads=1)\n--\n\n"
"Adds e**x of all elements of x, an array or an iterable of numbers, or of a number.\n\n"
AS_IT_WAS "logsumexp.");
PyDoc_STRVAR(exp_log_doc,
"log($self, /)\n--\n\nThe logarithm of the sum, with logsumexp's special values.");
PyDoc_STRVAR(exp_max_doc,
"max($self, /)\n--\n\nThe largest element: -inf of none, nan where one is nan.");

static PyMethodDef log1p_methods[] = {
	ACCUMULATOR_METHODS(log1p_add_doc, merge_doc, from_bytes_doc),
	{"sum", accumulator_result, METH_NOARGS, log1p_sum_doc},
	{NULL, NULL, 0, NULL},
};
static PyMethodDef dot_methods[] = {
	ACCUMULATOR_METHODS(dot_add_doc, merge_doc, from_bytes_doc),
	{"add_ratio", (PyCFunction)(void (*)(void))dot_add_ratio, METH_FASTCALL | METH_KEYWORDS,
	 dot_add_ratio_doc},
	{"sum", accumulator_result, METH_NOARGS, dot_sum_doc},
	{"magnitude", dot_magnitude, METH_NOARGS, magnitude_doc},
	{"cancels", dot_cancels, METH_NOARGS, cancels_doc},
	{NULL, NULL, 0, NULL},
};
static PyMethodDef exp_methods[] = {
	ACCUMULATOR_METHODS(exp_add_doc, merge_doc, from_bytes_doc),
	{"log", accumulator_result, METH_NOARGS, exp_log_doc},
	{"max", exp_max, METH_NOARGS, exp_max_doc},
	{NULL, NULL, 0, NULL},
};

/* A class of a sum: what it adds, its binary form, and what its result is called. */
#define SUM_CLASS(id, class_name, form_size, called, a_pass, ...)                                 \
	static const struct accumulator_kind id##_kind = {                                        \
		.name = class_name,                                                               \
		.noun = "sum",                                                                    \
		.merge = class_name ".merge",                                                     \
		.from_bytes = class_name ".from_bytes",                                           \
		.construct = {{.function = class_name, .names = {__VA_ARGS__}, .numbers = true},  \
		              a_pass},                                                            \
		.add = {{.function = class_name ".add", .names = {__VA_ARGS__}, .numbers = true}, \
		        a_pass},                                                                  \
		.size = form_size,                                                                \
		.to_bytes = id##_to_bytes,                                                        \
		.from_bytes_to = id##_from_bytes,                                                 \
		.merge_with = merge_##id,                                                         \
		.result_name = called,                                                            \
		.result = id##_result,                                                            \
	};                                                                                        \
	static PyType_Slot id##_slots[] = {                                                       \
		ACCUMULATOR_SLOTS,                                                                \
		{Py_tp_doc, (void *)id##_doc},                                                    \
		{Py_tp_methods, id##_methods},                                                    \
		{Py_nb_add, accumulator_join},                                                    \
		{0, NULL},                                                                        \
	};                                                                                        \
	static PyType_Spec id##_spec = {                                                          \
		.name = "sumlog." class_name,                                                     \
		.basicsize = sizeof(accumulator),                                                 \
		.flags = Py_TPFLAGS_DEFAULT,                                                      \
		.slots = id##_slots,                                                              \
	};                                                                                        \
	struct accumulator_class id##_class = {&id##_kind, &id##_spec, NULL};

SUM_CLASS(log1p, "Log1pSum", SUMLOG_LOG1P_SUM_SIZE, "sum", &log1p_pass, "x")
SUM_CLASS(dot, "DotLogSum", SUMLOG_DOT_LOG_SUM_SIZE, "sum", &dot_pass, "w", "x")
SUM_CLASS(exp, "ExpSum", SUMLOG_EXP_SUM_SIZE, "log", &exp_pass, "x")
