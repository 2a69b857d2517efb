"""Sums over all elements, over groups and over columns, without NumPy."""

import array
import ctypes
import math
import unittest

import sumlog
from tests.support import bits, numbers

INF, NAN = math.inf, math.nan
X = array.array("d", numbers(0, 30_000))
W = array.array("d", numbers(3, 30_000))
# Weights of both signs, whose terms cancel.
SIGNED = array.array("d", [w if i % 2 else -w for i, w in enumerate(W)])
TWICE = array.array("d", [x for x in X[:15_000] for _ in range(2)])


class Sums(unittest.TestCase):
    def test_values(self):
        """Beside sums of rounded terms: bits are for the golden file."""
        for got, terms in (
            (sumlog.sumlog1p(X), (math.log1p(x) for x in X)),
            (sumlog.dotlog(W, X), (w * math.log(x) for w, x in zip(W, X))),
            (sumlog.entropy(X), (-x * math.log(x) for x in X)),
            (sumlog.dotlogratio(W, X, W), (w * math.log(x / w) for w, x in zip(W, X))),
            (sumlog.relative_entropy(W, X), (w * math.log(w / x) for w, x in zip(W, X))),
            (sumlog.sumlogabs(SIGNED)[1], (math.log(w) for w in W)),
        ):
            self.assertTrue(math.isclose(got, math.fsum(terms), rel_tol=1e-12))
        self.assertEqual(sumlog.sumlog1p([1e-300] * 3), 3e-300)
        self.assertEqual(sumlog.entropy([0.25] * 4), 2 * math.log(2))
        self.assertEqual(sumlog.relative_entropy([0.5, 0.5], [0.5, 0.5]), 0)

    def test_cancelling(self):
        """Terms that cancel are added a second time, in pieces too."""
        w = array.array("d", [1, -1] * 15_000)
        x = array.array("d", TWICE)
        x[-1] = math.nextafter(x[-1], 2)
        want = -math.log1p((x[-1] - x[-2]) / x[-2])
        for n in 10, 8192, 30_000:
            got = sumlog.dotlog(w[-n:], x[-n:])
            self.assertLess(abs(got - want), 1e-13 * abs(want), n)
        self.assertEqual(sumlog.dotlog(w, TWICE), 0)

    def test_layouts(self):
        """Buffers with strides, of other types and iterables have the bits of a copy."""
        view, weights = memoryview(X), memoryview(W)
        small = array.array("f", W)
        for n in 10, 4096, 5000, 15_000:
            for x, w in (
                (view[:n], weights[:n]),
                (view[: 2 * n : 2], weights[n - 1 :: -1]),
                (view[:n], memoryview(small)[:n]),
                (X[:n].tolist(), weights[:n]),
            ):
                a, b = array.array("d", x), array.array("d", w)
                for f in (
                    *(sumlog.sumlog1p, sumlog.entropy, sumlog.logsumexp),
                    lambda x: sumlog.sumlogabs(x)[1],
                ):
                    self.assertEqual(bits(f(x)), bits(f(a)))
                for f in sumlog.dotlog, sumlog.relative_entropy:
                    self.assertEqual(bits(f(w, x)), bits(f(b, a)))
                self.assertEqual(
                    bits(sumlog.dotlogratio(w, x, w)), bits(sumlog.dotlogratio(b, a, b))
                )
                self.assertEqual(bits(sumlog.sumlogabs(x)[1]), bits(sumlog.sumlog(a)))

    def test_special_values(self):
        for got, want in (
            (sumlog.sumlog1p([]), 0.0),
            (sumlog.sumlog1p([-1.0]), -INF),
            (sumlog.sumlog1p([-1.0, INF]), NAN),
            (sumlog.sumlog1p([-2.0]), NAN),
            (sumlog.logsumexp([]), -INF),
            (sumlog.logsumexp([-INF]), -INF),
            (sumlog.logsumexp([-INF, 5.5]), 5.5),
            (sumlog.logsumexp([-INF, INF]), INF),
            (sumlog.logsumexp([NAN, INF]), NAN),
            (sumlog.logsumexp([1000.0, 1000.0]), 1000 + math.log(2)),
            (sumlog.dotlog([], []), 0.0),
            (sumlog.dotlog([0.0, 1], [0.0, 1]), 0.0),
            (sumlog.dotlog([1, 2], [0.0, 1]), -INF),
            (sumlog.dotlog([1, 2], [0.0, INF]), NAN),
            (sumlog.dotlog([0.0], [NAN]), NAN),
            (sumlog.entropy([]), 0.0),
            (sumlog.entropy([0, 1]), 0.0),
            (sumlog.entropy([INF]), -INF),
            (sumlog.entropy([-1.0]), NAN),
            (sumlog.dotlogratio([1], [1], [0]), INF),
            (sumlog.dotlogratio([1], [0], [0]), NAN),
            (sumlog.relative_entropy([0.5, 0.5], [1, 0]), INF),
            (sumlog.relative_entropy([0], [0]), 0.0),
            (sumlog.rel_entr(0, 0), 0.0),
            (sumlog.rel_entr(1, 0), INF),
            (sumlog.rel_entr(-1, 2), INF),
            (sumlog.rel_entr(1, INF), -INF),
            (sumlog.rel_entr(0, NAN), NAN),
            (sumlog.kl_div(0, 0.25), 0.25),
            (sumlog.kl_div(0.25, 0.25), 0.0),
            (sumlog.kl_div(1.0000001, 1), 4.999999839172013e-15),
            (sumlog.kl_div(2, -1), INF),
        ):
            self.assertEqual(bits(got), bits(want))
        for x, want in (
            ([], (1.0, 0.0)),
            ([-2, 3, 0.5], (-1.0, sumlog.sumlog([2, 3, 0.5]))),
            ([-1, -1], (1.0, 0.0)),
            ([0.0, -2], (0.0, -INF)),
            ([-INF], (-1.0, INF)),
            ([NAN, 1], (NAN, NAN)),
            ([0, INF], (NAN, NAN)),
        ):
            self.assertEqual([*map(bits, sumlog.sumlogabs(x))], [*map(bits, want)], x)

    def test_counts(self):
        n = [int(w * 40) % 9 for w in W]
        some = X[:5000]
        for count in 10, 4096, 30_000:
            want = math.fsum(k * math.log(x) for k, x in zip(n[:count], X))
            got = sumlog.dotlog_counts(n[:count], X[:count])
            self.assertTrue(math.isclose(got, want, rel_tol=1e-13))
            for code in "bBhHiIlLqQ":
                counts = array.array(code, n[:count])
                for threads in 1, 3:
                    self.assertEqual(
                        bits(sumlog.dotlog_counts(counts, X[:count], threads=threads)), bits(got)
                    )
            strided = memoryview(array.array("q", [k for k in n[:count] for _ in range(2)]))[::2]
            self.assertEqual(bits(sumlog.dotlog_counts(strided, X[:count])), bits(got))
        mask = (ctypes.c_bool * len(some))(*(k % 2 for k in n[: len(some)]))
        want = sumlog.sumlog([x if k % 2 else 1 for k, x in zip(n, some)])
        self.assertEqual(sumlog.dotlog_counts(mask, some), want)
        huge = [(1 << 62) + 1, 3]  # beyond what a float holds
        self.assertEqual(sumlog.dotlog_counts(huge, [2, 1]), huge[0] * math.log(2))
        for x, want in ([0], 0.0), ([INF], 0.0), ([-1], 0.0), ([NAN], NAN):
            self.assertEqual(bits(sumlog.dotlog_counts([0], x)), bits(want))
        for x, want in ([0], -INF), ([INF], INF), ([-1], NAN):
            self.assertEqual(bits(sumlog.dotlog_counts([2], x)), bits(want))
        self.assertEqual(bits(sumlog.dotlog_counts([], [])), 0)

    def test_mistakes_of_counts(self):
        large = 1 << 63
        for counts in [1, -2], [1, large], array.array("b", [1, -1]), array.array("Q", [0, large]):
            for f in sumlog.dotlog_counts, sumlog.Product().add_counts:
                with self.assertRaisesRegex(ValueError, r"counts: counts\[1\] is negative or too"):
                    f(counts, [1, 2])
        counts = array.array("i", [1] * 10_000)
        counts[9999] = -1
        for threads in 1, 2:
            with self.assertRaisesRegex(ValueError, r"counts\[9999\] is negative"):
                sumlog.dotlog_counts(counts, X[:10_000], threads=threads)
        with self.assertRaisesRegex(TypeError, r"counts\[1\] is of type float, want an int"):
            sumlog.dotlog_counts([1, 2.0], [1, 2])
        with self.assertRaisesRegex(TypeError, "counts has the buffer format 'd', want integers"):
            sumlog.dotlog_counts(X[:2], [1, 2])
        with self.assertRaisesRegex(TypeError, "counts is of type int, want .* of integers"):
            sumlog.dotlog_counts(1, [1, 2])
        with self.assertRaisesRegex(ValueError, "counts has 1 elements, x has 2"):
            sumlog.dotlog_counts([1], [1, 2])

    def test_softmax(self):
        x = array.array("d", [7 * v for v in SIGNED[:1000]])
        log = sumlog.logsumexp(x)
        for v, p, q in zip(x, sumlog.softmax(x), sumlog.log_softmax(x)):
            self.assertTrue(math.isclose(p, math.exp(v - log), rel_tol=1e-14))
            self.assertTrue(math.isclose(q, v - log, rel_tol=1e-14, abs_tol=1e-14))
        for f in sumlog.softmax, sumlog.log_softmax:
            want = f(x)
            self.assertEqual(f(x.tolist()), want)
            self.assertEqual(f(x, None), want)
            self.assertEqual(f(x, 0), want)
            self.assertEqual(f(memoryview(x)[::-1]), want[::-1])
            small = array.array("f", x)
            self.assertEqual(f(small), f(array.array("d", small)))
            self.assertEqual(f(array.array("i", [1, 2, 3])), f([1, 2, 3]))
            same = x[:]
            self.assertIs(f(same, out=same), same)
            self.assertEqual(same, want)
            both = x + x
            view = memoryview(both)
            f(view[1:1001], out=view[:1000])
            self.assertEqual(both[:1000], f(x[1:] + x[:1]))
            self.assertEqual(f([]), array.array("d"))
            for shape in [100, 10], [10, 10, 10], [1, 1000], [1000, 1]:
                n = shape[-1]
                rows = memoryview(x).cast("B").cast("d", shape)
                want = array.array("d")
                for i in range(0, 1000, n):
                    want += f(x[i : i + n])
                for threads in 1, 3:
                    out = array.array("d", [7] * 1000)
                    self.assertIs(f(rows, out=out, threads=threads), out)
                    self.assertEqual(out, want)

    def test_special_softmax(self):
        for x, want in (
            ([0], [1.0]),
            ([1e300, 1e300], [0.5, 0.5]),
            ([-INF, 1], [0.0, 1.0]),
            ([NAN, 1], [NAN, NAN]),
            ([INF, 1], [NAN, 0.0]),
            ([-INF, -INF], [NAN, NAN]),
        ):
            self.assertEqual([*map(bits, sumlog.softmax(x))], [*map(bits, want)], x)
            logs = [-INF if v == 0 else math.log(v) for v in want]
            self.assertEqual([*map(bits, sumlog.log_softmax(x))], [*map(bits, logs)], x)
        d = array.array("d", [1, 2, 3])
        with self.assertRaisesRegex(ValueError, "softmax: out has 2 elements, want 3"):
            sumlog.softmax(d, out=d[:2])
        with self.assertRaisesRegex(ValueError, "softmax: an array has 2 dimensions, want 1"):
            sumlog.softmax(memoryview(d).cast("B").cast("d", [1, 3]))
        with self.assertRaisesRegex(TypeError, "log_softmax: x is of type int, want an array"):
            sumlog.log_softmax(3)

    def test_mistakes(self):
        with self.assertRaisesRegex(ValueError, "dotlog: w has 2 elements, x has 3"):
            sumlog.dotlog([1, 2], [1, 2, 3])
        with self.assertRaisesRegex(ValueError, "w has 1 elements, y has 2"):
            sumlog.dotlogratio([1], [1], [1, 2])
        flat, square = memoryview(X[:4]), memoryview(X[:4]).cast("B").cast("d", [2, 2])
        with self.assertRaisesRegex(ValueError, "q has 4 in another shape"):
            sumlog.relative_entropy(flat, square)
        with self.assertRaisesRegex(TypeError, r"dotlog: w\[1\] is of type str"):
            sumlog.dotlog([1, "2"], [1, 2])
        with self.assertRaisesRegex(TypeError, "misses the argument 'q'"):
            sumlog.relative_entropy([1])


class Parts(unittest.TestCase):
    def offsets(self, mean):
        """Return offsets of groups of any lengths to twice the mean, some of them empty."""
        found = [7]
        for v in numbers(0, 1000):
            size = int(v * 2e9) % (2 * mean + 1)
            if found[-1] + size > len(X):
                break
            found.append(found[-1] + size)
        return found

    def test_groups(self):
        for mean in 0, 1, 3, 7, 20, 100, 6000:
            offsets = self.offsets(mean)
            want = [bits(sumlog.sumlog(X[a:b])) for a, b in zip(offsets, offsets[1:])]
            for o in offsets, array.array("q", offsets), array.array("H", offsets):
                for threads in 1, 3:
                    got = sumlog.sumlog_groups(X, o, threads=threads)
                    self.assertEqual([*map(bits, got)], want, mean)
            out = array.array("d", [1]) * len(want)
            self.assertIs(sumlog.sumlog_groups(X, offsets, out), out)
            self.assertEqual([*map(bits, out)], want)
            view = memoryview(array.array("f", X))[::-1]
            copy = array.array("d", view.tolist())
            self.assertEqual(
                sumlog.sumlog_groups(view, offsets), sumlog.sumlog_groups(copy, offsets)
            )
        self.assertEqual(len(sumlog.sumlog_groups([], [0])), 0)
        both = X[:]
        sumlog.sumlog_groups(both, [0, 10, 100, 101], memoryview(both)[1:4])
        want = [sumlog.sumlog(X[:10]), sumlog.sumlog(X[10:100]), sumlog.sumlog(X[100:101])]
        self.assertEqual(both[1:4].tolist(), want)

    def test_long_groups(self):
        x = X * 20
        offsets = [0, 5, 5 + (1 << 18), 300_000, 600_000]
        want = [sumlog.sumlog(x[a:b]) for a, b in zip(offsets, offsets[1:])]
        for threads in 1, 4:
            self.assertEqual(sumlog.sumlog_groups(x, offsets, threads=threads).tolist(), want)

    def test_mistakes(self):
        for offsets, words in (
            ([], "empty"),
            ([0, 3, 2], r"offsets\[2\] = 2, want offsets that do not decrease"),
            ([-1, 3], r"offsets\[0\] = -1"),
            ([0, 5], r"offsets\[1\] = 5.* the 4 elements"),
            (array.array("q", [0, 1 << 62]), str(1 << 62)),
        ):
            with self.assertRaisesRegex(ValueError, words):
                sumlog.sumlog_groups([1, 2, 3, 4], offsets)
        for offsets in [0, 1.5], [0, INF], array.array("d", [0, 1]), None, memoryview(b"\0\1"):
            if type(offsets) is memoryview:
                offsets = offsets.cast("B", [1, 2])
            with self.assertRaisesRegex(TypeError, "sumlog_groups: offsets is of type .*"):
                sumlog.sumlog_groups([1, 2, 3, 4], offsets)
        with self.assertRaisesRegex(ValueError, "out has 2 elements, want 1"):
            sumlog.sumlog_groups(X, [0, 2], X[:2])
        with self.assertRaisesRegex(ValueError, "out is in the memory of x"):
            sumlog.sumlog_groups(X, [0, 2], memoryview(X)[:1])
        with self.assertRaisesRegex(ValueError, "x has 1 dimensions, want 2"):
            sumlog.sumlog_columns(X)

    def test_columns(self):
        for rows in 100, 10_000, 3, 30_000, 1, 20:
            cols = len(X) // rows
            matrix = memoryview(X).cast("B").cast("d", [rows, cols])
            want = [bits(sumlog.sumlog(X[c::cols])) for c in range(cols)]
            for threads in 1, 3:
                got = sumlog.sumlog_columns(matrix, threads=threads)
                self.assertEqual([*map(bits, got)], want)
            out = array.array("d", [1]) * cols
            self.assertIs(sumlog.sumlog_columns(matrix[::-1], out), out)
            backwards = [bits(sumlog.sumlog(X[c::cols][::-1])) for c in range(cols)]
            self.assertEqual([*map(bits, out)], backwards)


if __name__ == "__main__":
    unittest.main()
