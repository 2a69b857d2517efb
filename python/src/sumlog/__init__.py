"""Sums of logarithms, correct to the last place, with the same bits on every processor.

    >>> import sumlog
    >>> sumlog.sumlog([0.5, 2.0, 4.0])
    1.3862943611198906

The functions take arrays of NumPy, or of libraries that take part in its ufuncs, and give such
arrays; other buffers and iterables work without NumPy, which is never imported unasked. The
universal functions themselves, with where=, axis= and out=, are in sumlog.numpy.
"""

from sumlog._sumlog import (
    DotLogSum,
    ExpSum,
    Log1pSum,
    Product,
    dotlog,
    dotlog_counts,
    dotlogratio,
    entropy,
    exp,
    isa,
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
    sumlog,
    sumlog1p,
    sumlog_columns,
    sumlog_groups,
    sumlog_rows,
    sumlogabs,
    xlogy,
)

__all__ = [
    "DotLogSum",
    "ExpSum",
    "Log1pSum",
    "Product",
    "dotlog",
    "dotlog_counts",
    "dotlogratio",
    "entropy",
    "exp",
    "isa",
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
    "sumlog",
    "sumlog1p",
    "sumlog_columns",
    "sumlog_groups",
    "sumlog_rows",
    "sumlogabs",
    "xlogy",
]
__version__ = "0.1.0"
