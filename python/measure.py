"""Prints the installed package beside NumPy and SciPy, in time and in error, as Markdown.

    python3 measure.py

The times are the least of many calls: on a machine that does other work, compare the rows of one
run only. The errors are the largest of a hundred short inputs, in ULP of the exact result, which is
computed in 60 digits.
"""

import decimal
import math
import time

import numpy as np
from scipy import special

import sumlog
import sumlog.numpy

decimal.getcontext().prec = 60
RNG = np.random.default_rng(1)


def best(f, seconds=1.0):
    """Return the least time of a call, in seconds, over bursts of about a millisecond."""
    f()
    start = time.perf_counter()
    f()
    calls = max(1, int(1e-3 / (time.perf_counter() - start + 1e-9)))
    least, end = math.inf, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(calls):
            f()
        least = min(least, (time.perf_counter() - start) / calls)
    return least


def ln_sum(terms):
    return sum((decimal.Decimal(t).ln() for t in terms), decimal.Decimal(0))


def ulps(got, exact):
    return abs(decimal.Decimal(float(got)) - exact) / decimal.Decimal(math.ulp(float(exact)))


def show_time(seconds):
    for unit, factor in ("ns", 1e9), ("µs", 1e6), ("ms", 1e3):
        if seconds * factor < 1000:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def sums():
    for n in 8, 1000, 1 << 20:
        x = RNG.random(n) + 0.5
        inputs = [RNG.random(n) + 0.5 for _ in range(100 if n <= 1000 else 0)]
        exact = [ln_sum(v.tolist()) for v in inputs]
        for name, f in (
            ("sumlog.sumlog(x)", sumlog.sumlog),
            ("sumlog.numpy.sumlog_rows(x)", sumlog.numpy.sumlog_rows),
            ("np.log(x).sum()", lambda v: np.log(v).sum()),
        ):
            error = max((ulps(f(v), e) for v, e in zip(inputs, exact)), default=None)
            yield f"sum of {n}", name, best(lambda: f(x)), error


def elementwise():
    x = RNG.random(100_000) * 100
    sample = x[:100]
    exact = [decimal.Decimal(v).ln() for v in sample.tolist()]
    for name, f in (("sumlog.log(x)", sumlog.log), ("np.log(x)", np.log)):
        error = max(ulps(g, e) for g, e in zip(f(sample), exact))
        yield "ln of 100 000", name, best(lambda: f(x)), error
    terms = 1000
    exact = [ln_sum(decimal.Decimal(v) + i for i in range(1, terms + 1)) for v in sample.tolist()]
    for name, f in (
        ("sumlog.logaccumulate(x, 1000)", lambda v: sumlog.logaccumulate(v, terms)),
        (
            "special.gammaln(x+1001) - special.gammaln(x+1)",
            lambda v: special.gammaln(v + terms + 1) - special.gammaln(v + 1),
        ),
    ):
        error = max(ulps(g, e) for g, e in zip(f(sample), exact))
        yield "1000 terms of 100 000", name, best(lambda: f(x)), error


def main():
    print(f"{sumlog.isa()}, NumPy {np.__version__}\n")
    print("| work | call | time | largest error, ULP |")
    print("| --- | --- | ---: | ---: |")
    for work, name, seconds, error in (*sums(), *elementwise()):
        shown = "" if error is None else f"{error:.3g}"
        print(f"| {work} | `{name}` | {show_time(seconds)} | {shown} |")


if __name__ == "__main__":
    main()
