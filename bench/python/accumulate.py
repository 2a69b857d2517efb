"""f(x) = sum of ln(1 + i + x) for i < terms, for every object x."""

from array import array
from math import log
from multiprocessing import Process
from multiprocessing.sharedctypes import RawArray
from time import perf_counter

from common import numpy, pool, read, split


def loop(xs, terms):
    sums = []
    for x in xs:
        total = 0.0
        for i in range(terms):
            total += log(1 + i + x)
        sums.append(total)
    return sums


def vectors(xs, terms, block=32):
    """The same with NumPy, in blocks that stay in the cache and in one place."""
    np = numpy()
    steps = np.arange(1.0, 1.0 + terms)
    sums = np.empty(len(xs))
    space = np.empty((block, terms))
    for low in range(0, len(xs), block):
        x = xs[low : low + block, np.newaxis]
        logs = space[: len(x)]
        np.add(steps, x, out=logs)
        np.log(logs, out=logs)
        np.sum(logs, axis=1, out=sums[low : low + block])
    return sums


def into(sums, low, xs, terms):
    """The target of a Process: its part of the shared sums."""
    sums[low : low + len(xs)] = loop(xs, terms)


def run_loop(directory, n, terms, workers):
    xs = read(directory, "x.bin")[:n].tolist()
    start = perf_counter()
    sums = loop(xs, terms)
    return perf_counter() - start, array("d", sums).tobytes()


def run_numpy(directory, n, terms, workers):
    xs = numpy().array(read(directory, "x.bin")[:n])
    start = perf_counter()
    sums = vectors(xs, terms)
    return perf_counter() - start, sums.tobytes()


def run_process(directory, n, terms, workers):
    xs = read(directory, "x.bin")[:n].tolist()
    sums = RawArray("d", max(n, 1))
    start = perf_counter()
    processes = [Process(target=into, args=(sums, low, xs[low:high], terms)) for low, high in split(n, workers)]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    seconds = perf_counter() - start
    for p in processes:
        if p.exitcode != 0:
            raise RuntimeError(f"a process ended with {p.exitcode}")
    return seconds, bytes(sums)[: 8 * n]


def run_apply_async(directory, n, terms, workers):
    xs = read(directory, "x.bin")[:n].tolist()
    p = pool(workers)
    start = perf_counter()
    futures = [p.apply_async(loop, (xs[low:high], terms)) for low, high in split(n, workers)]
    sums = [total for f in futures for total in f.get()]
    return perf_counter() - start, array("d", sums).tobytes()


class Loop:
    """loop with its terms, for map, which passes one argument."""

    def __init__(self, terms):
        self.terms = terms

    def __call__(self, xs):
        return loop(xs, self.terms)


def run_map_async(directory, n, terms, workers):
    xs = read(directory, "x.bin")[:n].tolist()
    p = pool(workers)
    start = perf_counter()
    chunks = [xs[low:high] for low, high in split(n, 4 * workers)]
    sums = [total for part in p.map_async(Loop(terms), chunks, chunksize=1).get() for total in part]
    return perf_counter() - start, array("d", sums).tobytes()


class Vectors(Loop):
    def __call__(self, xs):
        return vectors(xs, self.terms)


def run_numpy_map_async(directory, n, terms, workers):
    xs = numpy().array(read(directory, "x.bin")[:n])
    p = pool(workers)
    start = perf_counter()
    chunks = numpy().array_split(xs, 4 * workers)
    sums = numpy().concatenate(p.map_async(Vectors(terms), chunks, chunksize=1).get())
    return perf_counter() - start, sums.tobytes()


WAYS = {
    "accumulate/loop": run_loop,
    "accumulate/process": run_process,
    "accumulate/apply_async": run_apply_async,
    "accumulate/map_async": run_map_async,
    "accumulate/numpy": run_numpy,
    "accumulate/numpy_map_async": run_numpy_map_async,
}
