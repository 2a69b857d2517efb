"""The class Product."""

import array
import copy
import math
import pickle
import threading
import unittest

import sumlog
from tests.support import bits, numbers

X = array.array("d", numbers(2, 100_000))


class Product(unittest.TestCase):
    def test_parts(self):
        want = sumlog.sumlog(X)
        for part in 4096, 40_960, len(X):
            p, merged = sumlog.Product(), sumlog.Product()
            for i in range(0, len(X), part):
                p.add(X[i : i + part], threads=2)
                merged.merge(sumlog.Product(X[i : i + part]))
            self.assertEqual(bits(p.log()), bits(want))
            self.assertEqual(merged.log(), want)
        self.assertEqual(p, sumlog.Product(X))
        self.assertNotEqual(p, sumlog.Product(X[1:]))
        self.assertFalse(p == 1 or p != copy.copy(p))

    def test_times(self):
        p, q = sumlog.Product(X[:4096]), sumlog.Product(X[4096:8192])
        before = copy.copy(p)
        self.assertEqual((p * q).log(), sumlog.sumlog(X[:8192]))
        self.assertEqual(p, before)
        p *= q
        self.assertEqual(p.log(), sumlog.sumlog(X[:8192]))
        with self.assertRaises(TypeError):
            p * 2

    def test_div(self):
        p = sumlog.Product([6])
        p.div(3)
        self.assertEqual(p, sumlog.Product([2]))
        p.div(7)
        self.assertEqual(p.log(), math.log(2 / 7))
        for x, want in (0, math.inf), (-0.0, math.inf), (math.inf, -math.inf), (-3, math.nan):
            q = copy.copy(p)
            q.div(x)
            self.assertEqual(bits(q.log()), bits(want), x)
        with self.assertRaisesRegex(TypeError, "Product.div: x is of type str"):
            p.div("3")
        self.assertEqual(p.log(), math.log(2 / 7))

    def test_frexp(self):
        self.assertEqual(sumlog.Product().frexp(), (0.5, 1))
        self.assertEqual(sumlog.Product([3, 0.25]).frexp(), math.frexp(0.75))
        self.assertEqual(sumlog.Product([1.5 * 2.0**1000] * 4).frexp(), (1.5**4 / 8, 4003))
        for x, want in ([0.0], 0.0), ([math.inf], math.inf), ([-1], math.nan):
            m, e = sumlog.Product(x).frexp()
            self.assertEqual((bits(m), e), (bits(want), 0))

    def test_bytes(self):
        for x in [], [2], [-1], [0], [float("inf")], X:
            p = sumlog.Product(x)
            form = bytes(p)
            self.assertEqual(len(form), 26)
            self.assertIn(form, pickle.dumps(p))
            for q in pickle.loads(pickle.dumps(p)), copy.deepcopy(p), p.from_bytes(bytearray(form)):
                self.assertEqual(q, p)
                self.assertEqual(bits(q.log()), bits(p.log()))
        # What Go writes for the product of nothing.
        self.assertEqual(bytes(sumlog.Product()), b"\1\0\x3f\xf0" + bytes(22))
        for wrong, word in (b"", "0 bytes, want 26"), (bytes(26), "no product"):
            with self.assertRaisesRegex(ValueError, word):
                sumlog.Product.from_bytes(wrong)
        with self.assertRaisesRegex(TypeError, "str"):
            sumlog.Product.from_bytes("x")

    def test_class(self):
        self.assertEqual(repr(sumlog.Product([2])), "<sumlog.Product with log 0.6931471805599453>")
        with self.assertRaises(TypeError):
            hash(sumlog.Product())
        with self.assertRaisesRegex(TypeError, "int"):
            sumlog.Product().merge(3)
        p = sumlog.Product([2])
        with self.assertRaises(TypeError):
            p.add([1, "x"])
        self.assertEqual(p, sumlog.Product([2]))
        p.merge(p)
        self.assertEqual(p.log(), sumlog.sumlog([2, 2]))

    def test_threads(self):
        """No factor is lost: either a thread's numbers are in, or it got an error."""
        x, p, added = X * 20, sumlog.Product(), []

        def add():
            for _ in range(5):
                try:
                    p.add(x)
                    added.append(1)
                except RuntimeError as e:
                    assert "another thread" in str(e)

        threads = [threading.Thread(target=add) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        want = sumlog.Product()
        for _ in added:
            want.add(x)
        self.assertGreater(len(added), 0)
        self.assertEqual(p, want)


if __name__ == "__main__":
    unittest.main()
