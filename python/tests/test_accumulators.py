"""The classes Log1pSum, DotLogSum and ExpSum. Product has tests of its own."""

import array
import copy
import math
import pickle
import struct
import threading
import unittest

import sumlog
from tests.support import bits, numbers

INF, NAN = math.inf, math.nan
X = array.array("d", numbers(0, 100_000))
W = array.array("d", numbers(3, 100_000))


def result(a):
    return a.log() if isinstance(a, sumlog.ExpSum) else a.sum()


CLASSES = (  # with arrays, and the function over all elements
    (sumlog.Log1pSum, (X,), sumlog.sumlog1p),
    (sumlog.DotLogSum, (W, X), sumlog.dotlog),
    (sumlog.ExpSum, (X,), sumlog.logsumexp),
)
FORMS = (  # what Go writes
    (sumlog.Log1pSum(), "11003ff0" + 38 * "00"),
    (
        sumlog.Log1pSum([0.5, 2, -0.25, 1e-12]),
        "11003ffb000000001db0bc867b014281a8000000000000000001" + 16 * "00",
    ),
    (sumlog.DotLogSum(), "21" + 25 * "00"),
    (
        sumlog.DotLogSum([1, 2, 3], [2, 3, 0.5]),
        "21003fe9f323ecbf9850bcc03549e3b000004013e116bcd39e7d",
    ),
    (sumlog.ExpSum(), "3100fff0" + 22 * "00"),
    (sumlog.ExpSum([1, 2, 3.5]), "3100400c0000000000003ff59c8461054d08bc983baae7707414"),
    (sumlog.ExpSum([NAN]), "3101fff0" + 22 * "00"),
)


class Accumulators(unittest.TestCase):
    def test_parts(self):
        for kind, arrays, function in CLASSES:
            want = bits(function(*arrays))
            for part in 4096, 40_960, len(X):
                added, merged, joined = kind(), kind(), kind()
                for i in range(0, len(X), part):
                    piece = [a[i : i + part] for a in arrays]
                    added.add(*piece, threads=2)
                    merged.merge(kind(*piece))
                    joined += kind(*piece)
                self.assertEqual(bits(result(added)), want, kind)
                self.assertEqual(bits(result(kind(*arrays))), want)
                if part == 4096:
                    self.assertEqual(merged, added)
                    self.assertEqual(joined, added)
                    self.assertEqual(bits(result(joined)), want)

    def test_ratios(self):
        s = sumlog.DotLogSum()
        s.add_ratio(W, X, W, threads=3)
        self.assertEqual(bits(s.sum()), bits(sumlog.dotlogratio(W, X, W)))
        self.assertFalse(s.cancels())
        self.assertGreaterEqual(s.magnitude(), abs(s.sum()))
        s = sumlog.DotLogSum([1, -1], [2, 2.0000001])
        self.assertTrue(s.cancels())

    def test_numbers(self):
        """A number stands for an array of equal ones."""
        for kind, arrays, _ in CLASSES:
            one, other = kind(), kind(*(a[:1] for a in arrays))
            one.add(*(a[0] for a in arrays))
            self.assertEqual(one, other)
            self.assertEqual(kind(*(2 for _ in arrays)), kind(*([2.0] for _ in arrays)))
        self.assertEqual(sumlog.DotLogSum(2, X), sumlog.DotLogSum([2] * len(X), X))
        self.assertEqual(sumlog.Product(3), sumlog.Product([3]))

    def test_types_and_layouts(self):
        small, view = array.array("f", X), memoryview(X)
        for kind, arrays, _ in CLASSES:
            n = len(arrays)
            for x in small, view[::-1], view[5:5000:7], X[:9].tolist(), array.array("i", range(9)):
                copied = array.array("d", x)
                self.assertEqual(kind(*([x] * n)), kind(*([copied] * n)))
            self.assertEqual(kind(*([[]] * n)), kind())

    def test_special_values(self):
        for s, want in (
            (sumlog.Log1pSum(), 0.0),
            (sumlog.Log1pSum([-1, 5]), -INF),
            (sumlog.Log1pSum([-1, INF]), NAN),
            (sumlog.Log1pSum([-2]), NAN),
            (sumlog.DotLogSum(), 0.0),
            (sumlog.DotLogSum([0, 1], [0, 1]), 0.0),
            (sumlog.DotLogSum([1], [0]), -INF),
            (sumlog.DotLogSum([1, -1], [0, 0]), NAN),
            (sumlog.ExpSum(), -INF),
            (sumlog.ExpSum([-INF]), -INF),
            (sumlog.ExpSum([1, INF]), INF),
            (sumlog.ExpSum([1e300, -INF]), 1e300),
            (sumlog.ExpSum([NAN, 1]), NAN),
        ):
            self.assertEqual(bits(result(s)), bits(want), s)
            for again in pickle.loads(pickle.dumps(s)), s + type(s)(), type(s)() + s:
                self.assertEqual(bits(result(again)), bits(want), s)
        self.assertEqual([sumlog.ExpSum(x).max() for x in ([], [1, 3, 2])], [-INF, 3])
        self.assertEqual(bits(sumlog.ExpSum(NAN).max()), bits(NAN))

    def test_bytes(self):
        for s, hexadecimal in FORMS:
            form, kind = bytes.fromhex(hexadecimal), type(s)
            self.assertEqual(bytes(s), form)
            self.assertIn(form, pickle.dumps(s))
            for t in kind.from_bytes(bytearray(form)), copy.deepcopy(s), copy.copy(s):
                self.assertEqual(t, s)
                self.assertEqual(bits(result(t)), bits(result(s)))
            short = f"{kind.__name__}.from_bytes: data has 1 bytes, want"
            with self.assertRaisesRegex(ValueError, short):
                kind.from_bytes(b"1")
            with self.assertRaisesRegex(ValueError, "data is no sum"):
                kind.from_bytes(b"\2" + form[1:])
            with self.assertRaisesRegex(TypeError, "from_bytes: data is of type str, want bytes"):
                kind.from_bytes("x")
        with self.assertRaisesRegex(ValueError, "data is no sum"):  # 4, of e^2 and others
            sumlog.ExpSum.from_bytes(b"1\0" + struct.pack(">3d", 2, 1, 0))

    def test_class(self):
        self.assertEqual(repr(sumlog.Log1pSum(1)), "<sumlog.Log1pSum with sum 0.6931471805599453>")
        self.assertEqual(repr(sumlog.ExpSum([2])), "<sumlog.ExpSum with log 2.0>")
        for kind, arrays, _ in CLASSES:
            s, before = kind(*arrays), kind(*arrays)
            with self.assertRaises(TypeError):
                hash(s)
            for other in sumlog.Product(), 1:
                self.assertFalse(s == other)
                with self.assertRaises(TypeError):
                    s + other
                with self.assertRaisesRegex(
                    TypeError, f"{kind.__name__}.merge: other is of type {type(other).__name__}"
                ):
                    s.merge(other)
            self.assertFalse(s != before or s == kind())
            with self.assertRaisesRegex(TypeError, "misses the argument '[wx]'"):
                s.add()
            with self.assertRaisesRegex(TypeError, r"add: x\[1\] is of type str"):
                s.add(*[[1, 2]] * (len(arrays) - 1), [1, "x"])
            with self.assertRaisesRegex(TypeError, "takes .*x and nothing else"):
                kind(y=1)
            with self.assertRaisesRegex(ValueError, "threads = 0"):
                s.add(*arrays, threads=0)
            self.assertEqual(s, before)
            s.merge(s)
            self.assertEqual(s, before + before)
        with self.assertRaisesRegex(TypeError, "misses the argument 'x'"):
            sumlog.DotLogSum([1])
        with self.assertRaisesRegex(ValueError, "DotLogSum.add: w has 1 elements, x has 2"):
            sumlog.DotLogSum().add([1], [1, 2])
        with self.assertRaisesRegex(ValueError, r"Product.add_counts: counts\[1\] is negative"):
            sumlog.Product().add_counts([1, -1], [1, 2])

    def test_threads(self):
        """No element is lost: either a thread's elements are in, or it got an error."""
        x, s, added = X * 20, sumlog.Log1pSum(), []

        def add():
            for _ in range(3):
                try:
                    s.add(x)
                    added.append(1)
                except RuntimeError as e:
                    assert "Log1pSum: another thread" in str(e)

        threads = [threading.Thread(target=add) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        want = sumlog.Log1pSum()
        for _ in added:
            want.add(x)
        self.assertGreater(len(added), 0)
        self.assertEqual(s, want)


if __name__ == "__main__":
    unittest.main()
