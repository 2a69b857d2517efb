"""NumPy's universal functions of sumlog's operations.

They take out=, where= and all else that ufuncs take. The sums are generalized ones: sumlog (also
called sumlog_rows), sumlog1p, logsumexp and entropy "(n)->()", dotlog and relative_entropy "(n),(n)->()",
dotlogratio "(n),(n),(n)->()" and sumlogabs "(n)->(),()" sum along the last axis, or along axis=,
with keepdims= and out=. They use the thread that calls
them, and give no warnings. The functions of the same names in sumlog state the errors.
"""

try:
    from sumlog._ufunc import (
        dotlog,
        dotlogratio,
        entropy,
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
        logsumexp,
        relative_entropy,
        sumlog1p,
        sumlog_rows,
        sumlogabs,
        xlogy,
    )
except ImportError as error:
    raise ImportError(f"sumlog.numpy needs the NumPy that sumlog was built for: {error}") from error

sumlog = sumlog_rows

__all__ = [
    "dotlog",
    "dotlogratio",
    "entropy",
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
    "logsumexp",
    "relative_entropy",
    "sumlog",
    "sumlog1p",
    "sumlog_rows",
    "sumlogabs",
    "xlogy",
]
