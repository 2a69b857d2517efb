"""A table (N, 3) that processes share: its workers write column 2 = column 0 + column 1.

    python3 table.py [ROWS [PROCESSES]]

The table is a plain .npy file, on /dev/shm in memory, that any process opens by its name: with
np.load in Python, with shared.Open in Go. A multiprocessing.RawArray would have to be copied to,
and only forked children of its creator would see it. The sums of the columns' logarithms are then
taken where the table lies.
"""

import multiprocessing
import os
import sys
import tempfile

import numpy as np

import sumlog


def add(path, first, end):
    table = np.load(path, mmap_mode="r+")
    table[first:end, 2] = table[first:end, 0] + table[first:end, 1]


def main(rows=1_000_000, n=multiprocessing.cpu_count()):
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        path = os.path.join(folder, "table.npy")
        table = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=(rows, 3))
        table[:, 0] = np.arange(rows) / 8
        table[:, 1] = 1
        for method in "fork", "spawn":
            table[:, 2] = 0
            with multiprocessing.get_context(method).Pool(n) as pool:
                pool.starmap(add, [(path, rows * i // n, rows * (i + 1) // n) for i in range(n)])
            print(method, "adds:", np.array_equal(table[:, 2], np.arange(rows) / 8 + 1))
        sums = sumlog.sumlog(table[:, 1:], axis=0)
        print("sums of the logarithms of columns 1 and 2:", sums.tolist())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

# Output of table.py 1000 4:
# fork adds: True
# spawn adds: True
# sums of the logarithms of columns 1 and 2: [0.0, 3872.543692660307]
