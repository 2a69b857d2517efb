import numpy

__all__: list[str]

dotlog: numpy.ufunc
dotlog_counts: numpy.ufunc
dotlogratio: numpy.ufunc
entropy: numpy.ufunc
exp: numpy.ufunc
kl_div: numpy.ufunc
log: numpy.ufunc
log1p: numpy.ufunc
log_softmax: numpy.ufunc
logaccumulate: numpy.ufunc
logaccumulate_direct: numpy.ufunc
logbeta: numpy.ufunc
logbinom: numpy.ufunc
logfactorial: numpy.ufunc
loggamma: numpy.ufunc
logmultichoose: numpy.ufunc
logrising: numpy.ufunc
logsumexp: numpy.ufunc
rel_entr: numpy.ufunc
relative_entropy: numpy.ufunc
softmax: numpy.ufunc
sumlog: numpy.ufunc
sumlog1p: numpy.ufunc
sumlog_rows: numpy.ufunc
sumlogabs: numpy.ufunc
xlogy: numpy.ufunc

def report_errors(on: bool = True) -> bool: ...
