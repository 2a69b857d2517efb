/* Several arrays of one shape. */
#include "core.h"

#include <string.h>

bool is_number(PyObject *o) { return PyFloat_Check(o) || PyLong_Check(o); }

/* Opens counts, as open_numbers opens numbers. */
static int open_counts(struct source *s, PyObject *o, const char *function, const char *argument)
{
	if (source_of_counts(s, o))
		return 0;
	return has_array_ufunc(o) ? 1 : source_open_counts(s, o, function, argument);
}

static int open_input(const struct inputs *f, int i, struct source *s, PyObject *o)
{
	if (f->counts && i == 0)
		return open_counts(s, o, f->function, f->names[i]);
	return open_numbers(s, o, f->function, f->names[i]);
}

/* Opens the numbers, n of each. */
static int repeat_numbers(const struct inputs *f, struct source *in, PyObject *const *v, size_t n)
{
	for (int i = 0; f->names[i]; i++)
		if (is_number(v[i])) {
			double number = PyFloat_AsDouble(v[i]);
			if (number == -1 && PyErr_Occurred())
				return -1;
			source_repeat(&in[i], number, n);
		}
	return 0;
}

int open_inputs(const struct inputs *f, struct source *in, PyObject *const *v)
{
	int failed = 0;
	size_t n = 1;
	if (!f->names[1] && !f->numbers) /* the usual call, which should cost little */
		return open_input(f, 0, &in[0], v[0]);
	for (int i = 0; f->names[i]; i++) /* what can be closed */
		source_repeat(&in[i], 0, 0);
	for (int i = 0; f->names[i] && !failed; i++)
		if (!f->numbers || !is_number(v[i])) {
			failed = open_input(f, i, &in[i], v[i]);
			if (failed)
				source_repeat(&in[i], 0, 0);
			else
				n = in[i].n;
		}
	if (!failed && f->numbers)
		failed = repeat_numbers(f, in, v, n);
	if (failed)
		close_inputs(f, in);
	return failed;
}

void close_inputs(const struct inputs *f, struct source *in)
{
	for (int i = 0; f->names[i]; i++)
		source_close(&in[i]);
}

/* Whether two inputs have one shape; buffers of one dimension and iterables differ in length. */
static bool same_shape(const struct source *a, const struct source *b)
{
	if (a->n != b->n)
		return false;
	if (a->repeated || b->repeated)
		return true;
	int ndim = a->viewed ? a->view.ndim : 1, other = b->viewed ? b->view.ndim : 1;
	if (ndim != other)
		return false;
	return ndim < 2 || memcmp(a->view.shape, b->view.shape, (size_t)ndim * sizeof(Py_ssize_t)) == 0;
}

bool same_shapes(const struct inputs *f, const struct source *in)
{
	for (int i = 1; f->names[i]; i++)
		if (!same_shape(&in[0], &in[i])) {
			PyErr_Format(PyExc_ValueError, "sumlog.%s: %s has %zu elements, %s has %zu%s",
			             f->function, f->names[0], in[0].n, f->names[i], in[i].n,
			             in[0].n == in[i].n ? " in another shape" : "");
			return false;
		}
	return true;
}
