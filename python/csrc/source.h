/* The numbers that a caller gives, as doubles. */
#ifndef SUMLOG_SOURCE_H
#define SUMLOG_SOURCE_H

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>
#include <stdbool.h>

enum { PIECE = 4096 }; /* elements that are converted at a time: a block of the sums */

/* Numbers of any type and layout, in C order. */
struct source {
	Py_buffer view;     /* where viewed */
	bool viewed;
	double *owned;      /* a copy, where not NULL */
	const double *all;  /* the numbers as they lie in memory, or NULL: they are converted */
	size_t n;
	bool repeated;      /* n times the same number */
	double number;
	/* Copies n numbers at p, stride bytes apart. */
	void (*convert)(double *dst, const char *p, Py_ssize_t stride, size_t n);
};

/* type_error raises a TypeError: the argument o of the function is not what is wanted. */
void type_error(const char *function, const char *argument, PyObject *o, const char *wanted);

/*
 * source_open takes the numbers of o: a buffer of float64, float32, integers or booleans in native
 * byte order, or an iterable of numbers. It returns 0, or -1 with a TypeError that names function
 * and argument.
 */
int source_open(struct source *s, PyObject *o, const char *function, const char *argument);

/* source_is_buffer opens o where it is such a buffer. Otherwise it is false, without an error. */
bool source_is_buffer(struct source *s, PyObject *o);

/* source_of_float64 opens a buffer of float64 in native byte order: others mean nothing. It takes
   less time, as the format is not asked for. */
bool source_of_float64(struct source *s, PyObject *o);

/*
 * source_open_counts opens o as source_open does, but for integers: where a source has doubles,
 * this one has the 64 bits of an int64_t. source_of_counts is to it what source_is_buffer is.
 */
int source_open_counts(struct source *s, PyObject *o, const char *function, const char *argument);
bool source_of_counts(struct source *s, PyObject *o);

/* negative_count raises a ValueError, which names the first count that is below 0. */
void negative_count(const struct source *s, const char *function, const char *argument);

/* source_repeat makes n equal numbers. */
void source_repeat(struct source *s, double number, size_t n);

/* source_read returns n numbers from the given one on; buffer has room for them. No GIL needed. */
const double *source_read(const struct source *s, size_t from, size_t n, double *buffer);

/* source_is_integer tells whether the elements of a buffer are integers. */
bool source_is_integer(const struct source *s);

/* source_gather copies the numbers where they do not lie one after the other: s->all is set. */
int source_gather(struct source *s);

/* source_detach copies the numbers if they share memory with dst, but are not exactly at dst. */
int source_detach(struct source *s, const double *dst, size_t n);

void source_close(struct source *s);

/* Opens a contiguous, writable buffer of float64; returns its number of elements, or -1. */
Py_ssize_t target_open(Py_buffer *view, PyObject *o, const char *function);

#endif
