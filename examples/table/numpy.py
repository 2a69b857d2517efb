"""Read the shared table, and double a column of it in four forked processes."""

import multiprocessing
import sys

import numpy as np


def double(i):
    table = np.load(sys.argv[1], mmap_mode="r+")
    np.array_split(table, 4)[i][:, 0] *= 2


table = np.load(sys.argv[1], mmap_mode="r+")
print("NumPy adds up column 2 of", table.shape, "to", table[:, 2].sum())
with multiprocessing.get_context("fork").Pool(4) as pool:
    pool.map(double, range(4))
print("NumPy sees what its processes wrote:", table[99_999, 0])
