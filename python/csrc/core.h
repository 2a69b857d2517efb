/* What the sources of the module sumlog._sumlog share. */
#ifndef SUMLOG_CORE_H
#define SUMLOG_CORE_H

#include "source.h"

#include "pool.h"
#include "sumlog.h"

/*
 * run_pieces does all pieces, with the GIL released where the work, in elements of a sum, is worth
 * it, and looks for signals now and then. It returns 0, or -1 with the exception of a handler: all
 * pieces that were begun are then done.
 */
int run_pieces(piece_fn work, void *arg, size_t pieces, int threads, size_t cost);

/*
 * parse_arguments sorts a vector call's arguments by names, which NULL ends, to values; those not
 * given are NULL. It returns 0, or -1 with a TypeError.
 */
int parse_arguments(const char *function, PyObject *const *args, Py_ssize_t count, PyObject *keys,
                    const char *const *names, int required, int positional, PyObject **values);

/* parse_threads returns 1 for NULL, and -1 with an error for what is no number of threads. */
int parse_threads(const char *function, PyObject *threads);

/* has_array_ufunc tells whether NumPy's functions are the type's own business. */
bool has_array_ufunc(PyObject *o);

/*
 * open_numbers opens o, as source_open does, and returns 0, or -1 with an error. It returns 1 where
 * sumlog._arrays has to look at o first: its type has __array_ufunc__ and is not numpy.ndarray
 * itself, or it is an ndarray of elements that source_open does not take.
 */
int open_numbers(struct source *s, PyObject *o, const char *function, const char *argument);

/* call_arrays calls the function of sumlog._arrays. A value that is NULL is passed as None. */
PyObject *call_arrays(const char *function, PyObject *const *values, int count, int threads);

/* new_doubles returns an array.array of n zeros. */
PyObject *new_doubles(size_t n);

/* What a sum is on its way. */
union state {
	sumlog_log1p_sum log1p; /* the largest */
	sumlog_product product;
	struct {
		sumlog_product product; /* of the magnitudes */
		bool odd;               /* an odd number of factors has a sign */
	} abs;
	sumlog_exp_sum exp;
	sumlog_dot_log_sum dot;
	sumlog_careful_sum careful;
};

/* A pass over the elements of some inputs: blocks are added, and their sums merged in order. */
struct pass {
	int inputs;
	int cost; /* an element, in elements of sumlog */
	void (*add)(union state *s, const double *const *in, size_t n);
	void (*merge)(union state *s, const union state *next);
};

/*
 * run_pass adds all elements to s; nothing is the sum of none. The bits are those of one thread. It
 * returns 0, or -1 with an exception, and s is as it was.
 */
int run_pass(const struct pass *pass, union state *s, const union state *nothing,
             const struct source *in, int threads);

/* product_multiply multiplies p by the numbers; -1: an exception, and p is as it was. */
int product_multiply(sumlog_product *p, const struct source *s, int threads);

/* is_given tells whether an argument is neither left out nor None. */
bool is_given(PyObject *o);

enum { LONG_ROW = 1 << 18 }; /* elements: a row or a group from there on is cut into pieces */

/* The functions of the module. */
extern PyMethodDef elementwise_methods[], sum_methods[], abs_methods[], row_methods[],
	part_methods[];
/* make_product_type returns the class Product, a new reference, which has to live on. */
PyObject *make_product_type(PyObject *module);

#endif
