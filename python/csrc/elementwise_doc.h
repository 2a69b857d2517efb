/* The docstrings of the elementwise functions. */

#define ARRAYS                                                                                  \
	"\n\nAn argument is a number; an array of NumPy or of a library that takes part in its\n"    \
	"ufuncs; or a buffer or an iterable of numbers. Numbers give a float, arrays such an array,\n" \
	"and buffers of one dimension and iterables an array.array('d'). float32, integers and\n"   \
	"booleans are converted to float64. The results go to out, an array of float64, where it is\n" \
	"given; it may be an argument. threads is how many threads may work on it, from 1 to 256.\n" \
	"The result has the same bits on every processor and for every number of threads."

PyDoc_STRVAR(log_doc,
"log(x, out=None, *, threads=1)\n--\n\n"
"The natural logarithm of each element.\n\n"
"Max error: 0.6 ULP, for every positive x, subnormals included.\n\n"
"Special values: 0 and -0 give -inf, x < 0 and nan give nan, inf gives inf. There are no\n"
"warnings." ARRAYS);

PyDoc_STRVAR(log1p_doc,
"log1p(x, out=None, *, threads=1)\n--\n\n"
"ln(1+x) for each element. 1+x is not rounded, so that tiny x keep their digits.\n\n"
"Max error: 0.6 ULP, for every x > -1. Tiny x, and 0 and -0, are their own result.\n\n"
"Special values: -1 gives -inf, x < -1 and nan give nan, inf gives inf. There are no\n"
"warnings." ARRAYS);

PyDoc_STRVAR(exp_doc,
"exp(x, out=None, *, threads=1)\n--\n\n"
"e**x for each element.\n\n"
"Max error: 0.6 ULP, for every x, subnormal results included.\n\n"
"Special values: -inf gives 0, inf gives inf, nan gives nan; the result is inf for x above\n"
"709.78 and 0 below -745.13. There are no warnings." ARRAYS);

PyDoc_STRVAR(loggamma_doc,
"loggamma(x, out=None, *, threads=1)\n--\n\n"
"The logarithm of the gamma function, for positive x: gammaln of scipy.special there.\n\n"
"Max error: 0.7 ULP, for every positive x, subnormals included. The results at 1 and 2 are 0,\n"
"and beside them every digit counts.\n\n"
"Special values: 0 and -0 give inf, x < 0 and nan give nan, inf gives inf, and so does an x from\n"
"2.56e305 on, where the result overflows. There are no warnings." ARRAYS);

PyDoc_STRVAR(logfactorial_doc,
"logfactorial(x, out=None, *, threads=1)\n--\n\n"
"ln(x!), the logarithm of the gamma function of 1+x, for any real x > -1. 1+x is not rounded.\n\n"
"Max error: 0.7 ULP, subnormal results included.\n\n"
"Special values: -1 gives inf, x < -1 and nan give nan, inf gives inf, and so does an x from\n"
"2.56e305 on, where the result overflows. There are no warnings." ARRAYS);

PyDoc_STRVAR(xlogy_doc,
"xlogy(x, y, out=None, *, threads=1)\n--\n\n"
"x ln y, xlogy of scipy.special: the terms of entropies.\n\n"
"Max error: 0.65 ULP, for every finite x and positive finite y, subnormal ones and subnormal\n"
"results included.\n\n"
"Special values: x = 0 gives 0.0 for every y but nan. Otherwise the result is the product by the\n"
"rules of IEEE 754, with ln y as of log. There are no warnings." ARRAYS);

PyDoc_STRVAR(rel_entr_doc,
"rel_entr(x, y, out=None, *, threads=1)\n--\n\n"
"x ln(x/y), rel_entr of scipy.special: the terms of the relative entropy.\n\n"
"Max error: 0.6 ULP, for all positive finite x and y, however near they are to each other,\n"
"subnormal ones and subnormal results included.\n\n"
"Special values: x = 0 gives 0.0 for every y >= 0. Otherwise nan in either gives nan, a negative\n"
"number in either and y = 0 give inf, x = inf gives inf and y = inf gives -inf, or nan where both\n"
"are infinite. There are no warnings." ARRAYS);

PyDoc_STRVAR(kl_div_doc,
"kl_div(x, y, out=None, *, threads=1)\n--\n\n"
"x ln(x/y) - x + y, kl_div of scipy.special: the Kullback-Leibler divergence element by element,\n"
"without loss of digits where x is near y.\n\n"
"Max error: 1 ULP, for all positive finite x and y, subnormal ones and subnormal results\n"
"included.\n\n"
"Special values: x = 0 gives y for every y >= 0. Otherwise nan in either gives nan, a negative\n"
"number in either and y = 0 give inf, and so does an infinite x or y, where SciPy has nan; both\n"
"infinite give nan. There are no warnings." ARRAYS);

PyDoc_STRVAR(logrising_doc,
"logrising(x, n, out=None, *, threads=1)\n--\n\n"
"The logarithm of the rising factorial x(x+1)...(x+n-1), the Pochhammer symbol, for any real n\n"
"that is not negative: gammaln(x+n) - gammaln(x). x+n is not rounded, and no digits cancel.\n\n"
"Max error: 0.6 ULP, except in these cases: x < 8 and an integer n of at most 8: 0.6 ULP + 2**-100\n"
"absolute; x < 1/1024 and n > 8: 0.6 ULP + 2**-53 absolute; 2 <= x < 8 and a fractional n < 8:\n"
"0.7 ULP; x < 2 and a fractional n < 8: 0.75 ULP + 2**-55 absolute, that part times n where n < 1;\n"
"a result below 4e-307: 0.75 ULP + 2**-1074 absolute.\n\n"
"Special values: nan or a negative number gives nan. Otherwise n = 0 gives 0.0 for every x, x = 0\n"
"gives -inf, inf gives inf, and so does an overflow. There are no warnings." ARRAYS);

PyDoc_STRVAR(logbeta_doc,
"logbeta(a, b, out=None, *, threads=1)\n--\n\n"
"The logarithm of the beta function, betaln of scipy.special for positive arguments. a+b is not\n"
"rounded, no digits cancel, and the order of a and b makes no difference.\n\n"
"Max error: 0.6 ULP where a and b are 8 or more, or 0.8 ULP where one of them is more than 2**48\n"
"times the other; where one of them is below 8, 0.75 ULP + 2**-57 absolute, which counts beside a\n"
"beta function of 1.\n\n"
"Special values: nan or a negative number gives nan. Otherwise 0 gives inf, or nan beside inf,\n"
"and inf gives -inf. So does an argument of 6.7e307 or more. There are no warnings." ARRAYS);

PyDoc_STRVAR(logbinom_doc,
"logbinom(n, k, out=None, *, threads=1)\n--\n\n"
"The logarithm of the binomial coefficient of n over k, for counts and for real 0 <= k <= n. n-k\n"
"is not rounded, and no digits cancel.\n\n"
"Max error: 0.6 ULP for counts up to 2**53; 0.8 ULP + 2**-60 absolute for other n and k, which\n"
"counts beside k = 0 and k = n. The result there is exactly 0, and ln 1 everywhere.\n\n"
"Special values: nan and n < 0 give nan. Otherwise k < 0 and k > n give -inf, as the coefficient\n"
"is 0. k = 0 and k = n give 0.0, and an n of 6.7e307 or more gives inf. There are no\n"
"warnings." ARRAYS);

PyDoc_STRVAR(logmultichoose_doc,
"logmultichoose(r, y, out=None, *, threads=1)\n--\n\n"
"The logarithm of gamma(r+y) / (gamma(r) y!), the coefficient of the negative binomial\n"
"distribution. y is meant to be a count, r is any positive number. No digits cancel.\n\n"
"Max error: for counts y, 0.65 ULP where r is 8 or more, or an integer, or 0.8 ULP where one of\n"
"them is more than 2**48 times the other; 0.6 ULP + 2**-103 absolute for y below 8; 0.75 ULP +\n"
"2**-57 absolute for other r. A fractional y from 8 on does as well; below 8 it is 0.75 ULP +\n"
"2**-56 absolute, that part times -ln y where y < 1/e. The absolute parts count beside r = 1.\n\n"
"Special values: nan or a negative number gives nan. Otherwise y = 0 gives 0.0, r = 0 gives\n"
"-inf, and an argument of 6.7e307 or more gives inf. There are no warnings." ARRAYS);

PyDoc_STRVAR(logaccumulate_doc,
"logaccumulate(x, terms, out=None, *, threads=1)\n--\n\n"
"log(1+x) + log(2+x) + ... + log(terms+x) for each element, in constant time: the logarithm of\n"
"a rising factorial, gammaln(x+terms+1) - gammaln(x+1). With x = 0 it is log(terms!), with\n"
"terms = 1 it is log1p(x).\n\n"
"Max error: 1 ULP for x >= 0; for -1 < x < 0, 1 ULP + 2**-53 absolute. 2 ULP where terms\n"
"exceeds 2**53.\n\n"
"Special values: terms = 0 gives 0.0 for every x but nan. Otherwise nan and x < -1 give nan,\n"
"-1 gives -inf, inf gives inf, and there are no warnings. terms is an int; with NumPy, an array\n"
"of int64 too. A negative one is a ValueError." ARRAYS);

PyDoc_STRVAR(logaccumulate_direct_doc,
"logaccumulate_direct(x, terms, out=None, *, threads=1)\n--\n\n"
"The same sum as logaccumulate by one logarithm a term: the literal loop.\n\n"
"Max error: 1 ULP of the exact sum of the logarithms of the terms as a float64 rounds them;\n"
"for -1 < x < 0, 1 ULP + 2**-53 absolute. Special values are those of logaccumulate. Ctrl-C has\n"
"to wait for 8 elements." ARRAYS);
