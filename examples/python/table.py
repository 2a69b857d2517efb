"""A table (N, 3) that processes share: its workers write column 2 = column 0 + column 1.

    python3 table.py [ROWS [PROCESSES]]

The original form keeps the numbers in a multiprocessing.RawArray, which np2mp copies them to and
mp2np shows as an array; only forked children of its creator see it. Here the table is a plain .npy
file that any process opens by its name, on /dev/shm in memory: with np.load in Python, with
shared.Open in Go. The sums of the columns' logarithms are then taken where the table lies.
"""

import multiprocessing
import os
import sys
import tempfile
import time

import numpy as np

import sumlog


def np2mp(a):
    """Return a copy of an array in memory that forked children share."""
    raw = multiprocessing.RawArray("d", a.size)
    mp2np(raw, a.shape)[...] = a
    return raw


def mp2np(raw, shape):
    """Return the array that lies in such memory."""
    return np.frombuffer(raw).reshape(shape)


def fill_raw(raw, shape, first, end):
    table = mp2np(raw, shape)
    table[first:end, 2] = table[first:end, 0] + table[first:end, 1]


def fill_file(path, first, end):
    table = np.load(path, mmap_mode="r+")
    table[first:end, 2] = table[first:end, 0] + table[first:end, 1]


def by_processes(method, function, *args, rows, n):
    """Run function(*args, first, end) for n parts of the rows, a process each."""
    context = multiprocessing.get_context(method)
    processes = [
        context.Process(target=function, args=(*args, rows * i // n, rows * (i + 1) // n))
        for i in range(n)
    ]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    if any(p.exitcode for p in processes):
        raise SystemExit("a worker failed")


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    n = int(sys.argv[2]) if len(sys.argv) > 2 else multiprocessing.cpu_count()
    given = np.zeros((rows, 3))
    given[:, 0] = np.arange(rows) / 8
    given[:, 1] = 1
    want = given.copy()
    want[:, 2] = want[:, 0] + want[:, 1]

    start = time.perf_counter()
    raw = np2mp(given)
    by_processes("fork", fill_raw, raw, given.shape, rows=rows, n=n)
    print(f"RawArray: {time.perf_counter() - start:.4f} s", file=sys.stderr)
    print("RawArray, forked:", np.array_equal(mp2np(raw, given.shape), want))

    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        path = os.path.join(folder, "table.npy")
        for method in "fork", "spawn":
            start = time.perf_counter()
            table = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=given.shape)
            table[...] = given
            by_processes(method, fill_file, path, rows=rows, n=n)
            print(f".npy, {method}: {time.perf_counter() - start:.4f} s", file=sys.stderr)
            print(f".npy file, {method}:", np.array_equal(table, want))
        sums = sumlog.sumlog(table[:, 1:], axis=0)
        print("sums of the logarithms of columns 1 and 2:", sums.tolist())
        print("the same as row by row:", sums[1] == sumlog.sumlog(table[:, 0] + table[:, 1]))


if __name__ == "__main__":
    main()

# Output of table.py 1000 4:
# RawArray, forked: True
# .npy file, fork: True
# .npy file, spawn: True
# sums of the logarithms of columns 1 and 2: [0.0, 3872.543692660307]
# the same as row by row: True
