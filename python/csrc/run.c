/* Arguments, the GIL, signals: what all functions of the module need. */
#include "core.h"

#include <string.h>

enum {
	KEEP_GIL = 20000,           /* elements, a few microseconds: less is not worth releasing it */
	SIGNAL_INTERVAL = 50000000, /* ns: Ctrl-C seems immediate, and taking the GIL costs little */
	MOST_BY_UFUNC = 1 << 16,    /* elements: of more, Ctrl-C would have to wait too long */
};

int run_pieces(piece_fn work, void *arg, size_t pieces, int threads, size_t cost)
{
	if (cost < KEEP_GIL) {
		for (size_t i = 0; i < pieces; i++)
			work(arg, i);
		return 0;
	}
	for (size_t next = 0; next < pieces;) {
		Py_BEGIN_ALLOW_THREADS
		next = pool_run(work, arg, next, pieces, threads, pool_now() + SIGNAL_INTERVAL);
		Py_END_ALLOW_THREADS
		/* No thread works on the job now, so that a handler may fork. Asked after the last
		   piece too: a caller may have many jobs, each shorter than the interval. */
		if (PyErr_CheckSignals() < 0)
			return -1;
	}
	return 0;
}

static int find(PyObject *key, const char *const *names)
{
	for (int i = 0; names[i]; i++)
		if (PyUnicode_CompareWithASCIIString(key, names[i]) == 0)
			return i;
	return -1;
}

int parse_arguments(const char *function, PyObject *const *args, Py_ssize_t count, PyObject *keys,
                    const char *const *names, int required, int positional, PyObject **values)
{
	for (int i = 0; names[i]; i++)
		values[i] = NULL;
	if (count > positional) {
		PyErr_Format(PyExc_TypeError,
		             "sumlog.%s() takes at most %d positional arguments, %zd given", function,
		             positional, count);
		return -1;
	}
	for (Py_ssize_t i = 0; i < count; i++)
		values[i] = args[i];
	Py_ssize_t named = keys ? PyTuple_Size(keys) : 0;
	for (Py_ssize_t k = 0; k < named; k++) {
		PyObject *key = PyTuple_GetItem(keys, k);
		int i = find(key, names);
		if (i < 0 || values[i]) {
			PyErr_Format(PyExc_TypeError,
			             i < 0 ? "sumlog.%s() got an unexpected keyword argument '%U'"
			                   : "sumlog.%s() got multiple values for argument '%U'",
			             function, key);
			return -1;
		}
		values[i] = args[count + k];
	}
	for (int i = 0; i < required; i++)
		if (!values[i]) {
			PyErr_Format(PyExc_TypeError, "sumlog.%s() misses the argument '%s'", function,
			             names[i]);
			return -1;
		}
	return 0;
}

int parse_threads(const char *function, PyObject *threads)
{
	if (!threads)
		return 1;
	int overflow = 0;
	PyObject *number = PyNumber_Index(threads);
	if (!number) {
		type_error(function, "threads", threads, "an int");
		return -1;
	}
	long n = PyLong_AsLongAndOverflow(number, &overflow);
	Py_DECREF(number);
	if (overflow || n < 1 || n > MAX_THREADS) {
		PyErr_Format(PyExc_ValueError, "sumlog.%s: threads = %S, want 1 to %d", function, threads,
		             MAX_THREADS);
		return -1;
	}
	return (int)n;
}

bool is_given(PyObject *o) { return o && o != Py_None; }

/* A module that is imported already, or NULL without an error. */
static PyObject *imported(const char *name)
{
	PyObject *key = PyUnicode_FromString(name);
	PyObject *module = key ? PyImport_GetModule(key) : NULL;
	Py_XDECREF(key);
	PyErr_Clear();
	return module;
}

/* numpy.ndarray and numpy.dtype("float64"), where they are known: references that are kept. */
static PyTypeObject *known;
static PyObject *float64;

/* Whether a type is numpy.ndarray, which need not be imported. */
static bool is_ndarray(PyTypeObject *type)
{
	if (type == known)
		return true;
	PyObject *numpy = known ? NULL : imported("numpy");
	PyObject *ndarray = numpy ? PyObject_GetAttrString(numpy, "ndarray") : NULL;
	if (ndarray && PyType_Check(ndarray)) {
		known = (PyTypeObject *)ndarray;
		float64 = PyObject_CallMethod(numpy, "dtype", "s", "float64");
	} else
		Py_XDECREF(ndarray);
	Py_XDECREF(numpy);
	PyErr_Clear();
	return type == known;
}

bool has_array_ufunc(PyObject *o)
{
	PyTypeObject *type = Py_TYPE(o);
	return type == known || PyObject_HasAttrString((PyObject *)type, "__array_ufunc__") == 1;
}

/* Whether an ndarray has that type of elements: all but a few that do have the same object. */
static bool has_float64(PyObject *o)
{
	static PyObject *name;
	if (!name)
		name = PyUnicode_InternFromString("dtype");
	PyObject *type = name ? PyObject_GetAttr(o, name) : NULL;
	bool same = type && type == float64;
	Py_XDECREF(type);
	PyErr_Clear();
	return same;
}

int open_numbers(struct source *s, PyObject *o, const char *function, const char *argument)
{
	static PyTypeObject *plain; /* the last type without __array_ufunc__: to ask takes its time */
	PyTypeObject *type = Py_TYPE(o);
	if (type == plain)
		return source_open(s, o, function, argument);
	if (is_ndarray(type))
		return (has_float64(o) && source_of_float64(s, o)) || source_is_buffer(s, o) ? 0 : 1;
	if (has_array_ufunc(o))
		return 1;
	Py_INCREF((PyObject *)type);
	Py_XDECREF((PyObject *)plain);
	plain = type;
	return source_open(s, o, function, argument);
}

/* numpy.ndarray's elements, where it is one of float64; -1 otherwise. */
static Py_ssize_t float64_elements(PyObject *o)
{
	static PyObject *name;
	if (!is_ndarray(Py_TYPE(o)) || !has_float64(o))
		return -1;
	if (!name)
		name = PyUnicode_InternFromString("size");
	PyObject *size = name ? PyObject_GetAttr(o, name) : NULL;
	Py_ssize_t n = size ? PyLong_AsSsize_t(size) : -1;
	Py_XDECREF(size);
	PyErr_Clear();
	return n;
}

PyObject *call_ufunc(PyObject **ufunc, const char *name, PyObject *const *values, int count)
{
	for (int i = 0; i < count; i++)
		if (!is_number(values[i])) {
			Py_ssize_t n = float64_elements(values[i]);
			if (n < 0 || n >= MOST_BY_UFUNC)
				return NULL;
		}
	if (!*ufunc) {
		PyObject *module = PyImport_ImportModule("sumlog._ufunc");
		*ufunc = module ? PyObject_GetAttrString(module, name) : NULL;
		Py_XDECREF(module);
		if (!*ufunc) { /* it is for another NumPy */
			PyErr_Clear();
			*ufunc = Py_None;
			Py_INCREF(*ufunc);
		}
	}
	if (*ufunc == Py_None)
		return NULL;
	return PyObject_CallFunctionObjArgs(*ufunc, values[0], count > 1 ? values[1] : NULL,
	                                    count > 2 ? values[2] : NULL, NULL);
}

/* The shape of an ndarray, or NULL without an error. */
static PyObject *shape_of(PyObject *o)
{
	static PyObject *name;
	if (!is_ndarray(Py_TYPE(o)))
		return NULL;
	if (!name)
		name = PyUnicode_InternFromString("shape");
	PyObject *shape = name ? PyObject_GetAttr(o, name) : NULL;
	PyErr_Clear();
	return shape;
}

int dimensions_along_last(PyObject *const *values, int count, PyObject *axis)
{
	PyObject *shape = shape_of(values[0]);
	Py_ssize_t ndim = shape ? PyTuple_Size(shape) : 0;
	bool last = ndim > 0;
	if (last && axis) {
		int overflow = 0;
		bool integer = PyLong_Check(axis) && !PyBool_Check(axis);
		long n = integer ? PyLong_AsLongAndOverflow(axis, &overflow) : ndim;
		last = !overflow && (n == -1 || n == ndim - 1);
	}
	for (int i = 1; last && i < count; i++) {
		PyObject *other = shape_of(values[i]);
		last = other && PyObject_RichCompareBool(shape, other, Py_EQ) == 1;
		Py_XDECREF(other);
	}
	Py_XDECREF(shape);
	return last ? (int)ndim : 0;
}

PyObject *call_arrays(const char *function, PyObject *const *values, int count, int last)
{
	PyObject *module = PyImport_ImportModule("sumlog._arrays"), *result = NULL;
	PyObject *f = module ? PyObject_GetAttrString(module, function) : NULL;
	PyObject *args = f ? PyTuple_New(count + 1) : NULL;
	PyObject *number = args ? PyLong_FromLong(last) : NULL;
	if (number) {
		for (int i = 0; i < count; i++) {
			PyObject *value = values[i] ? values[i] : Py_None;
			Py_INCREF(value);
			PyTuple_SetItem(args, i, value);
		}
		PyTuple_SetItem(args, count, number);
		result = PyObject_CallObject(f, args);
	}
	Py_XDECREF(args);
	Py_XDECREF(f);
	Py_XDECREF(module);
	return result;
}

PyObject *new_doubles(size_t n)
{
	static PyObject *one; /* array.array("d", [0]) */
	if (!one) {
		PyObject *module = PyImport_ImportModule("array");
		if (module)
			one = PyObject_CallMethod(module, "array", "s(d)", "d", 0.0);
		Py_XDECREF(module);
		if (!one)
			return NULL;
	}
	return PySequence_Repeat(one, (Py_ssize_t)n);
}

PyObject *open_result(PyObject *out, size_t n, Py_buffer *view, const char *function)
{
	PyObject *result = is_given(out) ? out : new_doubles(n);
	if (!result)
		return NULL;
	if (is_given(out))
		Py_INCREF(result);
	Py_ssize_t size = target_open(view, result, function);
	if (size >= 0 && (size_t)size == n)
		return result;
	if (size >= 0) {
		PyErr_Format(PyExc_ValueError, "sumlog.%s: out has %zd elements, want %zu", function, size,
		             n);
		PyBuffer_Release(view);
	}
	Py_DECREF(result);
	return NULL;
}

int keep_apart(struct source *x, const double *dst, size_t n, const char *function)
{
	if (n == 0 || x->all != dst)
		return source_detach(x, dst, n);
	PyErr_Format(PyExc_ValueError, "sumlog.%s: out is in the memory of x", function);
	return -1;
}
