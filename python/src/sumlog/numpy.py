"""NumPy's universal functions of sumlog's operations.

They take out=, where= and all else that ufuncs take; sumlog_rows is a generalized one, "(n)->()":
sums along the last axis, or along axis=, with keepdims= and out=. They use the thread that calls
them, and give no warnings. The functions of the same names in sumlog state the errors.
"""

try:
    from sumlog._ufunc import (
        exp,
        log,
        log1p,
        logaccumulate,
        logaccumulate_direct,
        logbeta,
        logbinom,
        logfactorial,
        loggamma,
        logmultichoose,
        logrising,
        sumlog_rows,
        xlogy,
    )
except ImportError as error:
    raise ImportError(f"sumlog.numpy needs the NumPy that sumlog was built for: {error}") from error

__all__ = [
    "exp",
    "log",
    "log1p",
    "logaccumulate",
    "logaccumulate_direct",
    "logbeta",
    "logbinom",
    "logfactorial",
    "loggamma",
    "logmultichoose",
    "logrising",
    "sumlog_rows",
    "xlogy",
]
