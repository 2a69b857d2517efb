"""What several tests need."""

import contextlib
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def bits(x):
    """Return the 64 bits of a float; every NaN has the same."""
    return struct.unpack("<Q", struct.pack("<d", x))[0] if x == x else 0x7FF8_0000_0000_0001


def numbers(seed, n):
    """Return the numbers of a case of the golden file, which depend on the seed alone."""
    mask, state, x = (1 << 64) - 1, seed, []
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        z ^= z >> 31
        fraction = z >> 12
        if seed % 3 == 0:
            v = 1022 << 52 | fraction
        elif seed % 3 == 1:
            v = 1023 << 52 | fraction >> 20
        else:
            v = (1 + (z >> 1) % 2046) << 52 | fraction
        x.append(struct.unpack("<d", struct.pack("<Q", v))[0])
    return x


def run_python(program, **environment):
    """Run a program by this interpreter and return its standard output."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0:
        raise AssertionError(f"exit status {done.returncode}:\n{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def deadline(seconds):
    """Fail, in the main thread, what takes longer: it hangs."""

    def fail(*_):
        raise AssertionError(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
