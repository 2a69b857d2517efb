"""The array libraries of this Python, for a program that starts this one with its
memory as file 3. It is asked for one measurement a line:

    run NAME OUT A B N CALLS

Function NAME is called CALLS times for N items. OUT, A and B say where, counted in
doubles. The answer is when that began and when it ended, in nanoseconds of a clock that
all processes share. The first line, before anything is asked, lists the names.
"""

import mmap
import sys
from time import CLOCK_MONOTONIC, clock_gettime_ns

import numpy as np

memory = np.frombuffer(mmap.mmap(3, 0), dtype=np.float64)


# What everybody writes. b holds parameters where it is not an array.
def numpy_log(out, a, b):
    np.log(a, out=out)


def numpy_sumlog(out, a, b):
    out[0] = np.log(a).sum()


def numpy_rows(out, a, b):
    """Rows of eight."""
    np.log(a).reshape(-1, 8).sum(axis=1, out=out[: len(a) // 8])


def numpy_accumulate(out, a, b):
    """One logarithm a term, b[0] terms."""
    np.log(a + 1.0, out=out)
    for i in range(1, int(b[0])):
        out += np.log(a + (1.0 + i))


def numpy_add(out, a, b):
    np.add(a, b, out=out)


functions = [numpy_log, numpy_sumlog, numpy_rows, numpy_accumulate, numpy_add]
versions = ["numpy=" + np.__version__]

try:
    import numexpr

    numexpr.set_num_threads(1)
    versions.append("numexpr=" + numexpr.__version__)

    def numexpr_log(out, a, b):
        numexpr.evaluate("log(a)", out=out)

    def numexpr_sumlog(out, a, b):
        out[0] = numexpr.evaluate("sum(log(a))")

    def numexpr_add(out, a, b):
        numexpr.evaluate("a + b", out=out)

    functions += [numexpr_log, numexpr_sumlog, numexpr_add]
except Exception:
    pass

try:
    import scipy
    from scipy.special import gammaln

    versions.append("scipy=" + scipy.__version__)

    def scipy_gammaln(out, a, b):
        """The sums of ln(1+i+a) over i < b[0] as a difference of two gamma functions."""
        np.subtract(gammaln(a + b[0] + 1.0), gammaln(a + 1.0), out=out)

    functions.append(scipy_gammaln)
except Exception:
    pass


def run(function, out, a, b, n, calls):
    arrays = [memory[i : i + n] for i in (out, a, b)]
    start = clock_gettime_ns(CLOCK_MONOTONIC)
    for _ in range(calls):
        function(*arrays)
    return start, clock_gettime_ns(CLOCK_MONOTONIC)


named = {f.__name__: f for f in functions}
print(*named, *versions, flush=True)
for line in sys.stdin:
    try:
        _, name, *numbers = line.split()
        print(*run(named[name], *map(int, numbers)), flush=True)
    except Exception as e:
        print(f"{type(e).__name__}: {e}", flush=True)
