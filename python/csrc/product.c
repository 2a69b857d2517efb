/* The class Product. */
#include "accumulator.h"

static PyObject *product_add_counts(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                    PyObject *keys)
{
	static const struct addition counts = {
		{.function = "Product.add_counts", .names = {"counts", "x"}, .counts = true}, &counts_pass};
	return accumulator_add(self, &counts, args, count, keys);
}

static PyObject *product_div(PyObject *self, PyObject *o)
{
	double x = PyFloat_AsDouble(o);
	if (x == -1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_TypeError))
			type_error("Product.div", "x", o, "a real number");
		return NULL;
	}
	union state *value = accumulator_value(self);
	if (!value)
		return NULL;
	sumlog_product_div(&value->product, x);
	Py_RETURN_NONE;
}

static PyObject *product_frexp(PyObject *self, PyObject *unused)
{
	int64_t exp;
	(void)unused;
	const union state *value = accumulator_value(self);
	if (!value)
		return NULL;
	double fraction = sumlog_product_frexp(value->product, &exp);
	return Py_BuildValue("(dL)", fraction, (long long)exp);
}

static void to_bytes(const union state *s, uint8_t *bytes)
{
	sumlog_product_to_bytes(s->product, bytes);
}
static int from_bytes_to(union state *s, const uint8_t *bytes, size_t n)
{
	return sumlog_product_from_bytes(&s->product, bytes, n);
}
static void merge_with(union state *s, const union state *next)
{
	sumlog_product_merge(&s->product, next->product);
}
static double result(const union state *s) { return sumlog_product_log(s->product); }

static const struct accumulator_kind kind = {
	.name = "Product",
	.noun = "product",
	.merge = "Product.merge",
	.from_bytes = "Product.from_bytes",
	.construct = {{.function = "Product", .names = {"x"}, .numbers = true}, &product_pass},
	.add = {{.function = "Product.add", .names = {"x"}, .numbers = true}, &product_pass},
	.size = SUMLOG_PRODUCT_SIZE,
	.to_bytes = to_bytes,
	.from_bytes_to = from_bytes_to,
	.merge_with = merge_with,
	.result_name = "log",
	.result = result,
};

PyDoc_STRVAR(product_doc,
"Product(x=())\n--\n\n"
"A product of numbers that neither overflows nor underflows and carries its rounding errors.\n\n"
"Its logarithm is a sum of logarithms. Max error: 0.6 ULP plus n*2**-90 absolute, as sumlog.\n"
"It is for data that comes in parts, or lies on several machines: parts may be multiplied\n"
"elsewhere, and merged. It is pickled to 26 bytes, which other programs read as well.\n"
"p * q is a new product. Products that are equal have the same value and the same error: the same\n"
"factors in other parts may differ. While one thread adds many numbers to a product, all else on\n"
"it is a RuntimeError.");
PyDoc_STRVAR(add_doc,
"add($self, x, *, threads=1)\n--\n\n"
"Multiplies by all elements of x, an array or an iterable of numbers, or by a number.\n\n"
"After an exception, a KeyboardInterrupt too, the product is as it was. Where numbers are added\n"
"in parts, each but the last a multiple of 4096 elements, the logarithm has the bits of sumlog\n"
"over all; for other parts, its last bit can differ in rare cases.");
PyDoc_STRVAR(add_counts_doc,
"add_counts($self, counts, x, *, threads=1)\n--\n\n"
"Multiplies by x to the power of counts, element by element: integers that are not negative, as\n"
"for dotlog_counts. Each is as many factors in the error.");
PyDoc_STRVAR(div_doc,
"div($self, x, /)\n--\n\n"
"Divides by the number x, which counts as one factor more in the error: 1/x is not rounded.\n\n"
"A zero multiplies by inf, inf multiplies by 0, and a negative number or nan makes the logarithm\n"
"nan. It does not undo add: special factors stay.");
PyDoc_STRVAR(frexp_doc,
"frexp($self, /)\n--\n\n"
"The product itself as (m, e): m * 2**e with 0.5 <= m < 1, m rounded once, like math.frexp but\n"
"with an int e of any size. e is 0 where m is nan, 0.0 or inf.");
PyDoc_STRVAR(merge_doc,
"merge($self, other, /)\n--\n\nMultiplies by another product, whose factors come after.");
PyDoc_STRVAR(log_doc,
"log($self, /)\n--\n\nThe sum of the logarithms of the factors, with sumlog's special values.");
PyDoc_STRVAR(from_bytes_doc,
"from_bytes($type, data, /)\n--\n\nThe product of which data is bytes(product).");

static PyMethodDef methods[] = {
	ACCUMULATOR_METHODS(add_doc, merge_doc, from_bytes_doc),
	{"add_counts", (PyCFunction)(void (*)(void))product_add_counts, METH_FASTCALL | METH_KEYWORDS,
	 add_counts_doc},
	{"div", product_div, METH_O, div_doc},
	{"log", accumulator_result, METH_NOARGS, log_doc},
	{"frexp", product_frexp, METH_NOARGS, frexp_doc},
	{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
	ACCUMULATOR_SLOTS,
	{Py_tp_doc, (void *)product_doc},
	{Py_tp_methods, methods},
	{Py_nb_multiply, accumulator_join},
	{0, NULL},
};

static PyType_Spec spec = {
	.name = "sumlog.Product",
	.basicsize = sizeof(accumulator),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

struct accumulator_class product_class = {&kind, &spec, NULL};
