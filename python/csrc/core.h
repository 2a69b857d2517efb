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

/* Arrays that a function takes, of one shape. */
struct inputs {
	const char *function, *names[4]; /* which NULL ends */
	bool counts;                     /* the first ones are counts */
	bool numbers;                    /* a number stands for an array of equal ones */
};

/* open_inputs opens all of them, as open_numbers does, and returns what it returns. */
int open_inputs(const struct inputs *f, struct source *in, PyObject *const *v);
void close_inputs(const struct inputs *f, struct source *in);

/* same_shapes tells whether they have one shape. Otherwise an error says which have not. */
bool same_shapes(const struct inputs *f, const struct source *in);

/* is_number tells whether o is a float or an int. */
bool is_number(PyObject *o);

/* call_arrays calls the function of sumlog._arrays, with an int behind the values: the number of
 * threads, as a rule. A value that is NULL is passed as None. */
PyObject *call_arrays(const char *function, PyObject *const *values, int count, int last);

/*
 * call_ufunc calls the ufunc of that name with values of which some are arrays: none, one or both
 * may be numbers. It returns NULL without an error where that is not worth it, or not what it
 * does: an array is no plain ndarray of float64, or a large one; NULL with the ufunc's error.
 */
PyObject *call_ufunc(PyObject **ufunc, const char *name, PyObject *const *values, int count);

/*
 * dimensions_along_last returns how many dimensions the values have, where they are ndarrays of one
 * shape and axis, an int but no bool, which NumPy refuses, or NULL for -1, is their last one;
 * otherwise 0, without an error.
 */
int dimensions_along_last(PyObject *const *values, int count, PyObject *axis);

/* new_doubles returns an array.array of n zeros. */
PyObject *new_doubles(size_t n);

/*
 * open_result takes the result's array, or makes one of n elements, and opens its buffer. It
 * returns a new reference, or NULL with an error.
 */
PyObject *open_result(PyObject *out, size_t n, Py_buffer *view, const char *function);

/* keep_apart copies the numbers where they share memory with n results; -1: at dst, an error. */
int keep_apart(struct source *x, const double *dst, size_t n, const char *function);

/* What a sum is on its way. */
union state {
	sumlog_log1p_sum log1p; /* the largest */
	sumlog_product product;
	struct {
		sumlog_product product; /* of the magnitudes */
		bool odd;               /* an odd number of factors has a sign */
	} abs;
	struct {
		sumlog_product product;
		bool negative; /* there is such a count, and the product means nothing */
	} counts;
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

/* The passes of the sums that accumulators add with as well. */
extern const struct pass product_pass, counts_pass, log1p_pass, exp_pass, dot_pass, ratio_pass;

/* product_multiply multiplies p by the numbers; -1: an exception, and p is as it was. */
int product_multiply(sumlog_product *p, const struct source *s, int threads);

/* is_given tells whether an argument is neither left out nor None. */
bool is_given(PyObject *o);

enum { LONG_ROW = 1 << 18 }; /* elements: a row or a group from there on is cut into pieces */

/* The functions of the module. */
extern PyMethodDef elementwise_methods[], sum_methods[], abs_methods[], row_methods[],
	group_methods[], column_methods[], softmax_methods[];
/* add_accumulators adds the classes to the module, and returns 0, or -1 with an error. */
int add_accumulators(PyObject *module);

#endif
