import numpy

__all__: list[str]

exp: numpy.ufunc
log: numpy.ufunc
log1p: numpy.ufunc
logaccumulate: numpy.ufunc
logaccumulate_direct: numpy.ufunc
logbeta: numpy.ufunc
logbinom: numpy.ufunc
logfactorial: numpy.ufunc
loggamma: numpy.ufunc
logmultichoose: numpy.ufunc
logrising: numpy.ufunc
sumlog_rows: numpy.ufunc
xlogy: numpy.ufunc
