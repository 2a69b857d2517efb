"""NumPy's universal functions of sumlog's operations.

They take out=, where= and all else that ufuncs take. The sums are generalized ones: sumlog (also
called sumlog_rows), sumlog1p, logsumexp and entropy "(n)->()", dotlog, dotlog_counts and
relative_entropy "(n),(n)->()", dotlogratio "(n),(n),(n)->()" and sumlogabs "(n)->(),()" sum along
the last axis, or along axis=, with keepdims= and out=; softmax and log_softmax are "(n)->(n)". They
use the thread that calls them, and give no warnings unless report_errors asks for them. The
functions of the same names in sumlog state the errors.
"""

try:
    from sumlog._ufunc import (
        dotlog,
        dotlog_counts,
        dotlogratio,
        entropy,
        exp,
        kl_div,
        log,
        log1p,
        log_softmax,
        logaccumulate,
        logaccumulate_direct,
        logbeta,
        logbinom,
        logfactorial,
        loggamma,
        logmultichoose,
        logrising,
        logsumexp,
        rel_entr,
        relative_entropy,
        softmax,
        sumlog1p,
        sumlog_rows,
        sumlogabs,
        xlogy,
    )
    from sumlog._ufunc import report_errors as _report_errors
except ImportError as error:
    raise ImportError(f"sumlog.numpy needs the NumPy that sumlog was built for: {error}") from error

sumlog = sumlog_rows


def report_errors(on=True):
    """Have the ufuncs of this module report special values as numpy.errstate says.

    Without it they are silent. With it, and with NumPy's default state, a result that is infinite
    where no argument is warns of a division by zero or of an overflow, and a result that is nan
    where no argument is warns of an invalid value; numpy.errstate(all="raise") makes errors of
    these. It holds for all threads. Results are the same. Calls take longer, as arguments and
    results are looked at once more. Returns what was set before.
    """
    return _report_errors(on)


__all__ = [
    "dotlog",
    "dotlog_counts",
    "dotlogratio",
    "entropy",
    "exp",
    "kl_div",
    "log",
    "log1p",
    "log_softmax",
    "logaccumulate",
    "logaccumulate_direct",
    "logbeta",
    "logbinom",
    "logfactorial",
    "loggamma",
    "logmultichoose",
    "logrising",
    "logsumexp",
    "rel_entr",
    "relative_entropy",
    "softmax",
    "report_errors",
    "sumlog",
    "sumlog1p",
    "sumlog_rows",
    "sumlogabs",
    "xlogy",
]
