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
/* An integer as a double, and as a count, an int64_t: one that is too large is a negative count. */
#define CONVERT_INTEGER(name, type)                                                          \
	CONVERT(name, type)                                                                  \
	static void count_##name(double *dst, const char *p, Py_ssize_t stride, size_t n)    \
	{                                                                                    \
		for (size_t i = 0; i < n; i++, p += stride) {                                \
			type v;                                                              \
			memcpy(&v, p, sizeof v);                                             \
			int64_t count = (int64_t)v;                                          \
			memcpy(&dst[i], &count, sizeof count);                               \
		}                                                                            \
	}
CONVERT(float64, double)
CONVERT(float32, float)
CONVERT_INTEGER(int8, int8_t)
CONVERT_INTEGER(int16, int16_t)
CONVERT_INTEGER(int32, int32_t)
CONVERT_INTEGER(int64, int64_t)
CONVERT_INTEGER(uint8, uint8_t)
CONVERT_INTEGER(uint16, uint16_t)
CONVERT_INTEGER(uint32, uint32_t)
CONVERT_INTEGER(uint64, uint64_t)

typedef void (*convert_fn)(double *, const char *, Py_ssize_t, size_t);

/* How the elements of a format of module struct are converted, to counts or doubles; NULL: not. */
static convert_fn conversion(const char *format, Py_ssize_t size, bool counts)
{
	static const convert_fn integers[2][2][4] = {
		{{convert_int8, convert_int16, convert_int32, convert_int64},
		 {convert_uint8, convert_uint16, convert_uint32, convert_uint64}},
		{{count_int8, count_int16, count_int32, count_int64},
		 {count_uint8, count_uint16, count_uint32, count_uint64}},
	};
	const char native = PY_LITTLE_ENDIAN ? '<' : '>';
	if (!format)
		format = "B";
	if (*format == '@' || *format == '=' || *format == native)
		format++;
	if (!*format || format[1])
		return NULL;
	int width = size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : size == 8 ? 3 : -1;
	if (*format == 'd')
		return width == 3 && !counts ? convert_float64 : NULL;
	if (*format == 'f')
		return width == 2 && !counts ? convert_float32 : NULL;
	if (width >= 0 && strchr("bhilqn", *format))
		return integers[counts][0][width];
	if (width >= 0 && strchr("?BHILQN", *format))
		return integers[counts][1][width];
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
	bool as_it_is = convert == convert_float64 || convert == count_int64;
	if (as_it_is && aligned(view->buf) && contiguous(view))
		s->all = view->buf;
	return true;
}

/* Opens a buffer with the format, or where all elements are known to be float64, without. */
static bool open_buffer(struct source *s, PyObject *o, int flags, bool counts)
{
	s->viewed = s->repeated = false;
	s->owned = NULL;
	s->all = NULL;
	if (PyObject_GetBuffer(o, &s->view, flags) < 0) {
		PyErr_Clear();
		return false;
	}
	bool known = !(flags & PyBUF_FORMAT);
	s->viewed = take_view(s, known ? convert_float64
	                               : conversion(s->view.format, s->view.itemsize, counts));
	if (!s->viewed)
		PyBuffer_Release(&s->view);
	return s->viewed;
}

static bool is_buffer(struct source *s, PyObject *o, bool counts)
{
	s->viewed = s->repeated = false;
	s->owned = NULL;
	s->all = NULL;
	return PyObject_CheckBuffer(o) && open_buffer(s, o, PyBUF_RECORDS_RO, counts);
}

bool source_is_buffer(struct source *s, PyObject *o) { return is_buffer(s, o, false); }

bool source_of_counts(struct source *s, PyObject *o) { return is_buffer(s, o, true); }

bool source_of_float64(struct source *s, PyObject *o)
{
	return open_buffer(s, o, PyBUF_STRIDED_RO, false);
}

void type_error(const char *function, const char *argument, PyObject *o, const char *wanted)
{
	PyObject *type = PyType_GetName(Py_TYPE(o));
	PyErr_Clear();
	PyErr_Format(PyExc_TypeError, "sumlog.%s: %s is of type %U, want %s", function, argument, type,
	             wanted);
	Py_XDECREF(type);
}

/* Reads a number of an iterable; false, with an error, where it is none. */
static bool read_number(double *dst, PyObject *item, bool counts)
{
	if (!counts) {
		*dst = PyFloat_AsDouble(item);
		return *dst != -1 || !PyErr_Occurred();
	}
	PyObject *number = PyNumber_Index(item);
	int overflow = 0;
	int64_t count = number ? PyLong_AsLongLongAndOverflow(number, &overflow) : -1;
	Py_XDECREF(number);
	if (overflow)
		count = -1;
	memcpy(dst, &count, sizeof count);
	return number != NULL;
}

/* Copies the numbers of an iterable. */
static int take_iterable(struct source *s, PyObject *o, bool counts, const char *function,
                         const char *argument)
{
	PyObject *list = PySequence_List(o);
	if (!list) {
		if (PyErr_ExceptionMatches(PyExc_TypeError) && !PyIter_Check(o))
			type_error(function, argument, o,
			           counts ? "an array or an iterable of integers"
			                  : "an array or an iterable of numbers");
		return -1;
	}
	Py_ssize_t n = PyList_Size(list);
	s->owned = PyMem_Malloc(n > 0 ? (size_t)n * sizeof(double) : 1);
	if (!s->owned)
		PyErr_NoMemory();
	for (Py_ssize_t i = 0; s->owned && i < n; i++) {
		PyObject *item = PyList_GetItem(list, i);
		if (!read_number(&s->owned[i], item, counts)) {
			if (PyErr_ExceptionMatches(PyExc_TypeError)) {
				char name[64];
				PyOS_snprintf(name, sizeof name, "%s[%zd]", argument, i);
				type_error(function, name, item, counts ? "an int" : "a real number");
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

static int open_any(struct source *s, PyObject *o, bool counts, const char *function,
                    const char *argument)
{
	if (is_buffer(s, o, counts))
		return 0;
	if (!PyObject_CheckBuffer(o))
		return take_iterable(s, o, counts, function, argument);
	if (PyObject_GetBuffer(o, &s->view, PyBUF_RECORDS_RO) == 0) {
		PyErr_Format(PyExc_TypeError,
		             "sumlog.%s: %s has the buffer format '%s', want %s in native byte order",
		             function, argument, s->view.format ? s->view.format : "B",
		             counts ? "integers" : "float64, float32 or integers");
		PyBuffer_Release(&s->view);
	}
	return -1;
}

int source_open(struct source *s, PyObject *o, const char *function, const char *argument)
{
	return open_any(s, o, false, function, argument);
}

int source_open_counts(struct source *s, PyObject *o, const char *function, const char *argument)
{
	return open_any(s, o, true, function, argument);
}

void negative_count(const struct source *s, const char *function, const char *argument)
{
	double buffer[PIECE];
	int64_t count = 0;
	size_t i = 0;
	const double *v = buffer;
	for (; i < s->n && count >= 0; i++) {
		if (i % PIECE == 0)
			v = source_read(s, i, s->n - i < PIECE ? s->n - i : PIECE, buffer);
		memcpy(&count, &v[i % PIECE], sizeof count);
	}
	PyErr_Format(PyExc_ValueError, "sumlog.%s: %s[%zu] is negative or too large, want 0 to 2**63-1",
	             function, argument, i - 1);
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
	if (conversion(view->format, view->itemsize, false) != convert_float64)
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
