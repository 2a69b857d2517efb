/* What the classes of sums in parts share. */
#ifndef SUMLOG_ACCUMULATOR_H
#define SUMLOG_ACCUMULATOR_H

#include "core.h"

/* A way to add elements. */
struct addition {
	struct inputs in;
	const struct pass *pass;
};

/* A class. */
struct accumulator_kind {
	const char *name, *noun;               /* the latter is "sum" or "product" */
	const char *merge, *from_bytes;        /* the functions as errors name them */
	struct addition construct, add;        /* the same but for the function's name */
	size_t size;                           /* of the binary form */
	void (*to_bytes)(const union state *s, uint8_t *bytes);
	int (*from_bytes_to)(union state *s, const uint8_t *bytes, size_t n);
	void (*merge_with)(union state *s, const union state *next);
	const char *result_name;
	double (*result)(const union state *s);
};

/* An object, of the kind that its type says. */
typedef struct {
	PyObject_HEAD
	const struct accumulator_kind *kind;
	union state value;
	bool busy; /* add works on it without the GIL */
} accumulator;

/* accumulator_value returns the value; or NULL with an error, where another thread adds to it. */
union state *accumulator_value(PyObject *o);

/* accumulator_add adds the arguments of a vector call by an addition of one's own. */
PyObject *accumulator_add(PyObject *self, const struct addition *a, PyObject *const *args,
                          Py_ssize_t count, PyObject *keys);

/* The slots and methods of all classes. */
PyObject *accumulator_new(PyTypeObject *type, PyObject *args, PyObject *keys);
void accumulator_dealloc(PyObject *o);
PyObject *accumulator_repr(PyObject *self);
PyObject *accumulator_compare(PyObject *a, PyObject *b, int op);
PyObject *accumulator_join(PyObject *a, PyObject *b); /* a + b, or a * b */
PyObject *accumulator_add_all(PyObject *self, PyObject *const *args, Py_ssize_t count,
                              PyObject *keys);
PyObject *accumulator_merge(PyObject *self, PyObject *other);
PyObject *accumulator_result(PyObject *self, PyObject *unused);
PyObject *accumulator_bytes(PyObject *self, PyObject *unused);
PyObject *accumulator_from_bytes(PyObject *type, PyObject *o);
PyObject *accumulator_reduce(PyObject *self, PyObject *unused);

#define ACCUMULATOR_METHODS(add_doc, merge_doc, from_bytes_doc)                                   \
	{"add", (PyCFunction)(void (*)(void))accumulator_add_all, METH_FASTCALL | METH_KEYWORDS,  \
	 add_doc},                                                                                \
	{"merge", accumulator_merge, METH_O, merge_doc},                                          \
	{"from_bytes", accumulator_from_bytes, METH_O | METH_CLASS, from_bytes_doc},              \
	{"__bytes__", accumulator_bytes, METH_NOARGS, NULL},                                      \
	{"__reduce__", accumulator_reduce, METH_NOARGS, NULL}

#define ACCUMULATOR_SLOTS                                                                         \
	{Py_tp_new, accumulator_new}, {Py_tp_dealloc, accumulator_dealloc},                       \
	{Py_tp_repr, accumulator_repr}, {Py_tp_richcompare, accumulator_compare},                 \
	{Py_tp_hash, PyObject_HashNotImplemented}

/* A class with its specification for Python. */
struct accumulator_class {
	const struct accumulator_kind *kind;
	PyType_Spec *spec;
	PyTypeObject *type; /* a reference that is kept */
};
extern struct accumulator_class product_class, log1p_class, dot_class, exp_class;

#endif
