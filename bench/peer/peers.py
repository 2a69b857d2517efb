"""What Python does of the comparison: its array libraries, and the headline jobs.

Requests are lines as c/main.c describes them. The NAME is a statement about arrays out, x and y or,
of library python, a headline job with its number of terms or rows and of workers. Behind the times
an answer has the version of the library; or it says why that cannot be done. The first line, before
any request, says which Python this is.
"""

import functools
import json
import mmap
import multiprocessing
import os
import platform
import sys
from array import array
from math import log, nan
from multiprocessing.sharedctypes import RawArray
from time import CLOCK_MONOTONIC, clock_gettime_ns

COLUMNS = 3


@functools.cache
def load():
    """NumPy, where there is one. Processes that are started anew load it only if they need it."""
    global np
    try:
        import numpy as np
    except Exception:
        np = None
    return np


class Missing(Exception):
    """Why something cannot be done here."""


# The array libraries: what their statements need.
LIBRARIES = {
    "numpy": "import numpy; np = numpy",
    "numexpr": "import numpy, numexpr; numexpr.set_num_threads(1)",
    "scipy": "import numpy as np, scipy.special, scipy.stats as stats\nfrom scipy.special import *",
    "sumlog": "import numpy, sumlog",
}


def accumulate(out, x, terms):
    """One logarithm a term."""
    np.log(x + 1.0, out=out)
    for i in range(1, terms):
        out += np.log(x + (1.0 + i))


def reduceat(out, x, offsets):
    """The sums of groups that begin at offsets. For an empty one reduceat takes an element."""
    np.add.reduceat(x, np.minimum(offsets[:-1], len(x) - 1), out=out)
    out[offsets[:-1] == offsets[1:]] = 0.0


@functools.cache
def library(name):
    """What the statements of a library know, and its version."""
    names = {"accumulate": accumulate, "reduceat": reduceat}
    try:
        exec(LIBRARIES[name], names)
    except ImportError:
        raise Missing(f"this Python cannot import {name}")
    return names, names[name].__version__


# The headline jobs. Each prepares itself, and then returns what is measured, which returns
# the results, or nothing where they are in the shared table.
def split(n, parts):
    """The ranges of parts that differ by one at most."""
    return [(n * i // parts, n * (i + 1) // parts) for i in range(parts)]


pools = {}


def pool(workers, initializer=load, *initargs):
    """A pool that stays, so that starting one is not measured."""
    key = workers, initializer
    if key not in pools:
        pools[key] = multiprocessing.Pool(workers, initializer, initargs)
        pools[key].map(abs, range(workers))  # they run, and were not merely started
    return pools[key]


def run_processes(target, arguments):
    processes = [multiprocessing.Process(target=target, args=a) for a in arguments]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    for p in processes:
        if p.exitcode != 0:
            raise RuntimeError(f"a process ended with {p.exitcode}")


def logs(terms, xs):
    sums = []
    for x in xs:
        total = 0.0
        for i in range(terms):
            total += log(1 + i + x)
        sums.append(total)
    return sums


def vector_logs(terms, xs, block=32):
    """The same with NumPy, in blocks that stay in the cache and in one place."""
    load()
    steps = np.arange(1.0, 1.0 + terms)
    sums = np.empty(len(xs))
    space = np.empty((block, terms))
    for low in range(0, len(xs), block):
        x = xs[low : low + block, np.newaxis]
        part = np.add(steps, x, out=space[: len(x)])
        np.log(part, out=part)
        np.sum(part, axis=1, out=sums[low : low + block])
    return sums


def logs_into(sums, low, xs, terms):
    """The target of a Process: its part of the shared sums."""
    sums[low : low + len(xs)] = array("d", logs(terms, xs))


def joined(parts):
    return [total for part in parts for total in part]


def accumulate_loop(xs, terms, workers):
    return lambda: logs(terms, xs)


def accumulate_numpy(xs, terms, workers):
    xs = np.array(xs)
    return lambda: vector_logs(terms, xs)


def accumulate_process(xs, terms, workers):
    sums = RawArray("d", max(len(xs), 1))

    def run():
        parts = split(len(xs), workers)
        run_processes(logs_into, [(sums, lo, xs[lo:hi], terms) for lo, hi in parts])
        return sums[: len(xs)]

    return run


def accumulate_apply_async(xs, terms, workers):
    p = pool(workers)
    parts = [(terms, xs[lo:hi]) for lo, hi in split(len(xs), workers)]
    return lambda: joined([f.get() for f in [p.apply_async(logs, part) for part in parts]])


def accumulate_map_async(xs, terms, workers, function=logs, join=joined):
    p = pool(workers)

    def run():
        parts = [xs[lo:hi] for lo, hi in split(len(xs), 4 * workers)]
        return join(p.map_async(functools.partial(function, terms), parts, chunksize=1).get())

    return run


def accumulate_numpy_map_async(xs, terms, workers):
    return accumulate_map_async(np.array(xs), terms, workers, vector_logs, np.concatenate)


# A shared table: column 2 = column 0 + column 1.
def doubles(cells):
    """The cells, row by row."""
    return np.frombuffer(cells) if load() else memoryview(cells).cast("B").cast("d")


def add_in_place(cells, low, high):
    t = doubles(cells)[COLUMNS * low : COLUMNS * high]
    if np:
        np.add(t[::COLUMNS], t[1::COLUMNS], out=t[2::COLUMNS])
        return
    for k in range(0, len(t), COLUMNS):
        t[k + 2] = t[k] + t[k + 1]


def adopt(cells):
    """What a worker of a pool begins with: processes inherit shared memory, or are given it."""
    global table_of_worker
    table_of_worker = cells
    load()


def add_range(low, high):
    add_in_place(table_of_worker, low, high)


def add_copy(part):
    """Column 2 of a copy of some rows."""
    if load():
        return part[::COLUMNS] + part[1::COLUMNS]
    return array("d", [part[k] + part[k + 1] for k in range(0, len(part), COLUMNS)])


def table_loop(cells, n, workers):
    cells = cells[: COLUMNS * n]
    t = [[*cells[k : k + 2], nan] for k in range(0, COLUMNS * n, COLUMNS)]

    def run():
        for row in t:
            row[2] = row[0] + row[1]
        return (row[2] for row in t)

    return run


def table_numpy(cells, n, workers):
    return functools.partial(add_in_place, cells, 0, n)


def table_process(cells, n, workers):
    parts = [(cells, lo, hi) for lo, hi in split(n, workers)]
    return lambda: run_processes(add_in_place, parts)


def table_apply_async(cells, n, workers):
    p = pool(workers, adopt, cells)

    def run():
        for f in [p.apply_async(add_range, bounds) for bounds in split(n, workers)]:
            f.get()

    return run


def table_copied(cells, n, workers):
    p, t = pool(workers), doubles(cells)
    ranges = [(COLUMNS * lo, COLUMNS * hi) for lo, hi in split(n, workers)]

    def run():
        parts = [t[lo:hi] if np else array("d", t[lo:hi]) for lo, hi in ranges]
        for (lo, hi), sums in zip(ranges, p.map_async(add_copy, parts, chunksize=1).get()):
            t[lo + 2 : hi : COLUMNS] = sums

    return run


def timed(run, calls, *arguments):
    """When the calls began and ended, and the last result."""
    start = clock_gettime_ns(CLOCK_MONOTONIC)
    for _ in range(calls):
        result = run(*arguments)
    return (start, clock_gettime_ns(CLOCK_MONOTONIC)), result


class Server:
    def __init__(self, core):
        self.cores = self.core = None
        if hasattr(os, "sched_setaffinity") and core >= 0:
            self.cores, self.core = os.sched_getaffinity(0), {core}
        self.memory = memoryview(mmap.mmap(3, 0)).cast("d")
        self.table = None

    @functools.cache
    def find(self, name, code):
        """What runs code, and the version of the library."""
        if name != "python":
            names, version = library(name)
            exec(f"def statement(out, x, y): {code}", names)
            return functools.partial(self.run_arrays, names["statement"]), version
        job, *numbers = code.split()
        if "numpy" in job and not load():
            raise Missing("this Python has no NumPy")
        run = self.run_table if job.startswith("table") else self.run_sums
        return functools.partial(run, globals()[job], *map(int, numbers)), ""

    def answer(self, name, out, a, b, n, calls, joined, processes, code):
        run, version = self.find(name, code)
        if self.cores:
            os.sched_setaffinity(0, self.cores if name == "python" else self.core)
        begun, ended = run(*map(int, (out, a, b, n, calls))) if calls != "0" else (0, 0)
        return begun, ended, version

    def run_arrays(self, function, out, a, b, n, calls):
        memory = np.frombuffer(self.memory)
        return timed(function, calls, *(memory[i : i + n] for i in (out, a, b)))[0]

    def run_sums(self, prepare, terms, workers, out, a, b, n, calls):
        span, sums = timed(prepare(self.memory[a : a + n].tolist(), terms, workers), calls)
        self.memory[out : out + n] = array("d", sums)
        return span

    def run_table(self, prepare, rows, workers, out, a, b, n, calls):
        if self.table is None:
            self.table = RawArray("d", COLUMNS * rows)
            doubles(self.table)[:] = self.memory[a : a + COLUMNS * rows]
        self.table[2::COLUMNS] = [nan] * rows
        span, sums = timed(prepare(self.table, n, workers), calls)
        self.memory[out : out + n] = array("d", sums or self.table[2 : COLUMNS * n : COLUMNS])
        return span

    def serve(self):
        about = {"implementation": platform.python_implementation()}
        about["version"] = platform.python_version()
        about["numpy"] = np.__version__ if load() else ""
        print(json.dumps(about), flush=True)
        for line in sys.stdin:
            try:
                print(*self.answer(*line.rstrip("\n").split(" ", 8)), flush=True)
            except Missing as e:
                print(e, flush=True)
            except Exception as e:
                print(f"{type(e).__name__}: {e}".splitlines()[0], flush=True)


if __name__ == "__main__":
    Server(int(sys.argv[1])).serve()
