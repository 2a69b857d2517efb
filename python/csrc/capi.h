/* The C library as sumlog._sumlog hands it to sumlog._ufunc, so that it is loaded once. */
#ifndef SUMLOG_CAPI_H
#define SUMLOG_CAPI_H

#include "sumlog.h"

#define SUMLOG_CAPSULE "sumlog._sumlog._c"

typedef void sumlog_unary_fn(double *dst, const double *x, size_t n);
typedef void sumlog_binary_fn(double *dst, const double *x, const double *y, size_t n);
typedef void sumlog_terms_fn(double *dst, const double *x, size_t n, int64_t terms);
typedef void sumlog_softmax_fn(double *dst, const double *x, size_t rows, size_t cols);

struct sumlog_capi {
	size_t size; /* of this struct: both modules are of one build */
	sumlog_unary_fn *log, *log1p, *exp, *log_gamma, *log_factorial;
	sumlog_binary_fn *xlogy, *rel_entr, *kl_div, *log_rising, *log_beta, *log_binomial, *log_multichoose;
	sumlog_terms_fn *log_accumulate, *log_accumulate_direct;
	double (*sum_log)(const double *, size_t);
	double (*sum_log1p)(const double *, size_t);
	double (*dot_log)(const double *, const double *, size_t);
	double (*log_sum_exp)(const double *, size_t);
	void (*sum_log_rows_strided)(double *, const double *, size_t, size_t, size_t);
	void (*log_sum_exp_rows)(double *, const double *, size_t, size_t);
	void (*dot_log_rows)(double *, const double *, const double *, size_t, size_t);
	void (*product_add)(sumlog_product *, const double *, size_t);
	double (*product_log)(sumlog_product);
	void (*log1p_add)(sumlog_log1p_sum *, const double *, size_t);
	double (*log1p_result)(sumlog_log1p_sum);
	void (*exp_add)(sumlog_exp_sum *, const double *, size_t);
	double (*exp_log)(sumlog_exp_sum);
	void (*dot_add)(sumlog_dot_log_sum *, const double *, const double *, size_t);
	void (*ratio_add)(sumlog_dot_log_sum *, const double *, const double *, const double *, size_t);
	double (*dot_result)(sumlog_dot_log_sum);
	int (*dot_cancels)(sumlog_dot_log_sum);
	sumlog_careful_sum (*careful_begin)(sumlog_dot_log_sum);
	void (*careful_add)(sumlog_careful_sum *, const double *, const double *, size_t);
	double (*careful_result)(sumlog_careful_sum);
	void (*product_add_counts)(sumlog_product *, const int64_t *, const double *, size_t);
	sumlog_softmax_fn *softmax, *log_softmax;
};

#endif
