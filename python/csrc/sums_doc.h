/* The docstrings of the sums over all elements. */

#define ONE_SUM(argument)                                                                       \
	"\n\n" argument " is an array of float64, or of float32, integers or booleans, which are\n"  \
	"converted to it, or an iterable of numbers. The elements are taken in C order." SUM_OPTIONS
#define SEVERAL_SUM                                                                             \
	"\n\nThe arguments are arrays of one shape, of float64, or of float32, integers or booleans,\n" \
	"which are converted to it, or iterables of numbers. The elements are taken in C order;\n"  \
	"arrays of NumPy of different shapes are broadcast where axis is given." SUM_OPTIONS
#define SUM_OPTIONS                                                                             \
	" axis, out, keepdims and\nwhere are those of numpy.sum and need NumPy.\n\n"              \
	"threads is how many threads may work on it, from 1 to 256. The result has the same bits on\n" \
	"every processor and for every number of threads. There are no warnings."

PyDoc_STRVAR(sumlog_doc,
"sumlog(x, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of the natural logarithms of all elements of x, as a float.\n\n"
"Max error: 0.6 ULP of the exact sum, plus n*2**-90 for n elements, also where the logarithms\n"
"cancel.\n\n"
"Special values: a negative element or a nan gives nan; otherwise a zero gives -inf, or nan\n"
"beside an inf; inf gives inf; no elements give 0.0." ONE_SUM("x"));

PyDoc_STRVAR(sumlog1p_doc,
"sumlog1p(x, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of ln(1+x) over all elements of x, as a float. 1+x is not rounded: for probabilities x\n"
"of independent events, sumlog1p of -x is the logarithm of the probability that none happens.\n\n"
"Max error: 0.6 ULP of the exact sum, plus n*2**-90 for n elements; 0.6 ULP plus 2**-78 of the\n"
"sum of abs(x) where all of them are below 2.3e-10: sums of tiny x keep their digits.\n\n"
"Special values: an element below -1 or a nan gives nan; otherwise -1 gives -inf, or nan beside\n"
"an inf; inf gives inf; no elements give 0.0." ONE_SUM("x"));

PyDoc_STRVAR(logsumexp_doc,
"logsumexp(x, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"ln of the sum of e**x over all elements of x, without overflow: scipy.special.logsumexp.\n\n"
"Max error: 1 ULP where the result is at least 1/8 in magnitude, and 0.6 ULP plus 2**-56\n"
"everywhere. An element alone, or among others that are -inf, is the result.\n\n"
"Special values: a nan gives nan; otherwise an inf gives inf; elements that are -inf count for\n"
"nothing; no elements give -inf." ONE_SUM("x"));

PyDoc_STRVAR(dotlog_doc,
"dotlog(w, x, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of w ln(x) over all elements, with 0 ln 0 = 0: a weighted log-likelihood, and for\n"
"probabilities w the cross-entropy with its sign changed. It is the sum of xlogy(w, x).\n\n"
"Max error: 0.6 ULP where all terms have one sign; otherwise 1 ULP plus 2**-95 of the sum of the\n"
"terms without signs. Where a product is below 1e-290, a unit in the last place of a subnormal\n"
"number comes on top.\n\n"
"Special values are those of xlogy for each term; nan, or inf beside -inf, gives nan; otherwise\n"
"an infinite term gives that infinity; no elements give 0.0." SEVERAL_SUM);

PyDoc_STRVAR(dotlog_counts_doc,
"dotlog_counts(counts, x, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of n ln(x) over all elements n of counts, integers, and x: a multinomial\n"
"log-likelihood, or sumlog of the elements that a mask selects. A negative count is a\n"
"ValueError.\n\n"
"Max error: 0.6 ULP of the exact sum, plus 2**-90 absolute for each of the factors, of which\n"
"there are as many as the counts add up to, also where the logarithms cancel.\n\n"
"Special values: n = 0 counts for nothing, whatever x is but nan. Otherwise those of sumlog."
SEVERAL_SUM);

PyDoc_STRVAR(entropy_doc,
"entropy(p, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of -p ln(p) over all elements, with 0 ln 0 = 0: the entropy of a distribution in nats.\n"
"p is taken as it is, whatever its sum; scipy.stats.entropy divides it by that first.\n\n"
"Max error: 0.6 ULP where no element exceeds 1; otherwise the bound of dotlog(p, p).\n\n"
"Special values: a negative element or a nan gives nan, inf gives -inf; no elements give 0.0."
ONE_SUM("p"));

PyDoc_STRVAR(dotlogratio_doc,
"dotlogratio(w, x, y, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of w ln(x/y) over all elements, with 0 ln = 0: a weighted log-likelihood ratio. No\n"
"quotient is rounded, so that x near y keep their digits.\n\n"
"Max error: 0.6 ULP plus 2**-58 of the sum of the terms without signs, which must not exceed\n"
"the largest float; 0.6 ULP where all terms have one sign. Where a product is below 1e-290, a\n"
"unit in the last place of a subnormal number comes on top.\n\n"
"Special values: w = 0 gives 0 for all x and y but nan. Otherwise 0 and inf give the infinite\n"
"terms that ln 0 = -inf and ln inf = inf have; negative numbers, nan, 0/0, inf/inf and an\n"
"infinite w at x = y give nan. inf beside -inf gives nan; otherwise an infinite term gives that\n"
"infinity; no elements give 0.0." SEVERAL_SUM);

PyDoc_STRVAR(relative_entropy_doc,
"relative_entropy(p, q, axis=None, *, out=None, keepdims=False, where=None, threads=1)\n--\n\n"
"The sum of p ln(p/q) over all elements, with 0 ln = 0: the Kullback-Leibler divergence of the\n"
"distribution p from q, in nats, and the sum of rel_entr of scipy.special. Both are taken as\n"
"they are, whatever their sums.\n\n"
"Max error: 0.6 ULP plus 2**-54 (D + 4.5e-13 A), A being the sum of the terms without signs,\n"
"which must not exceed the largest float, and D the sum of p ln(p/q) - p + q: the result\n"
"itself, where p and q have one sum.\n\n"
"Special values: p > 0 at q = 0 gives inf, p = 0 gives 0 for every q but nan, negative numbers\n"
"give nan otherwise; no elements give 0.0." SEVERAL_SUM);
