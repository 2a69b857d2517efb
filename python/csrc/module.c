/* The module sumlog._sumlog. */
#include "core.h"

#include "capi.h"

static const struct sumlog_capi capi = {
	.size = sizeof(struct sumlog_capi),
	.log = sumlog_log,
	.log1p = sumlog_log1p,
	.exp = sumlog_exp,
	.log_gamma = sumlog_log_gamma,
	.log_factorial = sumlog_log_factorial,
	.xlogy = sumlog_xlogy,
	.rel_entr = sumlog_rel_entr,
	.kl_div = sumlog_kl_div,
	.log_rising = sumlog_log_rising,
	.log_beta = sumlog_log_beta,
	.log_binomial = sumlog_log_binomial,
	.log_multichoose = sumlog_log_multichoose,
	.log_accumulate = sumlog_log_accumulate,
	.log_accumulate_direct = sumlog_log_accumulate_direct,
	.sum_log = sumlog_sum_log,
	.sum_log1p = sumlog_sum_log1p,
	.dot_log = sumlog_dot_log,
	.sum_log_rows_strided = sumlog_sum_log_rows_strided,
	.product_add = sumlog_product_add,
	.product_log = sumlog_product_log,
	.log1p_add = sumlog_log1p_sum_add,
	.log1p_result = sumlog_log1p_sum_sum,
	.log_sum_exp = sumlog_log_sum_exp,
	.exp_add = sumlog_exp_sum_add,
	.exp_log = sumlog_exp_sum_log,
	.dot_add = sumlog_dot_log_sum_add,
	.ratio_add = sumlog_dot_log_sum_add_ratio,
	.dot_result = sumlog_dot_log_sum_sum,
	.dot_cancels = sumlog_dot_log_sum_cancels,
	.careful_begin = sumlog_careful_sum_begin,
	.careful_add = sumlog_careful_sum_add,
	.careful_result = sumlog_careful_sum_sum,
	.log_sum_exp_rows = sumlog_log_sum_exp_rows,
	.dot_log_rows = sumlog_dot_log_rows,
	.product_add_counts = sumlog_product_add_counts,
	.softmax = sumlog_softmax,
	.log_softmax = sumlog_log_softmax,
};

static PyObject *py_isa(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	return PyUnicode_FromString(sumlog_isa());
}

static PyObject *py_threads(PyObject *self, PyObject *unused)
{
	(void)self;
	(void)unused;
	return PyLong_FromLong(pool_threads());
}

PyDoc_STRVAR(isa_doc,
"isa()\n--\n\n"
"The instruction set in force: 'generic', 'avx2', 'avx512' or 'neon'. The environment variable\n"
"SUMLOG_ISA lowers it. It changes the speed, and no result.");

static PyMethodDef methods[] = {
	{"isa", py_isa, METH_NOARGS, isa_doc},
	{"_threads", py_threads, METH_NOARGS, "The number of threads that are kept."},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT, .m_name = "sumlog._sumlog", .m_size = -1, .m_methods = methods,
};

static int add_object(PyObject *module, const char *name, PyObject *o)
{
	int failed = o ? PyModule_AddObjectRef(module, name, o) : -1;
	Py_XDECREF(o);
	return failed;
}

PyMODINIT_FUNC PyInit__sumlog(void);
PyMODINIT_FUNC PyInit__sumlog(void)
{
	PyObject *module = PyModule_Create(&definition);
	if (module && PyModule_AddFunctions(module, elementwise_methods) == 0 &&
	    PyModule_AddFunctions(module, sum_methods) == 0 &&
	    PyModule_AddFunctions(module, abs_methods) == 0 &&
	    PyModule_AddFunctions(module, row_methods) == 0 &&
	    PyModule_AddFunctions(module, group_methods) == 0 &&
	    PyModule_AddFunctions(module, column_methods) == 0 &&
	    PyModule_AddFunctions(module, softmax_methods) == 0 && add_accumulators(module) == 0 &&
	    add_object(module, "_c", PyCapsule_New((void *)&capi, SUMLOG_CAPSULE, NULL)) == 0) {
		if (pool_init() == 0)
			return module;
		PyErr_SetString(PyExc_ImportError, "sumlog: pthread_atfork fails");
	}
	Py_XDECREF(module);
	return NULL;
}
