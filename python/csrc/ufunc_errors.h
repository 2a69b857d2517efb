/* What NumPy is told of special values after a loop: nothing, or what numpy.errstate handles. */

enum { NAN_IN = 1, INFINITE_IN = 2, LARGE_IN = 4 };

/* Loops run without the GIL, which report_errors holds. */
static atomic_bool reporting;

/* What the inputs of result i hold. Counts are not float64 and hold nothing. */
static unsigned char look_at_inputs(const struct function *f, char **args, npy_intp const *dims,
                                    npy_intp const *strides, npy_intp i)
{
	const double large = 700; /* exp(709) is finite; what has poles has them at small arguments */
	const npy_intp *core = strides + f->inputs + f->outputs;
	unsigned char holds = 0;
	for (int j = 0; j < f->inputs; j++)
		for (npy_intp k = 0; f->types[j] == NPY_DOUBLE && k < (f->signature ? dims[1] : 1); k++) {
			double v = load(args[j] + i * strides[j] + (f->signature ? k * core[j] : 0));
			holds |= (isnan(v) ? NAN_IN : 0) | (isinf(v) ? INFINITE_IN : 0) |
			         (v > large ? LARGE_IN : 0);
		}
	return holds;
}

/* Nan of numbers is invalid. An infinite result of finite numbers is a division by zero, or an
 * overflow where one of them is large. */
static int errors(double result, unsigned char holds)
{
	if (isnan(result) && !(holds & NAN_IN))
		return FE_INVALID;
	if (isinf(result) && !(holds & (NAN_IN | INFINITE_IN)))
		return result > 0 && holds & LARGE_IN ? FE_OVERFLOW : FE_DIVBYZERO;
	return 0;
}

/* The errors in n results from at on; holds says what the inputs of each hold. */
static int errors_of(const struct function *f, char **at, npy_intp const *dims,
                     npy_intp const *strides, npy_intp n, const unsigned char *holds)
{
	const npy_intp *core = strides + f->inputs + f->outputs;
	npy_intp each = f->each ? dims[1] : 1; /* results of one call of a core */
	int raised = 0;
	for (int j = f->inputs; j < f->inputs + f->outputs; j++)
		for (npy_intp k = 0; k < n; k++)
			for (npy_intp i = 0; i < each; i++) {
				const char *result = at[j] + k * strides[j] + (f->each ? i * core[j] : 0);
				raised |= errors(load(result), holds[k]);
			}
	return raised;
}

/* The loop that NumPy knows, in parts where results are reported: an output may be an input. NumPy
 * looks at the processor's flags afterwards. Those that kernels leave there come from vectors'
 * lanes without an element, too. */
static void checked_loop(char **args, npy_intp const *dims, npy_intp const *strides, void *data)
{
	const struct function *f = data;
	int raised = 0;
	if (!atomic_load(&reporting))
		f->loop(args, dims, strides);
	else
		for (npy_intp i = 0; i < dims[0]; i += SMALL) {
			npy_intp part[] = {least(SMALL, dims[0] - i), f->signature ? dims[1] : 0};
			unsigned char holds[SMALL];
			char *at[MOST_ARGUMENTS];
			for (int j = 0; j < f->inputs + f->outputs; j++)
				at[j] = args[j] + i * strides[j];
			for (npy_intp k = 0; k < part[0]; k++)
				holds[k] = look_at_inputs(f, at, part, strides, k);
			f->loop(at, part, strides);
			raised |= errors_of(f, at, part, strides, part[0], holds);
		}
	feclearexcept(FE_ALL_EXCEPT);
	if (raised)
		feraiseexcept(raised);
}

static PyObject *report_errors(PyObject *module, PyObject *on)
{
	(void)module;
	int value = PyObject_IsTrue(on);
	return value < 0 ? NULL : PyBool_FromLong(atomic_exchange(&reporting, value != 0));
}
