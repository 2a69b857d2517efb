"""Arrays of NumPy: counts, softmax, accumulators, and small arrays."""

import unittest

try:
    import numpy as np

    import sumlog.numpy as un
except ImportError as error:
    raise unittest.SkipTest(str(error)) from error

import sumlog

A = np.random.default_rng(1).random((30, 40, 50)) * 5
M = A.reshape(300, 200)


class Arrays(unittest.TestCase):
    def test_counts(self):
        """Counts are integers, where all else is float64."""
        x = np.random.default_rng(4).random((3, 3 * 4096 + 5, 5)) + 0.1
        counts = (x * 50).astype(np.int32)[::-1]
        for cut in np.s_[:, :7, :], np.s_[:, ::-3, ::2], np.s_[:, :0], np.s_[:]:
            n, y = counts[cut], x[cut]
            want = [
                sumlog.dotlog_counts(n[i, :, j].tolist(), y[i, :, j].tolist())
                for i in range(n.shape[0])
                for j in range(n.shape[2])
            ]
            for dtype in np.int8, np.int64, np.uint64:
                got = sumlog.dotlog_counts(n.astype(dtype), y, axis=1)
                np.testing.assert_array_equal(got.ravel(), want)
            for threads in 1, 3:
                got = sumlog.dotlog_counts(n, y, axis=1, threads=threads)
                np.testing.assert_array_equal(got.ravel(), want)
            np.testing.assert_array_equal(un.dotlog_counts(n, y, axis=1).ravel(), want)
        self.assertTrue(np.isnan(un.dotlog_counts([1, -1], [1.0, 2.0])))

    def test_softmax(self):
        """The bits of the functions of a contiguous copy of a row, by all layouts."""
        x = np.random.default_rng(7).random((3, 4, 1000)) * 30 - 20
        for name in "softmax", "log_softmax":
            ufunc, function = getattr(un, name), getattr(sumlog, name)
            for a in x, x[:, ::-1, ::3], np.asfortranarray(x), x[:, :, 0], x[:, :0], x[..., :0]:
                for axis in range(a.ndim):
                    want = a
                    if a.size:
                        want = np.apply_along_axis(lambda r: function(r.tolist()), axis, a)
                    np.testing.assert_array_equal(ufunc(a, axis=axis), want)
                    for threads in 1, 3:
                        got = function(a, axis, threads=threads)
                        np.testing.assert_array_equal(got, want)
                        out = np.empty(a.shape)
                        self.assertIs(function(a, axis, out=out, threads=threads), out)
                        np.testing.assert_array_equal(out, want)
            self.assertIn("No warnings", ufunc.__doc__)
            self.assertIn("Max error", function.__doc__)
            for axis in None, (0, 2), (2, 0), (-1, 0, 1):
                flat = function(x, axis)
                try:
                    from scipy import special
                except ImportError:
                    continue
                np.testing.assert_allclose(flat, getattr(special, name)(x, axis), rtol=1e-11)
            small = np.float32(x)
            np.testing.assert_array_equal(function(small), function(np.float64(small)))
            np.testing.assert_array_equal(function(np.arange(3)), function([0, 1, 2]))
            np.testing.assert_array_equal(function(np.array([1, 2], ">f8")), function([1, 2]))
            same = x.copy()
            self.assertIs(function(same, out=same), same)
            np.testing.assert_array_equal(same, function(x))
            masked = function(np.ma.array([1.0, 5, 2], mask=[0, 1, 0]))
            self.assertEqual(masked.mask.tolist(), [False, True, False])
            self.assertEqual(masked.compressed().tolist(), function([1, 2]).tolist())
            with self.assertRaisesRegex(ValueError, f"{name}: axis = 3, x has 3 dimensions"):
                function(x, 3)
            with self.assertRaisesRegex(ValueError, f"{name}: out has shape"):
                function(x, out=np.empty(3))
            with self.assertRaisesRegex(TypeError, "complex128"):
                function(x + 1j)

    def test_elementwise_of_small_arrays(self):
        """By the ufunc itself: what it gives of dimensions, strides, out and special kinds."""
        x, y = M[:3, :4].copy(), M[3:6, 4:8].copy()
        for f, u, args in (
            (sumlog.log, un.log, (x,)),
            (sumlog.xlogy, un.xlogy, (x, y)),
            (sumlog.xlogy, un.xlogy, (x, y[0])),
            (sumlog.xlogy, un.xlogy, (2, y)),
            (sumlog.xlogy, un.xlogy, (x.T[::-1], 2.5)),
            (sumlog.logaccumulate, un.logaccumulate, (x, 5)),
        ):
            want = u(*args)
            self.assertIs(type(f(*args)), np.ndarray)
            np.testing.assert_array_equal(f(*args), want)
            np.testing.assert_array_equal(f(*args, threads=2), want)
            for out in np.empty(want.shape), np.empty(want.shape[::-1]).T:
                self.assertIs(f(*args, out), out)
                np.testing.assert_array_equal(out, want)
                self.assertIs(f(*args, out=out, threads=1), out)
        np.testing.assert_array_equal(sumlog.logaccumulate(x, True), un.log1p(x))
        self.assertIs(type(sumlog.log(np.array(2.0))), np.float64)
        self.assertEqual(sumlog.log(np.empty((0, 3))).shape, (0, 3))
        with self.assertRaises(ValueError):
            sumlog.xlogy(x, np.ones(3))
        with self.assertRaisesRegex(ValueError, "terms = -1"):
            sumlog.logaccumulate(x, -1)
        with self.assertRaises(TypeError):
            sumlog.log(x, out=x.tolist())
        un.report_errors()
        self.addCleanup(un.report_errors, False)
        with np.errstate(all="raise"), self.assertRaises(FloatingPointError):
            sumlog.log(np.zeros(3))

    def test_accumulators(self):
        x = A[0]
        masked = np.ma.array(x, mask=x > 4)
        for kind in sumlog.Product, sumlog.Log1pSum, sumlog.ExpSum:
            want = kind(x.ravel().tolist())
            self.assertEqual(kind(x), want)
            self.assertEqual(kind(np.asfortranarray(x)), want)
            self.assertEqual(kind(x.astype(">f8")), want)
            self.assertEqual(kind(np.float32(x)), kind(np.float32(x).ravel().tolist()))
            self.assertEqual(kind(masked), kind(masked.compressed()))
            self.assertEqual(kind(np.float64(2)), kind([2]))
            self.assertEqual(kind(np.float32(2)), kind([2]))
            with self.assertRaisesRegex(TypeError, "complex128, want float64"):
                kind(x + 1j)
        w = x[::-1]
        want = sumlog.DotLogSum(w.ravel().tolist(), x.ravel().tolist())
        self.assertEqual(sumlog.DotLogSum(w, x), want)
        self.assertEqual(sumlog.DotLogSum(2, x), sumlog.DotLogSum(np.full(x.shape, 2), x))
        kept = x <= 4
        self.assertEqual(sumlog.DotLogSum(w, masked), sumlog.DotLogSum(w[kept], x[kept]))
        with self.assertRaisesRegex(ValueError, "w has 10 elements, x has 2000"):
            sumlog.DotLogSum(w[0, :10], x)
        p, n = sumlog.Product(), np.int16(10 * w)
        p.add_counts(n, masked)
        self.assertEqual(p.log(), sumlog.dotlog_counts(n[kept], x[kept]))
        for wrong in n * 1.0, n * 1j:
            with self.assertRaisesRegex(TypeError, f"counts has the dtype {wrong.dtype}, want int"):
                p.add_counts(wrong, x)
        with self.assertRaisesRegex(ValueError, "add_counts: counts"):
            p.add_counts(-n, masked)


if __name__ == "__main__":
    unittest.main()
