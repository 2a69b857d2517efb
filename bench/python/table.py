"""Column 2 = column 0 + column 1 of a table of float64 with three columns."""

from array import array
from functools import lru_cache
from math import nan
from multiprocessing import Process
from multiprocessing.sharedctypes import RawArray
from time import perf_counter

from common import numpy, pool, read, split

COLUMNS = 3


@lru_cache(maxsize=None)
def shared(directory):
    """The table in memory that processes share."""
    values = read(directory, "table.bin")
    cells = RawArray("d", len(values))
    memoryview(cells).cast("B")[:] = values.tobytes()
    return cells


def rows(cells):
    return numpy().frombuffer(cells).reshape(-1, COLUMNS)


def fresh(directory):
    """The shared table with a column 2 that nobody has computed yet."""
    cells = shared(directory)
    if numpy():
        rows(cells)[:, 2] = nan
    else:
        cells[2::COLUMNS] = [nan] * (len(cells) // COLUMNS)
    return cells


def add_in_place(cells, low, high):
    if numpy():
        t = rows(cells)[low:high]
        numpy().add(t[:, 0], t[:, 1], out=t[:, 2])
        return
    t = memoryview(cells).cast("B").cast("d")
    for k in range(COLUMNS * low, COLUMNS * high, COLUMNS):
        t[k + 2] = t[k] + t[k + 1]


def column(cells, n):
    if numpy():
        return rows(cells)[:n, 2].tobytes()
    return array("d", cells[2 : COLUMNS * n : COLUMNS]).tobytes()


@lru_cache(maxsize=1)
def lists(directory, n):
    """The first rows as plain Python has them."""
    values = read(directory, "table.bin").tolist()
    return [values[k : k + COLUMNS] for k in range(0, COLUMNS * n, COLUMNS)]


def run_loop(directory, n, terms, workers):
    t = lists(directory, n)
    for row in t:
        row[2] = nan
    start = perf_counter()
    for row in t:
        row[2] = row[0] + row[1]
    return perf_counter() - start, array("d", [row[2] for row in t]).tobytes()


def run_numpy(directory, n, terms, workers):
    cells = fresh(directory)
    start = perf_counter()
    t = rows(cells)[:n]
    numpy().add(t[:, 0], t[:, 1], out=t[:, 2])
    return perf_counter() - start, column(cells, n)


def run_process(directory, n, terms, workers):
    cells = fresh(directory)
    start = perf_counter()
    processes = [Process(target=add_in_place, args=(cells, low, high)) for low, high in split(n, workers)]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    return perf_counter() - start, column(cells, n)


table_of_worker = None


def adopt(cells):
    global table_of_worker
    table_of_worker = cells
    numpy()


def add_range(low, high):
    add_in_place(table_of_worker, low, high)


def run_apply_async(directory, n, terms, workers):
    cells = fresh(directory)
    p = pool(workers, adopt, (cells,))
    start = perf_counter()
    futures = [p.apply_async(add_range, bounds) for bounds in split(n, workers)]
    for f in futures:
        f.get()
    return perf_counter() - start, column(cells, n)


def add_copy(part):
    """Column 2 of a copy of some rows."""
    if numpy():
        return part[:, 0] + part[:, 1]
    return array("d", [part[k] + part[k + 1] for k in range(0, len(part), COLUMNS)])


def run_copied(directory, n, terms, workers):
    cells = fresh(directory)
    p = pool(workers)
    start = perf_counter()
    ranges = split(n, workers)
    if numpy():
        t = rows(cells)
        parts = [t[low:high] for low, high in ranges]
    else:
        parts = [array("d", cells[COLUMNS * low : COLUMNS * high]) for low, high in ranges]
    for (low, high), sums in zip(ranges, p.map_async(add_copy, parts, chunksize=1).get()):
        if numpy():
            t[low:high, 2] = sums
        else:
            cells[COLUMNS * low + 2 : COLUMNS * high : COLUMNS] = list(sums)
    return perf_counter() - start, column(cells, n)


WAYS = {
    "table/loop": run_loop,
    "table/numpy": run_numpy,
    "table/process": run_process,
    "table/apply_async": run_apply_async,
    "table/copied": run_copied,
}
