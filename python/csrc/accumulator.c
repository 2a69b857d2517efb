/* The classes of sums in parts: what they have in common. */
#include "accumulator.h"

#include <string.h>

static struct accumulator_class *const classes[] = {
	&product_class, &log1p_class, &dot_class, &exp_class,
};
enum { CLASSES = sizeof classes / sizeof *classes };

static accumulator *as_accumulator(PyObject *o) { return (accumulator *)o; }

/* The kind of a type, or NULL where it is none of these classes, of which none can be derived. */
static const struct accumulator_kind *kind_of(PyTypeObject *type)
{
	for (int i = 0; i < CLASSES; i++)
		if (classes[i]->type == type)
			return classes[i]->kind;
	return NULL;
}

union state *accumulator_value(PyObject *o)
{
	accumulator *a = as_accumulator(o);
	if (!a->busy)
		return &a->value;
	PyErr_Format(PyExc_RuntimeError, "sumlog.%s: another thread works on this object",
	             a->kind->name);
	return NULL;
}

static PyObject *new_accumulator(PyTypeObject *type, const union state *value)
{
	PyObject *o = PyType_GenericAlloc(type, 0);
	if (o) {
		as_accumulator(o)->kind = kind_of(type);
		if (value)
			as_accumulator(o)->value = *value;
	}
	return o;
}

/* Adds all elements of inputs that are open. */
static int add_sources(PyObject *self, const struct addition *a, const struct source *in,
                       int threads)
{
	static const union state nothing;
	union state *value = accumulator_value(self), next; /* opening may have run other threads */
	if (!value)
		return -1;
	as_accumulator(self)->busy = true;
	next = *value;
	int failed = run_pass(a->pass, &next, &nothing, in, threads);
	as_accumulator(self)->busy = false;
	if (!failed && a->in.counts && next.counts.negative) {
		negative_count(&in[0], a->in.function, a->in.names[0]);
		failed = -1;
	}
	if (!failed)
		*value = next;
	return failed;
}

/* Opens inputs that NumPy has to look at. What it makes of them stays alive by *arrays. */
static int open_by_numpy(const struct addition *a, struct source *in, PyObject *const *v,
                         PyObject **arrays)
{
	PyObject *args[2] = {PyUnicode_FromString(a->in.function), PyTuple_New(a->pass->inputs)};
	if (args[0] && args[1]) {
		for (int i = 0; i < a->pass->inputs; i++) {
			Py_INCREF(v[i]);
			PyTuple_SetItem(args[1], i, v[i]);
		}
		*arrays = call_arrays("parts", args, 2, a->in.counts);
	}
	Py_XDECREF(args[0]);
	Py_XDECREF(args[1]);
	PyObject *w[3];
	for (int i = 0; *arrays && i < a->pass->inputs; i++)
		w[i] = PyList_GetItem(*arrays, i);
	return *arrays ? open_inputs(&a->in, in, w) : -1;
}

static int add_inputs(PyObject *self, const struct addition *a, PyObject *const *v, int threads)
{
	struct source in[3];
	PyObject *arrays = NULL;
	int failed = open_inputs(&a->in, in, v);
	if (failed > 0)
		failed = open_by_numpy(a, in, v, &arrays);
	if (!failed) {
		failed = same_shapes(&a->in, in) ? add_sources(self, a, in, threads) : -1;
		close_inputs(&a->in, in);
	}
	Py_XDECREF(arrays);
	return failed;
}

PyObject *accumulator_add(PyObject *self, const struct addition *a, PyObject *const *args,
                          Py_ssize_t count, PyObject *keys)
{
	const int inputs = a->pass->inputs;
	const char *names[5] = {NULL};
	PyObject *v[4];
	for (int i = 0; i < inputs; i++)
		names[i] = a->in.names[i];
	names[inputs] = "threads";
	if (parse_arguments(a->in.function, args, count, keys, names, inputs, inputs, v) < 0)
		return NULL;
	int threads = parse_threads(a->in.function, v[inputs]);
	if (threads < 0 || add_inputs(self, a, v, threads) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyObject *accumulator_add_all(PyObject *self, PyObject *const *args, Py_ssize_t count,
                              PyObject *keys)
{
	return accumulator_add(self, &as_accumulator(self)->kind->add, args, count, keys);
}

PyObject *accumulator_new(PyTypeObject *type, PyObject *args, PyObject *keys)
{
	const struct addition *a = &kind_of(type)->construct;
	const char *function = a->in.function, *missing = NULL;
	PyObject *v[3] = {NULL}, *o = new_accumulator(type, NULL);
	Py_ssize_t count = PyTuple_Size(args), left = keys ? PyDict_Size(keys) : 0;
	int given = 0;
	for (int i = 0; o && a->in.names[i]; i++) {
		PyObject *named = keys ? PyDict_GetItemString(keys, a->in.names[i]) : NULL;
		if (i < count && !named)
			v[i] = PyTuple_GetItem(args, i);
		else if (named && i >= count)
			v[i] = named;
		left -= named && i >= count;
		given += v[i] != NULL;
		if (!v[i] && !missing)
			missing = a->in.names[i];
	}
	if (!o)
		return NULL;
	if (left > 0 || count > a->pass->inputs)
		PyErr_Format(PyExc_TypeError, "sumlog.%s() takes %s%s%s and nothing else", function,
		             a->in.names[0], a->in.names[1] ? " and " : "",
		             a->in.names[1] ? a->in.names[1] : "");
	else if (given > 0 && missing)
		PyErr_Format(PyExc_TypeError, "sumlog.%s() misses the argument '%s'", function, missing);
	else if (given == 0 || add_inputs(o, a, v, 1) == 0)
		return o;
	Py_DECREF(o);
	return NULL;
}

void accumulator_dealloc(PyObject *o)
{
	PyTypeObject *type = Py_TYPE(o);
	((freefunc)PyType_GetSlot(type, Py_tp_free))(o);
	Py_DECREF(type);
}

PyObject *accumulator_merge(PyObject *self, PyObject *other)
{
	const struct accumulator_kind *kind = as_accumulator(self)->kind;
	union state *value = accumulator_value(self);
	if (!value)
		return NULL;
	if (Py_TYPE(other) != Py_TYPE(self)) {
		type_error(kind->merge, "other", other, kind->name);
		return NULL;
	}
	const union state *next = accumulator_value(other);
	if (!next)
		return NULL;
	const union state copy = *next;
	kind->merge_with(value, &copy);
	Py_RETURN_NONE;
}

PyObject *accumulator_join(PyObject *a, PyObject *b)
{
	const struct accumulator_kind *kind = kind_of(Py_TYPE(a));
	if (!kind || Py_TYPE(a) != Py_TYPE(b))
		Py_RETURN_NOTIMPLEMENTED;
	const union state *first = accumulator_value(a), *second = accumulator_value(b);
	if (!first || !second)
		return NULL;
	union state value = *first;
	kind->merge_with(&value, second);
	return new_accumulator(Py_TYPE(a), &value);
}

PyObject *accumulator_result(PyObject *self, PyObject *unused)
{
	(void)unused;
	const union state *value = accumulator_value(self);
	return value ? PyFloat_FromDouble(as_accumulator(self)->kind->result(value)) : NULL;
}

PyObject *accumulator_repr(PyObject *self)
{
	const struct accumulator_kind *kind = as_accumulator(self)->kind;
	PyObject *result = accumulator_result(self, NULL);
	PyObject *text = result ? PyUnicode_FromFormat("<sumlog.%s with %s %R>", kind->name,
	                                               kind->result_name, result)
	                        : NULL;
	Py_XDECREF(result);
	return text;
}

enum { MAX_FORM = SUMLOG_LOG1P_SUM_SIZE };

PyObject *accumulator_bytes(PyObject *self, PyObject *unused)
{
	const struct accumulator_kind *kind = as_accumulator(self)->kind;
	uint8_t bytes[MAX_FORM];
	(void)unused;
	const union state *value = accumulator_value(self);
	if (!value)
		return NULL;
	kind->to_bytes(value, bytes);
	return PyBytes_FromStringAndSize((const char *)bytes, (Py_ssize_t)kind->size);
}

PyObject *accumulator_from_bytes(PyObject *type, PyObject *o)
{
	const struct accumulator_kind *kind = kind_of((PyTypeObject *)type);
	union state value = {0};
	Py_buffer view;
	if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
		type_error(kind->from_bytes, "data", o, "bytes");
		return NULL;
	}
	int failed = kind->from_bytes_to(&value, view.buf, (size_t)view.len);
	Py_ssize_t n = view.len;
	PyBuffer_Release(&view);
	if (!failed)
		return new_accumulator((PyTypeObject *)type, &value);
	if ((size_t)n != kind->size)
		PyErr_Format(PyExc_ValueError, "sumlog.%s: data has %zd bytes, want %zu", kind->from_bytes,
		             n, kind->size);
	else
		PyErr_Format(PyExc_ValueError, "sumlog.%s: data is no %s", kind->from_bytes, kind->noun);
	return NULL;
}

PyObject *accumulator_reduce(PyObject *self, PyObject *unused)
{
	PyObject *bytes = accumulator_bytes(self, unused), *result = NULL;
	PyObject *from = bytes ? PyObject_GetAttrString((PyObject *)Py_TYPE(self), "from_bytes") : NULL;
	if (from)
		result = Py_BuildValue("(O(O))", from, bytes);
	Py_XDECREF(from);
	Py_XDECREF(bytes);
	return result;
}

/* Whether two binary forms have the same flags and numbers, 0 and -0 being the same. */
static bool same_forms(const uint8_t *a, const uint8_t *b, size_t size)
{
	static const uint8_t zero[8], minus_zero[8] = {0x80};
	if (memcmp(a, b, 2) != 0)
		return false;
	for (size_t i = 2; i < size; i += 8) {
		bool first = memcmp(a + i, zero, 8) == 0 || memcmp(a + i, minus_zero, 8) == 0;
		bool second = memcmp(b + i, zero, 8) == 0 || memcmp(b + i, minus_zero, 8) == 0;
		if (memcmp(a + i, b + i, 8) != 0 && !(first && second))
			return false;
	}
	return true;
}

PyObject *accumulator_compare(PyObject *a, PyObject *b, int op)
{
	if (Py_TYPE(a) != Py_TYPE(b) || (op != Py_EQ && op != Py_NE))
		Py_RETURN_NOTIMPLEMENTED;
	const struct accumulator_kind *kind = as_accumulator(a)->kind;
	const union state *first = accumulator_value(a), *second = accumulator_value(b);
	if (!first || !second)
		return NULL;
	uint8_t forms[2][MAX_FORM];
	kind->to_bytes(first, forms[0]);
	kind->to_bytes(second, forms[1]);
	return PyBool_FromLong(same_forms(forms[0], forms[1], kind->size) == (op == Py_EQ));
}

int add_accumulators(PyObject *module)
{
	for (int i = 0; i < CLASSES; i++) {
		PyObject *type = PyType_FromModuleAndSpec(module, classes[i]->spec, NULL);
		classes[i]->type = (PyTypeObject *)type;
		if (!type || PyModule_AddObjectRef(module, classes[i]->kind->name, type) < 0)
			return -1;
	}
	return 0;
}
