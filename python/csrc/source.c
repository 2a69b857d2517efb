#include "source.h"

#include <stdint.h>
#include <string.h>

#define CONVERT(name, type)                                                                  \
	static void convert_##name(double *dst, const char *p, Py_ssize_t stride, size_t n)  \
	{                                                                                    \
		for (size_t i = 0; i < n; i++, p += stride) {                                \
			type v;                                                              \
			memcpy(&v, p, sizeof v);                                             \
			dst[i] = (double)v;                                                  \
		}                                                                            \
	}
CONVERT(float64, double)
CONVERT(float32, float)
CONVERT(int8, int8_t)
CONVERT(int16, int16_t)
CONVERT(int32, int32_t)
CONVERT(int64, int64_t)
CONVERT(uint8, uint8_t)
CONVERT(uint16, uint16_t)
CONVERT(uint32, uint32_t)
CONVERT(uint64, uint64_t)

typedef void (*convert_fn)(double *, const char *, Py_ssize_t, size_t);

/* How the elements of a format of module struct are converted; NULL: not at all. */
static convert_fn conversion(const char *format, Py_ssize_t size)
{
	static const convert_fn is_signed[] = {convert_int8, convert_int16, convert_int32,
	                                       convert_int64};
	static const convert_fn is_unsigned[] = {convert_uint8, convert_uint16, convert_uint32,
	                                         convert_uint64};
	const char native = PY_LITTLE_ENDIAN ? '<' : '>';
	if (!format)
		format = "B";
	if (*format == '@' || *format == '=' || *format == native)
		format++;
	if (!*format || format[1])
		return NULL;
	int width = size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : size == 8 ? 3 : -1;
	if (*format == 'd')
		return width == 3 ? convert_float64 : NULL;
	if (*format == 'f')
		return width == 2 ? convert_float32 : NULL;
	if (width >= 0 && strchr("bhilqn", *format))
		return is_signed[width];
	if (width >= 0 && strchr("?BHILQN", *format))
		return is_unsigned[width];
	return NULL;
}

static bool contiguous(const Py_buffer *view)
{
	Py_ssize_t stride = view->itemsize;
	for (int i = view->ndim - 1; i >= 0; i--) {
		if (view->strides && view->shape[i] > 1 && view->strides[i] != stride)
			return false;
		stride *= view->shape[i];
	}
	return true;
}

static bool aligned(const void *p) { return (uintptr_t)p % sizeof(double) == 0; }

/* Reads the view; false: its format is not supported, for which convert is NULL. */
static bool take_view(struct source *s, convert_fn convert)
{
	Py_buffer *view = &s->view;
	s->convert = convert;
	if (!convert)
		return false;
	s->n = 1;
	for (int i = 0; i < view->ndim; i++)
		s->n *= (size_t)view->shape[i];
	if (s->convert == convert_float64 && aligned(view->buf) && contiguous(view))
		s->all = view->buf;
	return true;
}

/* Opens a buffer with the format, or where all elements are known to be float64, without. */
static bool open_buffer(struct source *s, PyObject *o, int flags)
{
	s->viewed = s->repeated = false;
	s->owned = NULL;
	s->all = NULL;
	if (PyObject_GetBuffer(o, &s->view, flags) < 0) {
		PyErr_Clear();
		return false;
	}
	bool known = !(flags & PyBUF_FORMAT);
	s->viewed = take_view(s, known ? convert_float64 : conversion(s->view.format, s->view.itemsize));
	if (!s->viewed)
		PyBuffer_Release(&s->view);
	return s->viewed;
}

bool source_is_buffer(struct source *s, PyObject *o)
{
	s->viewed = s->repeated = false;
	s->owned = NULL;
	s->all = NULL;
	return PyObject_CheckBuffer(o) && open_buffer(s, o, PyBUF_RECORDS_RO);
}

bool source_of_float64(struct source *s, PyObject *o)
{
	return open_buffer(s, o, PyBUF_STRIDED_RO);
}

void type_error(const char *function, const char *argument, PyObject *o, const char *wanted)
{
	PyObject *type = PyType_GetName(Py_TYPE(o));
	PyErr_Clear();
	PyErr_Format(PyExc_TypeError, "sumlog.%s: %s is of type %U, want %s", function, argument, type,
	             wanted);
	Py_XDECREF(type);
}

/* Copies the numbers of an iterable. */
static int take_iterable(struct source *s, PyObject *o, const char *function, const char *argument)
{
	PyObject *list = PySequence_List(o);
	if (!list) {
		if (PyErr_ExceptionMatches(PyExc_TypeError) && !PyIter_Check(o))
			type_error(function, argument, o, "an array or an iterable of numbers");
		return -1;
	}
	Py_ssize_t n = PyList_Size(list);
	s->owned = PyMem_Malloc(n > 0 ? (size_t)n * sizeof(double) : 1);
	if (!s->owned)
		PyErr_NoMemory();
	for (Py_ssize_t i = 0; s->owned && i < n; i++) {
		PyObject *item = PyList_GetItem(list, i);
		s->owned[i] = PyFloat_AsDouble(item);
		if (s->owned[i] == -1 && PyErr_Occurred()) {
			if (PyErr_ExceptionMatches(PyExc_TypeError)) {
				char name[64];
				PyOS_snprintf(name, sizeof name, "%s[%zd]", argument, i);
				type_error(function, name, item, "a real number");
			}
			PyMem_Free(s->owned);
			s->owned = NULL;
		}
	}
	Py_DECREF(list);
	if (!s->owned)
		return -1;
	s->all = s->owned;
	s->n = (size_t)n;
	return 0;
}

int source_open(struct source *s, PyObject *o, const char *function, const char *argument)
{
	if (source_is_buffer(s, o))
		return 0;
	if (!PyObject_CheckBuffer(o))
		return take_iterable(s, o, function, argument);
	if (PyObject_GetBuffer(o, &s->view, PyBUF_RECORDS_RO) == 0) {
		PyErr_Format(PyExc_TypeError,
		             "sumlog.%s: %s has the buffer format '%s', want float64, float32 or integers "
		             "in native byte order",
		             function, argument, s->view.format ? s->view.format : "B");
		PyBuffer_Release(&s->view);
	}
	return -1;
}

/* The same for a buffer of any number of dimensions with strides. */
static void gather(const struct source *s, size_t from, size_t n, double *dst)
{
	const Py_buffer *view = &s->view;
	Py_ssize_t index[64]; /* PyBUF_MAX_NDIM */
	int last = view->ndim - 1;
	const char *row = view->buf;
	for (int i = last; i >= 0; i--) {
		index[i] = (Py_ssize_t)(from % (size_t)view->shape[i]);
		from /= (size_t)view->shape[i];
		row += index[i] * view->strides[i];
	}
	while (n > 0) {
		size_t left = (size_t)(view->shape[last] - index[last]);
		size_t k = left < n ? left : n;
		s->convert(dst, row, view->strides[last], k);
		dst += k;
		n -= k;
		if (n == 0)
			return;
		/* The beginning of the next row. */
		row -= index[last] * view->strides[last];
		index[last] = 0;
		for (int i = last - 1; i >= 0; i--) {
			row += view->strides[i];
			if (++index[i] < view->shape[i])
				break;
			row -= index[i] * view->strides[i];
			index[i] = 0;
		}
	}
}

void source_repeat(struct source *s, double number, size_t n)
{
	s->viewed = false;
	s->owned = NULL;
	s->all = NULL;
	s->n = n;
	s->repeated = true;
	s->number = number;
}

const double *source_read(const struct source *s, size_t from, size_t n, double *buffer)
{
	if (s->all)
		return s->all + from;
	if (s->repeated) {
		for (size_t i = 0; i < n; i++)
			buffer[i] = s->number;
		return buffer;
	}
	const Py_buffer *view = &s->view;
	if (n > 0 && view->ndim > 0 && view->strides)
		gather(s, from, n, buffer);
	else
		s->convert(buffer, (const char *)view->buf + (Py_ssize_t)from * view->itemsize,
		           view->itemsize, n);
	return buffer;
}

static int copy_all(struct source *s)
{
	double *copy = PyMem_Malloc(s->n > 0 ? s->n * sizeof *copy : 1);
	if (!copy) {
		PyErr_NoMemory();
		return -1;
	}
	const double *from = source_read(s, 0, s->n, copy);
	if (from != copy)
		memcpy(copy, from, s->n * sizeof *copy);
	s->all = s->owned = copy;
	return 0;
}

int source_gather(struct source *s) { return s->all ? 0 : copy_all(s); }

bool source_is_integer(const struct source *s)
{
	return s->viewed && s->convert != convert_float64 && s->convert != convert_float32;
}

int source_detach(struct source *s, const double *dst, size_t n)
{
	if (!s->viewed || n == 0 || s->n == 0 || s->all == dst)
		return 0;
	uintptr_t low = (uintptr_t)s->view.buf, high = low + (uintptr_t)s->view.itemsize;
	for (int i = 0; s->view.strides && i < s->view.ndim; i++) {
		Py_ssize_t reach = (s->view.shape[i] - 1) * s->view.strides[i];
		if (reach < 0)
			low -= (uintptr_t)-reach;
		else
			high += (uintptr_t)reach;
	}
	if (!s->view.strides)
		high = low + (uintptr_t)s->view.len;
	if (high <= (uintptr_t)dst || (uintptr_t)(dst + n) <= low)
		return 0;
	return copy_all(s);
}

void source_close(struct source *s)
{
	if (s->viewed)
		PyBuffer_Release(&s->view);
	PyMem_Free(s->owned);
}

Py_ssize_t target_open(Py_buffer *view, PyObject *o, const char *function)
{
	if (PyObject_GetBuffer(o, view, PyBUF_RECORDS) < 0) {
		if (PyErr_ExceptionMatches(PyExc_TypeError) || PyErr_ExceptionMatches(PyExc_BufferError) ||
		    PyErr_ExceptionMatches(PyExc_ValueError))
			type_error(function, "out", o, "a writable array of float64");
		return -1;
	}
	if (conversion(view->format, view->itemsize) != convert_float64)
		PyErr_Format(PyExc_TypeError, "sumlog.%s: out has the buffer format '%s', want float64",
		             function, view->format ? view->format : "B");
	else if (view->len > 0 && (!contiguous(view) || !aligned(view->buf)))
		PyErr_Format(PyExc_ValueError, "sumlog.%s: out is not contiguous, want it in C order",
		             function);
	else
		return view->len / (Py_ssize_t)sizeof(double);
	PyBuffer_Release(view);
	return -1;
}
