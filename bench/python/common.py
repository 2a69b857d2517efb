"""What the Python ways share: reading inputs, splitting, pools."""

import functools
import multiprocessing
import os
from array import array


@functools.lru_cache(maxsize=None)
def numpy():
    """NumPy, or None.

    Not imported before somebody asks: where processes are not forked but started
    anew, those that add up logarithms one by one need not wait for it.
    """
    try:
        import numpy
    except ImportError:
        return None
    return numpy


@functools.lru_cache(maxsize=None)
def read(directory, name):
    values = array("d")
    path = os.path.join(directory, name)
    with open(path, "rb") as f:
        values.fromfile(f, os.path.getsize(path) // values.itemsize)
    return values


def split(n, parts):
    """The ranges of numpy.array_split: the first n % parts are one longer."""
    size, longer = divmod(n, parts)
    ranges = []
    low = 0
    for i in range(parts):
        high = low + size + (i < longer)
        ranges.append((low, high))
        low = high
    return ranges


pools = {}


def pool(workers, initializer=numpy, initargs=()):
    """A pool that stays, so that starting one is not what is measured."""
    key = workers, initializer
    if key not in pools:
        pools[key] = multiprocessing.Pool(workers, initializer, initargs)
        pools[key].map(abs, range(workers))  # they run, and are not merely asked for
    return pools[key]
