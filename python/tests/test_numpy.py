"""Arrays of NumPy and of libraries that take part in its ufuncs."""

import copy
import unittest
import warnings

try:
    import numpy as np

    import sumlog.numpy as un
except ImportError as error:
    raise unittest.SkipTest(str(error)) from error

import sumlog
from tests.support import run_python

A = np.random.default_rng(1).random((30, 40, 50)) * 5
M = A.reshape(300, 200)
UFUNCS = [name for name in un.__all__ if isinstance(getattr(un, name), np.ufunc)]


class Ufuncs(unittest.TestCase):
    def test_elementwise(self):
        want = np.array([sumlog.log(v) for v in M.ravel().tolist()]).reshape(M.shape)
        np.testing.assert_array_equal(un.log(M), want)
        np.testing.assert_array_equal(un.log(M.T), want.T)
        np.testing.assert_array_equal(un.log(M[::3, ::-7]), want[::3, ::-7])
        np.testing.assert_array_equal(un.log(np.float32(M)), un.log(np.float64(np.float32(M))))
        self.assertEqual(un.log(np.float32([1, 2])).dtype, np.float64)
        np.testing.assert_array_equal(un.log([1, 2, 3]), sumlog.log([1, 2, 3]))
        out, where = np.full(M.shape, -7.0), M > 2
        self.assertIs(un.log(M, out=out, where=where), out)
        np.testing.assert_array_equal(out, np.where(where, want, -7))
        same = M.copy()
        un.log(same[1:], out=same[:-1])  # NumPy copies what overlaps
        np.testing.assert_array_equal(same[:-1], want[1:])

    def test_all_functions(self):
        """Each ufunc has the bits of the function, contiguous or not, on one thread or more."""
        x, y = np.random.default_rng(5).random((2, 100, 100)) * 20
        for name in (n for n in UFUNCS if getattr(un, n).signature is None):
            with self.subTest(name):
                ufunc, function = getattr(un, name), getattr(sumlog, name)
                y = x.astype(np.int64) if "accumulate" in name else y
                args = (x, y)[: ufunc.nin]
                want = np.empty(x.shape)
                for i in np.ndindex(x.shape):
                    want[i] = function(*(a[i].item() for a in args))
                np.testing.assert_array_equal(ufunc(*args), want)
                np.testing.assert_array_equal(ufunc(*(a.T for a in args)), want.T)
                np.testing.assert_array_equal(ufunc(*(a[::2, ::3] for a in args)), want[::2, ::3])
                if "accumulate" in name:
                    args, want = (x, 7), ufunc(x, 7)
                for threads in 1, 2:
                    np.testing.assert_array_equal(function(*args, threads=threads), want)
                self.assertIn("No warnings", ufunc.__doc__)
                self.assertIn("Max error", function.__doc__)

    def test_broadcast(self):
        x, y = M[:20, :1], M[0]
        want = un.xlogy(x, y)
        self.assertEqual(want.shape, (20, 200))
        for threads in 1, 2:
            np.testing.assert_array_equal(sumlog.xlogy(x, y, threads=threads), want)
            np.testing.assert_array_equal(
                sumlog.xlogy(2, M, threads=threads), un.xlogy(np.float64(2), M)
            )
            with self.assertRaises(ValueError):
                sumlog.xlogy(M, M[:, :7], threads=threads)
            with self.assertRaisesRegex(TypeError, "complex128"):
                sumlog.xlogy(M, M + 1j, threads=threads)
        np.testing.assert_array_equal(sumlog.xlogy(x.tolist(), y), want)
        got = sumlog.logbinom(np.array([5, 6]), [2, 3])
        np.testing.assert_allclose(got, np.log([10, 20]), rtol=1e-15)

    def test_terms(self):
        terms = np.array([[0], [1], [7], [1000], [1000]])
        got = un.logaccumulate(M[0], terms)
        self.assertEqual(got.shape, (5, 200))
        for row, n in zip(got, terms.ravel().tolist()):
            np.testing.assert_array_equal(row, sumlog.logaccumulate(M[0].tolist(), n))
        np.testing.assert_array_equal(sumlog.logaccumulate(M[0], terms), got)
        counts = terms.ravel()
        np.testing.assert_array_equal(
            sumlog.logaccumulate(2.5, counts), un.logaccumulate(2.5, counts)
        )
        np.testing.assert_array_equal(sumlog.logaccumulate(M[0], np.int32(7)), got[2])
        np.testing.assert_array_equal(
            un.logaccumulate_direct(M[0], 7), sumlog.logaccumulate_direct(M[0], 7)
        )
        self.assertTrue(np.isnan(un.logaccumulate(1.0, -1)))
        with self.assertRaisesRegex(ValueError, "negative"):
            sumlog.logaccumulate(M[0, :2], [-1, 2])
        with self.assertRaisesRegex(ValueError, "terms = -1"):
            sumlog.logaccumulate(M[0], np.int64(-1))

    def test_rows(self):
        want = np.array([sumlog.sumlog(row) for row in M])
        np.testing.assert_array_equal(un.sumlog_rows(M), want)
        np.testing.assert_array_equal(un.sumlog_rows(M.T, axis=0), want)
        np.testing.assert_array_equal(un.sumlog_rows(M, keepdims=True), want[:, None])
        out = np.empty(600)[::2]
        self.assertIs(un.sumlog_rows(M, out=out), out)
        np.testing.assert_array_equal(out, want)
        # Rows of all sorts of layouts have the bits of contiguous ones.
        long = np.random.default_rng(2).random((3 * 4096 + 5, 11)) + 0.1
        for a in M[:, 20:90], M[::2, ::3], M[::-1, ::-1], M[:5, :1], long.T, long.T[:, 5000:], long:
            want = [sumlog.sumlog(np.ascontiguousarray(row)) for row in a]
            np.testing.assert_array_equal(un.sumlog_rows(a), want)
            np.testing.assert_array_equal(sumlog.sumlog_rows(a), want)
            np.testing.assert_array_equal(sumlog.sumlog_rows(a, threads=3), want)
        self.assertEqual(un.sumlog_rows(np.empty((3, 0))).tolist(), [0, 0, 0])
        self.assertEqual(un.sumlog_rows(np.empty((0, 3))).tolist(), [])

    def test_sums(self):
        """Each generalized ufunc has the bits of its function of a contiguous copy of a row."""
        random = np.random.default_rng(4)
        long = random.random((3, 3 * 4096 + 5, 5))
        signs = np.copysign(long, random.random(long.shape) - 0.5)
        for name in (n for n in UFUNCS if (getattr(un, n).signature or "").endswith("()")):
            if "rows" in name or "counts" in name:
                continue
            ufunc, function = getattr(un, name), getattr(sumlog, name)
            inputs = long.copy()
            if name in ("dotlog", "sumlogabs"):
                inputs[0] = signs[0]
            if name == "dotlog":  # of which some cancel
                inputs[0, :, 0], inputs[1, :, 0] = 1, np.exp(signs[1, :, 0])
            for cut in np.s_[:, :7, :], np.s_[:, ::-3, ::2], np.s_[:, :0], np.s_[:]:
                arrays = inputs[cut][: ufunc.nin]
                with self.subTest(name, shape=arrays.shape):
                    columns = arrays.transpose(2, 0, 1)
                    want = np.array([function(*np.ascontiguousarray(c)) for c in columns])
                    got = ufunc(*arrays, axis=0)
                    np.testing.assert_array_equal(np.transpose(got), want)
                    np.testing.assert_array_equal(ufunc(*(a.T for a in arrays)), got)
                    np.testing.assert_array_equal(ufunc(*(a.T.copy() for a in arrays)), got)
                    for threads in 1, 3:
                        shared = function(*arrays, axis=0, threads=threads)
                        np.testing.assert_array_equal(shared, got)
            self.assertIn("No warnings", ufunc.__doc__)
            self.assertIn("Max error" if name != "sumlogabs" else "Error", function.__doc__)

    def test_blocks_of_rows(self):
        """Rows that are taken together have the bits of each by itself, however they lie."""
        x = np.random.default_rng(9).random((2, 1300, 40)) + 0.1
        x[:, 100::97, ::3] = np.nan
        x[:, 101::97, 1::3] = -np.inf
        x[:, 102::97, 2] = 1e13
        x[:, 103::97] = 1e-310
        x[0, 104::97, ::2] *= -1  # weights: terms cancel
        once = np.broadcast_to(x[:, 1:2], x.shape)
        for a in (
            *(x, x[..., :8].copy(), x[..., :8], x[..., :3], x[:, ::-2, ::-1], x[:, :5, :12].copy()),
            *(x.transpose(0, 2, 1), x[:, :70, 1:2], once, x[:, :1], x[:, :0]),
        ):
            for name in "logsumexp", "dotlog", "entropy", "softmax", "log_softmax":
                ufunc, function = getattr(un, name), getattr(sumlog, name)
                rows = a[: ufunc.nin]
                with self.subTest(name, shape=a.shape, strides=a.strides):
                    want = [function(*r.copy()) for r in rows.transpose(1, 0, 2)]
                    want = np.reshape(want, rows.shape[1 : 3 if "softmax" in name else 2])
                    out = np.empty((*want.shape, 2))[..., 0]
                    np.testing.assert_array_equal(ufunc(*rows, out=out), want)
                    np.testing.assert_array_equal(ufunc(*rows), want)
                    for axis in 1, -1:
                        got = function(*rows, axis)
                        np.testing.assert_array_equal(got, want)
                        self.assertIs(type(got), np.ndarray)
                        np.testing.assert_array_equal(function(*rows, axis, threads=3), want)
                    if ufunc.nin == 2:
                        one = np.repeat(rows[0][:1], rows.shape[1], 0)
                        want = ufunc(one, rows[1])
                        np.testing.assert_array_equal(ufunc(rows[0][:1], rows[1]), want)
                        np.testing.assert_array_equal(function(rows[0][:1], rows[1], 1), want)

    def test_last_axis(self):
        """What needs sumlog._arrays gets there, although the axis is the last one."""
        self.assertIs(type(sumlog.logsumexp(M[0], axis=-1)), float)
        self.assertEqual(sumlog.dotlog(M[0], M[1], 0), sumlog.dotlog(M[0], M[1]))
        for x in np.arange(1, 7).reshape(2, 3), np.float32([[1, 2], [3, 4]]), M[:2, None, :3]:
            want = np.log(np.float64(x)).sum(axis=-1)
            np.testing.assert_allclose(sumlog.sumlog(x, axis=-1), want, rtol=1e-14)
            np.testing.assert_allclose(sumlog.dotlog(np.ones(x.shape[-1]), x, -1), want, rtol=1e-14)
        with self.assertRaisesRegex(ValueError, "counts"):
            sumlog.dotlog_counts(np.array([[1, -1]]), np.ones((1, 2)), axis=1)
        for axis in 2, -3, 1 << 70:
            with self.assertRaisesRegex(ValueError, "axis"):
                sumlog.logsumexp(M, axis=axis)
        for axis in "x", True:
            with self.assertRaises(TypeError):
                sumlog.logsumexp(M, axis=axis)
        m = M.view(np.matrix)
        self.assertIs(type(sumlog.dotlog(m, m)), float)
        np.testing.assert_array_equal(sumlog.dotlog(m, m, axis=()), sumlog.dotlog(M, M, axis=()))

    def test_no_warnings(self):
        x = np.array([0.0, -1.0, np.nan, np.inf, 5e-324, 2.0])
        with warnings.catch_warnings(), np.errstate(all="warn"):
            warnings.simplefilter("error")
            for f in (
                *(un.log, lambda x: un.logaccumulate(x - 1, 5), un.sumlog_rows, sumlog.sumlog),
                *(un.sumlog1p, un.logsumexp, un.sumlogabs, un.entropy, lambda x: un.dotlog(x, x)),
                lambda x: sumlog.dotlogratio(x, x, x[::-1]),
                *(un.softmax, un.log_softmax, sumlog.softmax, sumlog.log),
                lambda x: un.dotlog_counts(np.arange(x.shape[-1]), x),
            ):
                f(x)
                f(x[::2])
                f(np.tile(x, 1000).reshape(1000, 6).T)


class Functions(unittest.TestCase):
    def test_axes(self):
        """As numpy.sum."""
        for x in A, A.transpose(2, 0, 1), A[::2, ::-1], np.asfortranarray(A), np.float32(A):
            for axis in None, 0, 1, -1, (0, 1), (-1, 0), (0, 1, 2), ():
                for keepdims in False, True:
                    want = np.log(np.float64(x)).sum(axis=axis, keepdims=keepdims)
                    got = sumlog.sumlog(x, axis, keepdims=keepdims, threads=2)
                    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)
                    self.assertEqual(np.shape(got), np.shape(want))
                    if np.ndim(want):
                        out = np.empty(want.shape)
                        self.assertIs(
                            sumlog.sumlog(x, axis, out=out, keepdims=keepdims), out
                        )
                        np.testing.assert_array_equal(out, got)
        self.assertIs(type(sumlog.sumlog(A)), float)
        self.assertEqual(sumlog.sumlog(A), sumlog.sumlog(A.ravel().tolist()))
        np.testing.assert_array_equal(sumlog.sumlog(M, axis=0), sumlog.sumlog_rows(M.T))
        np.testing.assert_array_equal(
            sumlog.sumlog([[1, 2], [3, 4]], axis=1), sumlog.sumlog_rows(np.array([[1, 2], [3, 4]]))
        )
        for axis, error in (3, ValueError), (-4, ValueError), ((0, 0), ValueError):
            with self.assertRaisesRegex(error, "axis"):
                sumlog.sumlog(A, axis=axis)
        with self.assertRaisesRegex(ValueError, "shape"):
            sumlog.sumlog(A, axis=0, out=np.empty(3))

    def test_axes_of_sums(self):
        """Broadcast as by NumPy's operators, and as numpy.sum."""
        w, x, y = np.random.default_rng(6).random((3, 20, 30, 40)) + 0.5
        for f, of_terms, inputs in (
            (sumlog.sumlog1p, np.log1p, [x]),
            (sumlog.entropy, lambda p: -p * np.log(p), [x]),
            (sumlog.dotlog, lambda w, x: w * np.log(x), [w[0], x]),
            (sumlog.relative_entropy, lambda p, q: p * np.log(p / q), [x.T, y.T]),
            (sumlog.dotlogratio, lambda w, x, y: w * np.log(x / y), [2.5, x, y[:, :1]]),
            (sumlog.dotlog_counts, lambda n, x: n * np.log(x), [np.int16(10 * w[0]), x]),
        ):
            for axis in None, 0, 1, -1, (0, 1), (-1, 0), ():
                for keepdims in False, True:
                    want = of_terms(*inputs).sum(axis=axis, keepdims=keepdims)
                    got = f(*inputs, axis, keepdims=keepdims, threads=2)
                    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-11)
                    self.assertEqual(np.shape(got), np.shape(want))
                    if np.ndim(want):
                        out = np.empty(want.shape)
                        self.assertIs(f(*inputs, axis, out=out, keepdims=keepdims), out)
                        np.testing.assert_array_equal(out, got)
            with self.assertRaisesRegex(ValueError, f"{f.__name__}: axis = 7"):
                f(*inputs, axis=7)
        self.assertIs(type(sumlog.dotlog(w, x)), float)
        self.assertEqual(sumlog.dotlog(w, x), sumlog.dotlog(w.ravel().tolist(), x.ravel().tolist()))
        sign, log = sumlog.sumlogabs(x - 1, axis=1)
        np.testing.assert_array_equal(sign, np.sign(x - 1).prod(axis=1))
        np.testing.assert_allclose(log, np.log(np.abs(x - 1)).sum(axis=1), rtol=1e-9)
        np.testing.assert_array_equal(
            sumlog.sumlogabs(x, axis=1)[1], sumlog.sumlog(x, axis=1, threads=3)
        )

    def test_where(self):
        """As numpy.sum: what is not selected counts for nothing."""
        x, w = A.copy(), A[::-1] + 1
        x[:, 3] = -1
        where = A > 1
        where[:, 3] = False
        counts = np.int64(w)
        cases = (
            ("sumlog", (x,), np.log(A)),
            ("sumlog1p", (x,), np.log1p(A)),
            ("sumlogabs", (x,), np.log(A)),
            ("dotlog", (w, x), w * np.log(A)),
            ("dotlog_counts", (counts, x), counts * np.log(A)),
            ("entropy", (x,), -A * np.log(A)),
            ("dotlogratio", (w, x, w), w * np.log(A / w)),
            ("relative_entropy", (w, x), w * np.log(w / A)),
        )
        for mask in where, where[0] & where[1], np.False_:
            for axis in None, 0, (1, 2):
                for name, inputs, terms in cases:
                    with self.subTest(name, shape=mask.shape, axis=axis):
                        got = getattr(sumlog, name)(*inputs, axis=axis, where=mask)
                        got = got[1] if name == "sumlogabs" else got
                        want = terms.sum(axis=axis, where=mask)
                        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-9)
                got = sumlog.logsumexp(x, axis=axis, where=mask)
                with np.errstate(divide="ignore"):
                    want = np.log(np.exp(x).sum(axis=axis, where=mask))
                np.testing.assert_allclose(got, want, rtol=1e-12)
        self.assertEqual(sumlog.sumlog(x, where=where), sumlog.sumlog(x[where]))
        self.assertEqual(sumlog.sumlog(M, where=True), sumlog.sumlog(M))
        masked = np.ma.array(A, mask=A > 4)
        want = sumlog.sumlog(A[(A <= 4) & (A > 1)])
        self.assertEqual(sumlog.sumlog(masked, where=A > 1), want)
        with self.assertRaisesRegex(ValueError, r"sumlog.sumlog: where has shape \(2,\), want"):
            sumlog.sumlog(A, where=[True, False])

    def test_columns_and_groups(self):
        for x in A, np.float32(A), A[::2, ::-1], np.asfortranarray(A):
            for axes in 0, (0, 1), (1, 0):
                rest = np.moveaxis(x, axes, range(np.size(axes)))
                rest = rest.reshape((-1, *rest.shape[np.size(axes) :]))
                want = np.array([sumlog.sumlog(c) for c in rest.reshape(len(rest), -1).T])
                got = sumlog.sumlog(x, axes, threads=2)
                np.testing.assert_array_equal(got.ravel(), want)
            np.testing.assert_array_equal(sumlog.sumlog_columns(x), sumlog.sumlog(x, 0))
        self.assertEqual(sumlog.sumlog_columns(np.empty((0, 3))).tolist(), [0, 0, 0])
        flat, offsets = M.ravel(), np.array([0, 3, 3, 500, 10_000])
        want = np.add.reduceat(np.log(flat), [0, 3, 500])[:2]
        got = sumlog.sumlog_groups(flat, offsets)
        self.assertIs(type(got), np.ndarray)
        np.testing.assert_allclose(got[[0, 2]], want, rtol=1e-12)
        self.assertEqual(got[1], 0)
        out = np.empty(4)
        self.assertIs(sumlog.sumlog_groups(flat[::-1], offsets.astype(np.int32), out), out)
        np.testing.assert_array_equal(out, sumlog.sumlog_groups(flat[::-1].tolist(), offsets))
        with self.assertRaisesRegex(ValueError, "2 dimensions, want 1"):
            sumlog.sumlog_groups(M, offsets)
        with self.assertRaisesRegex(TypeError, "offsets is of type"):
            sumlog.sumlog_groups(flat, offsets * 1.0)

    def test_kinds(self):
        want = sumlog.sumlog([1.0, 2.0, 3.0])
        for dtype in [*"?bBhHiIlLqQefd", ">d", ">i4"]:
            x = np.array([1, 2, 3]).astype(dtype)
            one = 0.0 if dtype == "?" else want
            self.assertEqual(sumlog.sumlog(x), one, dtype)
            self.assertEqual(sumlog.Product(x).log(), one, dtype)
            for threads in 1, 2:
                np.testing.assert_array_equal(
                    sumlog.log(x, threads=threads), un.log(x.astype(np.float64))
                )
            self.assertEqual(sumlog.sumlog_rows(x[None])[0], one, dtype)
        for wrong in np.array([1j]), np.array(["a"]), np.array([None]), np.longdouble([1]):
            for f in sumlog.sumlog, sumlog.log, sumlog.sumlog_rows, sumlog.Product:
                with self.assertRaisesRegex(TypeError, f"dtype {wrong.dtype}, want float64"):
                    f(wrong)

    def test_elementwise(self):
        want = un.log(M)
        for threads in 1, 3:
            np.testing.assert_array_equal(sumlog.log(M, threads=threads), want)
            np.testing.assert_array_equal(sumlog.log(M.T, threads=threads), want.T)
            for out in np.empty(M.shape), np.empty(M.T.shape).T, np.empty(M.shape, np.longdouble):
                self.assertIs(sumlog.log(M, out, threads=threads), out)
                np.testing.assert_array_equal(out, want)
            same = M.copy()
            sumlog.log(same[::-1], same, threads=threads)
            np.testing.assert_array_equal(same, want[::-1])
            with self.assertRaisesRegex(ValueError, "shape"):
                sumlog.log(M, np.empty(M.T.shape), threads=threads)
            with self.assertRaises(TypeError):
                sumlog.log(M, np.zeros(M.shape, int), threads=threads)
        self.assertIs(type(sumlog.log(np.float64(2))), float)
        self.assertEqual(sumlog.log(np.array(2.0)), sumlog.log(2.0))
        self.assertEqual(sumlog.log([2.0], out=np.empty(1))[0], sumlog.log(2.0))

    def test_subclasses(self):
        x = np.ma.array([1.0, 2.0, 0.0, 3.0], mask=[0, 0, 1, 0])
        self.assertEqual(sumlog.sumlog(x), sumlog.sumlog([1, 2, 3]))
        self.assertEqual(sumlog.Product(x), sumlog.Product([1, 2, 3]))
        rows = sumlog.sumlog(x.reshape(2, 2), axis=1)
        self.assertEqual(rows.tolist(), [sumlog.sumlog([1, 2]), sumlog.sumlog([3])])
        w = np.array([4.0, 5.0, np.nan, 6.0])
        self.assertEqual(sumlog.dotlog(w, x), sumlog.dotlog([4, 5, 6], [1, 2, 3]))
        self.assertEqual(sumlog.dotlog(w, x, axis=0), sumlog.dotlog([4, 5, 6], [1, 2, 3]))
        self.assertEqual(sumlog.sumlog1p(x), sumlog.sumlog1p([1, 2, 3]))
        logs = sumlog.log(x)
        self.assertEqual(logs.mask.tolist(), [False, False, True, False])
        self.assertEqual(logs.compressed().tolist(), sumlog.log([1, 2, 3]).tolist())
        view = M.view(np.memmap)
        self.assertEqual(sumlog.sumlog(view), sumlog.sumlog(M))
        self.assertEqual(sumlog.sumlog(view, threads=2), sumlog.sumlog(M))

    def test_other_libraries(self):
        """Whatever has __array_ufunc__ decides by itself."""

        class Ours:
            def __array_ufunc__(self, ufunc, method, *args, **keys):
                return ufunc.__name__, method, len(args)

        self.assertEqual(sumlog.log(Ours()), ("log", "__call__", 1))
        self.assertEqual(sumlog.logaccumulate(Ours(), 3), ("logaccumulate", "__call__", 2))

    def test_pandas(self):
        try:
            import pandas as pd
        except ImportError:
            self.skipTest("pandas is not installed")
        s = pd.Series([1.0, 2.0, 3.0], index=list("abc"), name="x")
        want = pd.Series(un.log(s.values), s.index, name="x")
        pd.testing.assert_series_equal(sumlog.log(s), want)
        self.assertEqual(sumlog.sumlog(s), sumlog.sumlog([1, 2, 3]))
        self.assertEqual(sumlog.Product(s), sumlog.Product([1, 2, 3]))
        frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
        self.assertEqual(sumlog.sumlog(frame), sumlog.sumlog([1, 3, 2, 4]))
        self.assertEqual(list(sumlog.log(frame).columns), ["a", "b"])
        want = sumlog.dotlog_counts([1, 2, 3], [1, 2, 3])
        self.assertEqual(sumlog.dotlog_counts(s.astype(int), s), want)
        self.assertEqual(sumlog.DotLogSum(s, s), sumlog.DotLogSum([1, 2, 3], [1, 2, 3]))
        want = pd.Series(un.softmax(s.values), s.index, name="x")
        pd.testing.assert_series_equal(sumlog.softmax(s), want)
        rows = sumlog.log_softmax(frame, axis=0)
        self.assertEqual(list(rows.columns), ["a", "b"])
        self.assertEqual(rows["b"].tolist(), sumlog.log_softmax([3, 4]).tolist())

    def test_dask(self):
        try:
            import dask.array as da
        except ImportError:
            self.skipTest("dask is not installed")
        x = da.from_array(M, chunks=(100, 200))
        lazy = sumlog.log(x)
        self.assertIsInstance(lazy, da.Array)
        np.testing.assert_array_equal(lazy.compute(scheduler="threads"), un.log(M))
        rows = un.sumlog_rows(x)
        self.assertIsInstance(rows, da.Array)
        np.testing.assert_array_equal(rows.compute(scheduler="threads"), un.sumlog_rows(M))
        lazy = sumlog.softmax(x)
        self.assertIsInstance(lazy, da.Array)
        np.testing.assert_array_equal(lazy.compute(scheduler="threads"), un.softmax(M))
        lazy = sumlog.dotlog_counts(da.from_array(np.int64(M), chunks=(100, 200)), x, axis=1)
        want = sumlog.dotlog_counts(np.int64(M), M, axis=1)
        np.testing.assert_array_equal(lazy.compute(scheduler="threads"), want)
        rows = sumlog.sumlog(x, axis=1, where=M > 1)
        self.assertIsInstance(rows, da.Array)
        want = sumlog.sumlog(M, axis=1, where=M > 1)
        np.testing.assert_array_equal(rows.compute(scheduler="threads"), want)

    def test_without_ufuncs(self):
        """A wheel for any Python has no ufuncs, nor has one that meets another NumPy."""
        program = """
import sys; sys.modules["sumlog._ufunc"] = None
import numpy as np, sumlog
x = np.arange(1, 7).reshape(2, 3)
np.testing.assert_array_equal(sumlog.log(x), [[sumlog.log(v) for v in r] for r in x.tolist()])
np.testing.assert_array_equal(sumlog.xlogy(x, x[0]).shape, x.shape)
np.testing.assert_array_equal(sumlog.logaccumulate(x[0], 2), sumlog.log((x[0] + 1.0) * (x[0] + 2)))
np.testing.assert_array_equal(sumlog.sumlog(x, axis=1), [sumlog.sumlog(r) for r in x.tolist()])
np.testing.assert_array_equal(
    sumlog.dotlog(x, x, axis=1), [sumlog.dotlog(r, r) for r in x.tolist()])
assert sumlog.sumlogabs(-x, axis=1)[0].tolist() == [-1, -1]
np.testing.assert_array_equal(sumlog.softmax(x), [sumlog.softmax(r) for r in x.tolist()])
np.testing.assert_array_equal(sumlog.softmax(x, 0), sumlog.softmax(x.T).T)
np.testing.assert_array_equal(
    sumlog.dotlog_counts(x, x, axis=1), [sumlog.dotlog_counts(r, r) for r in x.tolist()])
try: sumlog.logaccumulate(x, x)
except ImportError as e: assert "sumlog.numpy needs" in str(e), e
else: raise SystemExit("no ImportError")
"""
        run_python(program)

    def test_large(self):
        """Above what the GIL is kept for, and through the file of a table."""
        x = np.random.default_rng(3).random(1 << 21) + 0.5
        p = sumlog.Product(x)
        for k in 1, 2, 5:
            self.assertEqual(sumlog.sumlog(x, threads=k), p.log())
            self.assertEqual(sumlog.sumlog(x[::-2], threads=k), sumlog.sumlog(x[::-2].copy()))
        self.assertEqual(copy.copy(p), p)


if __name__ == "__main__":
    unittest.main()
