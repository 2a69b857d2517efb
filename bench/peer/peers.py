"""What Python does of the comparison: its array libraries, and the headline jobs.

The program that starts this one gives it its memory as file 3, and sends lines:

    find LIBRARY CODE
    run OUT A B N CALLS CODE

CODE is a statement about arrays out, x and y, or the name of a headline job. What finds one is ok
and the version of the library. What runs it CALLS times for N items is when that began and when it
ended, in nanoseconds of a clock that all processes share; OUT, A and B say where the arrays are,
counted in doubles. What cannot be done is answered by the reason.
"""

import functools
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
np = None


def load():
    """NumPy, where there is one. Processes that are started anew load it only if they need it."""
    global np
    if np is None:
        try:
            import numpy as np
        except Exception:
            np = False
    return np


def now():
    return clock_gettime_ns(CLOCK_MONOTONIC)


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
    exec(LIBRARIES[name], names)
    return names, names[name].__version__


# The headline jobs. Each prepares itself, and then returns what is measured, which returns
# the results. p holds the number of terms and of workers.
def split(n, parts):
    """The ranges of numpy.array_split: the first n % parts are one longer."""
    bounds = [i * (n // parts) + min(i, n % parts) for i in range(parts + 1)]
    return list(zip(bounds, bounds[1:]))


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
        part = space[: len(x)]
        np.add(steps, x, out=part)
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


def map_parts(function, xs, terms, workers):
    parts = [xs[lo:hi] for lo, hi in split(len(xs), 4 * workers)]
    return pool(workers).map_async(functools.partial(function, terms), parts, chunksize=1).get()


def accumulate_map_async(xs, terms, workers):
    pool(workers)
    return lambda: joined(map_parts(logs, xs, terms, workers))


def accumulate_numpy_map_async(xs, terms, workers):
    pool(workers)
    xs = np.array(xs)
    return lambda: np.concatenate(map_parts(vector_logs, xs, terms, workers))


# A shared table: column 2 = column 0 + column 1.
def rows(cells):
    return np.frombuffer(cells).reshape(-1, COLUMNS)


def add_in_place(cells, low, high):
    if load():
        t = rows(cells)[low:high]
        np.add(t[:, 0], t[:, 1], out=t[:, 2])
        return
    t = memoryview(cells).cast("B").cast("d")
    for k in range(COLUMNS * low, COLUMNS * high, COLUMNS):
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
        return part[:, 0] + part[:, 1]
    return array("d", [part[k] + part[k + 1] for k in range(0, len(part), COLUMNS)])


class Table:
    """The table in memory that processes share."""

    def __init__(self, cells):
        self.cells = RawArray("d", len(cells))
        memoryview(self.cells).cast("B")[:] = cells.cast("B")
        self.lists = {}

    def column(self, n):
        return self.cells[2 : COLUMNS * n : COLUMNS]

    def clear(self):
        self.cells[2::COLUMNS] = [nan] * (len(self.cells) // COLUMNS)

    def loop(self, n, workers):
        if n not in self.lists:
            cells = self.cells[: COLUMNS * n]
            self.lists = {n: [cells[k : k + COLUMNS] for k in range(0, COLUMNS * n, COLUMNS)]}
        t = self.lists[n]
        for row in t:
            row[2] = nan

        def run():
            for row in t:
                row[2] = row[0] + row[1]

        return run, lambda: [row[2] for row in t]

    def numpy(self, n, workers):
        return functools.partial(add_in_place, self.cells, 0, n), None

    def process(self, n, workers):
        parts = [(self.cells, lo, hi) for lo, hi in split(n, workers)]
        return lambda: run_processes(add_in_place, parts), None

    def apply_async(self, n, workers):
        p = pool(workers, adopt, self.cells)

        def run():
            for f in [p.apply_async(add_range, bounds) for bounds in split(n, workers)]:
                f.get()

        return run, None

    def copied(self, n, workers):
        p, ranges = pool(workers), split(n, workers)

        def run():
            if np:
                t = rows(self.cells)
                parts = [t[lo:hi] for lo, hi in ranges]
            else:
                parts = [array("d", self.cells[COLUMNS * lo : COLUMNS * hi]) for lo, hi in ranges]
            for (lo, hi), sums in zip(ranges, p.map_async(add_copy, parts, chunksize=1).get()):
                if np:
                    t[lo:hi, 2] = sums
                else:
                    self.cells[COLUMNS * lo + 2 : COLUMNS * hi : COLUMNS] = list(sums)

        return run, None


JOBS = [accumulate_loop, accumulate_process, accumulate_apply_async, accumulate_map_async]
ARRAY_JOBS = [accumulate_numpy, accumulate_numpy_map_async]
TABLES = ["loop", "process", "apply_async", "copied"]


class Server:
    def __init__(self, core):
        self.cores = self.core = None
        if hasattr(os, "sched_setaffinity") and core >= 0:
            self.cores, self.core = os.sched_getaffinity(0), {core}
        self.memory = memoryview(mmap.mmap(3, 0)).cast("d")
        self.table = None
        jobs, tables = JOBS, TABLES
        if load():
            jobs, tables = JOBS + ARRAY_JOBS, TABLES + ["numpy"]
        self.found = {f.__name__: functools.partial(self.run_job, f) for f in jobs}
        self.found.update({"table_" + t: functools.partial(self.run_table, t) for t in tables})

    def find(self, words):
        name, code = words.split(" ", 1)
        version = ""
        if name != "python":
            try:
                names, version = library(name)
            except ImportError:
                return "this Python cannot import", name
            exec(f"def statement(out, x, y): {code}", names)
            self.found[code] = functools.partial(self.run_arrays, names["statement"])
        elif code not in self.found:
            return "this Python has no NumPy",
        return "ok", version

    def run(self, words):
        *numbers, code = words.split(" ", 5)
        return self.found[code](*map(int, numbers))

    def pin(self, cores):
        if cores:
            os.sched_setaffinity(0, cores)

    def run_arrays(self, function, out, a, b, n, calls):
        self.pin(self.core)
        memory = np.frombuffer(self.memory)
        arrays = [memory[i : i + n] for i in (out, a, b)]
        start = now()
        for _ in range(calls):
            function(*arrays)
        return start, now()

    def run_job(self, prepare, out, a, b, n, calls):
        self.pin(self.cores)
        terms, workers = map(int, self.memory[b : b + 2])
        run = prepare(self.memory[a : a + n].tolist(), terms, workers)
        start = now()
        for _ in range(calls):
            sums = run()
        end = now()
        self.memory[out : out + n] = array("d", sums)
        return start, end

    def run_table(self, name, out, a, b, n, calls):
        self.pin(self.cores)
        total, workers = map(int, self.memory[b : b + 2])
        if self.table is None:
            self.table = Table(self.memory[a : a + COLUMNS * total])
        self.table.clear()
        run, column = getattr(self.table, name)(n, workers)
        start = now()
        for _ in range(calls):
            run()
        end = now()
        self.memory[out : out + n] = array("d", column() if column else self.table.column(n))
        return start, end

    def serve(self):
        about = {"implementation": platform.python_implementation(), "numpy": np and np.__version__}
        about["version"] = platform.python_version()
        print(*(f"{name}={value}" for name, value in about.items() if value), flush=True)
        for line in sys.stdin:
            verb, words = line.rstrip("\n").split(" ", 1)
            try:
                print(*getattr(self, verb)(words), flush=True)
            except Exception as e:
                print(f"{type(e).__name__}: {e}".splitlines()[0], flush=True)


if __name__ == "__main__":
    Server(int(sys.argv[1])).serve()
