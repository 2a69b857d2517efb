"""Sums over all elements, over groups and over columns, without NumPy."""

import array
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
        for rows, cols in (100, 300), (10_000, 3), (3, 10_000), (30_000, 1), (1, 30_000):
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
