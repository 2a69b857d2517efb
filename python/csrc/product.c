/* The class Product. */
#include "core.h"

typedef struct {
	PyObject_HEAD
	sumlog_product value;
	bool busy; /* add works on it without the GIL */
} product_object;

static PyTypeObject *product_type; /* a reference that the module keeps */

static product_object *as_product(PyObject *o) { return (product_object *)o; }

static bool is_product(PyObject *o)
{
	return product_type && PyObject_TypeCheck(o, product_type);
}

static int check_idle(PyObject *o)
{
	if (!as_product(o)->busy)
		return 0;
	PyErr_SetString(PyExc_RuntimeError, "sumlog.Product: another thread works on this product");
	return -1;
}

static PyObject *new_product(PyTypeObject *type, sumlog_product value)
{
	PyObject *o = PyType_GenericAlloc(type, 0);
	if (o)
		as_product(o)->value = value;
	return o;
}

static int multiply(PyObject *self, PyObject *x, const char *function, int threads)
{
	struct source s;
	int foreign = open_numbers(&s, x, function, "x");
	if (foreign > 0) { /* NumPy knows what its numbers are */
		PyObject *numbers = call_arrays("numbers", &x, 1, threads);
		foreign = numbers ? source_open(&s, numbers, function, "x") : -1;
		Py_XDECREF(numbers);
	}
	if (foreign < 0)
		return -1;
	if (check_idle(self) < 0) { /* what converted x may have let another thread begin */
		source_close(&s);
		return -1;
	}
	as_product(self)->busy = true;
	int failed = product_multiply(&as_product(self)->value, &s, threads);
	as_product(self)->busy = false;
	source_close(&s);
	return failed;
}

static PyObject *product_new(PyTypeObject *type, PyObject *args, PyObject *keys)
{
	static char *names[] = {"x", NULL};
	const sumlog_product nothing = {0};
	PyObject *x = NULL;
	if (!PyArg_ParseTupleAndKeywords(args, keys, "|O:Product", names, &x))
		return NULL;
	PyObject *o = new_product(type, nothing);
	if (o && x && multiply(o, x, "Product", 1) < 0)
		Py_CLEAR(o);
	return o;
}

static void product_dealloc(PyObject *o)
{
	PyTypeObject *type = Py_TYPE(o);
	((freefunc)PyType_GetSlot(type, Py_tp_free))(o);
	Py_DECREF(type);
}

static PyObject *product_add(PyObject *self, PyObject *const *args, Py_ssize_t count,
                             PyObject *keys)
{
	static const char *const names[] = {"x", "threads", NULL};
	PyObject *v[2];
	if (parse_arguments("Product.add", args, count, keys, names, 1, 1, v) < 0)
		return NULL;
	int threads = parse_threads("Product.add", v[1]);
	if (threads < 0 || multiply(self, v[0], "Product.add", threads) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *product_div(PyObject *self, PyObject *o)
{
	double x = PyFloat_AsDouble(o);
	if (x == -1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_TypeError))
			type_error("Product.div", "x", o, "a real number");
		return NULL;
	}
	if (check_idle(self) < 0)
		return NULL;
	sumlog_product_div(&as_product(self)->value, x);
	Py_RETURN_NONE;
}

static int want_product(PyObject *o, const char *function)
{
	if (is_product(o))
		return check_idle(o);
	type_error(function, "other", o, "a Product");
	return -1;
}

static PyObject *product_merge(PyObject *self, PyObject *other)
{
	if (check_idle(self) < 0 || want_product(other, "Product.merge") < 0)
		return NULL;
	sumlog_product_merge(&as_product(self)->value, as_product(other)->value);
	Py_RETURN_NONE;
}

static PyObject *product_times(PyObject *a, PyObject *b)
{
	if (!is_product(a) || !is_product(b))
		Py_RETURN_NOTIMPLEMENTED;
	if (check_idle(a) < 0 || check_idle(b) < 0)
		return NULL;
	sumlog_product value = as_product(a)->value;
	sumlog_product_merge(&value, as_product(b)->value);
	return new_product(product_type, value);
}

static PyObject *product_log(PyObject *self, PyObject *unused)
{
	(void)unused;
	if (check_idle(self) < 0)
		return NULL;
	return PyFloat_FromDouble(sumlog_product_log(as_product(self)->value));
}

static PyObject *product_frexp(PyObject *self, PyObject *unused)
{
	int64_t exp;
	(void)unused;
	if (check_idle(self) < 0)
		return NULL;
	double fraction = sumlog_product_frexp(as_product(self)->value, &exp);
	return Py_BuildValue("(dL)", fraction, (long long)exp);
}

static PyObject *product_bytes(PyObject *self, PyObject *unused)
{
	uint8_t bytes[SUMLOG_PRODUCT_SIZE];
	(void)unused;
	if (check_idle(self) < 0)
		return NULL;
	sumlog_product_to_bytes(as_product(self)->value, bytes);
	return PyBytes_FromStringAndSize((const char *)bytes, sizeof bytes);
}

static PyObject *product_from_bytes(PyObject *type, PyObject *o)
{
	sumlog_product value;
	Py_buffer view;
	if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
		type_error("Product.from_bytes", "data", o, "bytes");
		return NULL;
	}
	int failed = sumlog_product_from_bytes(&value, view.buf, (size_t)view.len);
	Py_ssize_t n = view.len;
	PyBuffer_Release(&view);
	if (!failed)
		return new_product((PyTypeObject *)type, value);
	if (n != SUMLOG_PRODUCT_SIZE)
		PyErr_Format(PyExc_ValueError, "sumlog.Product.from_bytes: data has %zd bytes, want %d", n,
		             SUMLOG_PRODUCT_SIZE);
	else
		PyErr_SetString(PyExc_ValueError, "sumlog.Product.from_bytes: data is no product");
	return NULL;
}

static PyObject *product_reduce(PyObject *self, PyObject *unused)
{
	PyObject *bytes = product_bytes(self, unused), *result = NULL;
	PyObject *from = bytes ? PyObject_GetAttrString((PyObject *)Py_TYPE(self), "from_bytes") : NULL;
	if (from)
		result = Py_BuildValue("(O(O))", from, bytes);
	Py_XDECREF(from);
	Py_XDECREF(bytes);
	return result;
}

static PyObject *product_compare(PyObject *a, PyObject *b, int op)
{
	if (!is_product(a) || !is_product(b) || (op != Py_EQ && op != Py_NE))
		Py_RETURN_NOTIMPLEMENTED;
	if (check_idle(a) < 0 || check_idle(b) < 0)
		return NULL;
	int equal = sumlog_product_equal(as_product(a)->value, as_product(b)->value);
	return PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *product_repr(PyObject *self)
{
	PyObject *log = product_log(self, NULL);
	PyObject *text = log ? PyUnicode_FromFormat("<sumlog.Product with log %R>", log) : NULL;
	Py_XDECREF(log);
	return text;
}

PyDoc_STRVAR(product_doc,
"Product(x=())\n--\n\n"
"A product of numbers that neither overflows nor underflows and carries its rounding errors.\n\n"
"Its logarithm is a sum of logarithms with the error of sumlog: 0.6 ULP plus n*2**-90 absolute.\n"
"It is for data that comes in parts, or lies on several machines: parts may be multiplied\n"
"elsewhere, and merged. It is pickled to 26 bytes, which other programs read as well.\n"
"p * q is a new product. Products that are equal have the same value and the same error: the same\n"
"factors in other parts may differ. While one thread adds many numbers to a product, all else on\n"
"it is a RuntimeError.");
PyDoc_STRVAR(add_doc,
"add($self, x, *, threads=1)\n--\n\n"
"Multiplies by all elements of x, an array or an iterable of numbers as for sumlog.\n\n"
"After an exception, a KeyboardInterrupt too, the product is as it was. Where numbers are added\n"
"in parts, each but the last a multiple of 4096 elements, the logarithm has the bits of sumlog\n"
"over all; for other parts, its last bit can differ in rare cases.");
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
PyDoc_STRVAR(product_log_doc,
"log($self, /)\n--\n\nThe sum of the logarithms of the factors, with sumlog's special values.");
PyDoc_STRVAR(from_bytes_doc,
"from_bytes($type, data, /)\n--\n\nThe product of which data is bytes(product).");

static PyMethodDef methods[] = {
	{"add", (PyCFunction)(void (*)(void))product_add, METH_FASTCALL | METH_KEYWORDS, add_doc},
	{"div", product_div, METH_O, div_doc},
	{"merge", product_merge, METH_O, merge_doc},
	{"log", product_log, METH_NOARGS, product_log_doc},
	{"frexp", product_frexp, METH_NOARGS, frexp_doc},
	{"from_bytes", product_from_bytes, METH_O | METH_CLASS, from_bytes_doc},
	{"__bytes__", product_bytes, METH_NOARGS, NULL},
	{"__reduce__", product_reduce, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
	{Py_tp_doc, (void *)product_doc},
	{Py_tp_new, product_new},
	{Py_tp_dealloc, product_dealloc},
	{Py_tp_repr, product_repr},
	{Py_tp_richcompare, product_compare},
	{Py_tp_hash, PyObject_HashNotImplemented},
	{Py_tp_methods, methods},
	{Py_nb_multiply, product_times},
	{0, NULL},
};

static PyType_Spec spec = {
	.name = "sumlog.Product",
	.basicsize = sizeof(product_object),
	.flags = Py_TPFLAGS_DEFAULT,
	.slots = slots,
};

PyObject *make_product_type(PyObject *module)
{
	PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
	product_type = (PyTypeObject *)type;
	return type;
}
