"""Threads, forked processes and signals."""

import array
import concurrent.futures
import multiprocessing
import os
import signal
import threading
import time
import unittest

import sumlog
from sumlog import _sumlog
from tests.support import bits, deadline, numbers

X = array.array("d", numbers(2, 1 << 16)) * 20
OBJECTS = 100_000


def large():
    """Return results of large calls on several threads."""
    log = sumlog.log(X, threads=4)
    return bits(sumlog.sumlog(X, threads=4)), bits(sumlog.sumlog(log[:4096])), log[-1]


def accumulated(accumulator, *arrays, threads):
    """Return the form of the accumulator with all elements added."""
    accumulator.add(*arrays, threads=threads)
    return bytes(accumulator)


def headline(part):
    """Return a part of the headline job: the sums of ln(1+i+x), i < 1000, for some objects."""
    first, count = part
    x = array.array("d", [0.001 * i for i in range(first, first + count)])
    sums = sumlog.logaccumulate(x, 1000, threads=2)
    return sumlog.sumlog(sums, threads=2), sums[0], sums[-1]


def parts(count):
    return [(i, OBJECTS // count) for i in range(0, OBJECTS, OBJECTS // count)]


def run_forked(f):
    """Return what f returns in a forked child, or fail where that takes a minute."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(60)
            os.write(send, repr(f()).encode())
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    assert text, "the child ended without a result"
    return text.decode()


class Threads(unittest.TestCase):
    def test_same_bits(self):
        matrix = memoryview(X).cast("B").cast("d", [len(X) // 4096, 4096])
        tall = memoryview(X).cast("B").cast("d", [len(X) // 80, 80])
        few = memoryview(X).cast("B").cast("d", [2, len(X) // 2])
        # A window of the sum's products, and a rest.
        long = array.array("d", [1.5]) * ((1 << 26) + 70_000)
        small = array.array("f", numbers(1, 300_000))
        counts = array.array("i", [i % 5 for i in range(len(small))])
        # Weights of terms that cancel, and that are added a second time.
        signed = array.array("d", [x if i // 2**16 % 2 else -x for i, x in enumerate(X[: 1 << 18])])
        calls = (
            lambda k: bits(sumlog.sumlog(X, threads=k)),
            lambda k: bits(sumlog.sumlog(long, threads=k)),
            lambda k: bits(sumlog.sumlog(memoryview(X)[::-3], threads=k)),
            lambda k: bits(sumlog.sumlog(small, threads=k)),
            lambda k: sumlog.log(X, threads=k),
            lambda k: sumlog.log(small, threads=k),
            lambda k: sumlog.logaccumulate(small, 1000, threads=k),
            lambda k: sumlog.logaccumulate_direct(small[:5000], 100, threads=k),
            lambda k: sumlog.loggamma(X[:100_000], threads=k),
            lambda k: sumlog.logbeta(X[:100_000], small[:100_000], threads=k),
            lambda k: sumlog.sumlog_rows(matrix, threads=k),
            lambda k: sumlog.sumlog_rows(few, threads=k),
            lambda k: sumlog.sumlog_rows(few[::-1], threads=k),
            lambda k: sumlog.sumlog_columns(matrix, threads=k),
            lambda k: sumlog.sumlog_columns(tall, threads=k),
            lambda k: bits(sumlog.dotlog_counts(counts, small, threads=k)),
            lambda k: sumlog.softmax(X, threads=k),
            lambda k: sumlog.log_softmax(matrix, out=array.array("d", X), threads=k),
            lambda k: accumulated(sumlog.Log1pSum(), X, threads=k),
            lambda k: accumulated(sumlog.DotLogSum(), small, X[:300_000], threads=k),
            lambda k: accumulated(sumlog.ExpSum(), X, threads=k),
            lambda k: bits(sumlog.sumlog1p(X, threads=k)),
            lambda k: bits(sumlog.sumlog1p(memoryview(small)[::-1], threads=k)),
            lambda k: sumlog.sumlogabs(small, threads=k),
            lambda k: bits(sumlog.dotlog(small, X[:300_000], threads=k)),
            lambda k: bits(sumlog.dotlog(signed, X[: len(signed)], threads=k)),
            lambda k: bits(sumlog.entropy(X, threads=k)),
            lambda k: bits(sumlog.logsumexp(X, threads=k)),
            lambda k: bits(sumlog.dotlogratio(X, X, X[::-1], threads=k)),
            lambda k: bits(sumlog.relative_entropy(X, X[::-1], threads=k)),
        )
        for i, call in enumerate(calls):
            want = call(1)
            for threads in 2, 3, 16:
                self.assertEqual(call(threads), want, f"call {i}, {threads} threads")
        self.assertEqual(bits(sumlog.sumlog(long)), bits(sumlog.Product(long).log()))

    def test_threads_are_kept(self):
        sumlog.sumlog(X, threads=5)
        kept = _sumlog._threads()
        self.assertGreaterEqual(kept, 4)
        for _ in range(20):
            sumlog.sumlog(X, threads=5)
        self.assertEqual(_sumlog._threads(), kept)

    def test_many_callers(self):
        """16 threads of Python, each of which asks for threads: one gets them at a time."""
        want = large()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for got in pool.map(lambda _: large(), range(64)):
                self.assertEqual(got, want)


class Forks(unittest.TestCase):
    def test_fork(self):
        want = repr(large())  # the parent has threads now
        for _ in range(20):
            self.assertEqual(run_forked(large), want)
        self.assertEqual(run_forked(lambda: run_forked(large)), repr(want))
        self.assertEqual(run_forked(_sumlog._threads), "0")

    def test_fork_meanwhile(self):
        """Children that are forked while threads of the parent work."""
        want, stop = repr(large()), threading.Event()

        def work():
            while not stop.is_set():
                large()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for t in threads:
            t.start()
        try:
            for _ in range(20):
                self.assertEqual(run_forked(large), want)
        finally:
            stop.set()
            for t in threads:
                t.join()

    def test_fork_in_handler(self):
        """A child that is forked in the middle of a call ends the call as its parent does."""
        x = X[:40_000]
        want = bits(sumlog.sumlog(sumlog.logaccumulate_direct(x, 2)))
        for threads in 1, 4:
            child = []

            def fork(*_):
                if not child:
                    child.append(os.fork())

            before = signal.signal(signal.SIGALRM, fork)
            try:
                signal.setitimer(signal.ITIMER_REAL, 0.2)
                done = sumlog.logaccumulate_direct(x, 5000, threads=threads)
                while not child:
                    done = sumlog.logaccumulate_direct(x, 5000, threads=threads)
            finally:
                if child == [0]:
                    ours = sumlog.logaccumulate_direct(x, 5000) == done
                    os._exit(0 if ours else 1)
                signal.signal(signal.SIGALRM, before)
            self.assertEqual(os.waitpid(child[0], 0)[1], 0)
            self.assertEqual(done, sumlog.logaccumulate_direct(x, 5000))
        self.assertEqual(bits(sumlog.sumlog(sumlog.logaccumulate_direct(x, 2))), want)

    def test_pools(self):
        for used in False, True:
            if used:
                large()
            for method in "fork", "forkserver", "spawn":
                want = [headline(p) for p in parts(8)]
                context = multiprocessing.get_context(method)
                with deadline(300), context.Pool(3) as pool:
                    self.assertEqual(pool.map(headline, parts(8)), want, method)

    def test_headline_job(self):
        """A forked pool of eight processes runs the headline job 100 times out of 100."""
        want = [headline(p) for p in parts(80)]  # on threads: the fork is after use
        context, done = multiprocessing.get_context("fork"), 0
        for _ in range(100):
            with deadline(120), context.Pool(8) as pool:
                self.assertEqual(pool.map_async(headline, parts(80)).get(), want)
            done += 1
        print(f"headline job: {done} of 100 runs by a forked pool of eight processes")


class Signals(unittest.TestCase):
    def setUp(self):
        # A shell's job in the background ignores SIGINT, and so does what it starts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)

    def interrupt(self, call):
        """Interrupt the call, which would take hours, from a thread that runs meanwhile."""

        def send():
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGINT)

        sender = threading.Thread(target=send)
        sender.start()
        with deadline(100), self.assertRaises(KeyboardInterrupt):
            call()
        sender.join()

    def test_interrupt(self):
        x = array.array("d", [1.5]) * 100_000
        for threads in 1, 2:
            out = x[:]
            self.interrupt(
                lambda: sumlog.logaccumulate_direct(x, 10_000_000, out=out, threads=threads)
            )
        # The first pieces are done, in order.
        done = sumlog.logaccumulate_direct(x[:1], 10_000_000)[0]
        changed = [v for v in out if v != 1.5]
        self.assertEqual(set(changed) - {done}, set())
        large()

    def test_interrupt_of_a_product(self):
        try:
            import numpy as np
        except ImportError:
            self.skipTest("without NumPy there is no buffer whose elements share memory")
        many = np.broadcast_to(1.5, 1 << 44)
        for threads in 1, 2:
            p = sumlog.Product([3])
            self.interrupt(lambda: p.add(many, threads=threads))
            self.assertEqual(p, sumlog.Product([3]))
            self.interrupt(lambda: sumlog.sumlog(many, threads=threads))
            self.interrupt(lambda: sumlog.dotlog(many, many, threads=threads))
            ones = np.broadcast_to(1, 1 << 44)
            self.interrupt(lambda: sumlog.dotlog_counts(ones, many, threads=threads))
            s = sumlog.DotLogSum([3], [2])
            self.interrupt(lambda: s.add(many, many, threads=threads))
            self.assertEqual(s, sumlog.DotLogSum([3], [2]))


if __name__ == "__main__":
    unittest.main()
