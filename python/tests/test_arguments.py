"""Types, layouts and mistakes, without NumPy."""

import array
import ctypes
import importlib.metadata
import math
import unittest

import sumlog
from tests.support import bits, numbers, run_python

X = array.array("d", numbers(2, 10_000))
FUNCTIONS = {
    "sumlog": sumlog.sumlog,
    "sumlog1p": sumlog.sumlog1p,
    "sumlogabs": sumlog.sumlogabs,
    "logsumexp": sumlog.logsumexp,
    "dotlog": lambda x, **k: sumlog.dotlog([1, 2], x, **k),
    "dotlogratio": lambda x, **k: sumlog.dotlogratio([1, 2], x, [3, 4], **k),
    "dotlog_counts": lambda x, **k: sumlog.dotlog_counts([1, 2], x, **k),
    "softmax": sumlog.softmax,
    "log_softmax": sumlog.log_softmax,
    "sumlog_groups": lambda x, **k: sumlog.sumlog_groups(x, [0, 1], **k),
    "log": sumlog.log,
    "logaccumulate": lambda x, **k: sumlog.logaccumulate(x, 3, **k),
    "logaccumulate_direct": lambda x, **k: sumlog.logaccumulate_direct(x, 3, **k),
    "loggamma": sumlog.loggamma,
    "xlogy": lambda x, **k: sumlog.xlogy(x, 2.5, **k),
    "Product.add": lambda x, **k: sumlog.Product().add(x, **k),
    "Product.add_counts": lambda x, **k: sumlog.Product().add_counts([1, 2], x, **k),
    "Log1pSum.add": lambda x, **k: sumlog.Log1pSum().add(x, **k),
    "DotLogSum.add": lambda x, **k: sumlog.DotLogSum().add([1, 2], x, **k),
    "DotLogSum.add_ratio": lambda x, **k: sumlog.DotLogSum().add_ratio([1, 2], x, [1, 2], **k),
    "ExpSum.add": lambda x, **k: sumlog.ExpSum().add(x, **k),
}


class Types(unittest.TestCase):
    def test_integers_and_float32(self):
        want = sumlog.sumlog([float(i) for i in range(1, 101)])
        for code in "bBhHiIlLqQfd":
            x = array.array(code, range(1, 101))
            self.assertEqual(sumlog.sumlog(x), want, code)
            self.assertEqual(sumlog.log(x)[9], sumlog.log(10.0), code)
            self.assertEqual(sumlog.Product(x).log(), want, code)
        for kind in ctypes.c_double, ctypes.c_float, ctypes.c_int16, ctypes.c_uint8:
            self.assertEqual(sumlog.sumlog((kind * 100)(*range(1, 101))), want, kind)
        self.assertEqual(sumlog.sumlog((ctypes.c_bool * 2)(True, True)), 0)
        self.assertEqual(sumlog.sumlog(range(1, 101)), want)
        self.assertEqual(sumlog.sumlog(iter(range(1, 101))), want)

    def test_numbers(self):
        for x in 2, 2.0, True:
            self.assertIs(type(sumlog.log(x)), float)
            self.assertEqual(bits(sumlog.log(x)), bits(sumlog.log([x])[0]))
        self.assertEqual(sumlog.logaccumulate(0, 10), math.log(math.factorial(10)))
        self.assertEqual(sumlog.log([]), array.array("d"))
        self.assertEqual(bits(sumlog.sumlog([])), 0)

    def test_layouts(self):
        view = memoryview(X)
        for part in view[::2], view[::-1], view[5:100:7], view[3:], view[:0], view[:1:3]:
            copy = array.array("d", part.tolist())
            self.assertEqual(bits(sumlog.sumlog(part)), bits(sumlog.sumlog(copy)))
            self.assertEqual(sumlog.log(part), sumlog.log(copy))
            self.assertEqual(sumlog.Product(part), sumlog.Product(copy))
        matrix = view.cast("B").cast("d", [100, 100])
        self.assertEqual(bits(sumlog.sumlog(matrix)), bits(sumlog.sumlog(X)))
        scalar = memoryview(X[:1]).cast("B").cast("d", [])
        self.assertEqual(bits(sumlog.sumlog(scalar)), bits(sumlog.log(X[0])))
        bytes_ = bytearray(b"\0" + X[:1000].tobytes())
        unaligned = memoryview(bytes_)[1:].cast("d")
        self.assertEqual(bits(sumlog.sumlog(unaligned)), bits(sumlog.sumlog(X[:1000])))
        self.assertEqual(sumlog.log(unaligned), sumlog.log(X[:1000]))

    def test_two_arrays(self):
        x, y = X[:5000], array.array("f", numbers(1, 5000))
        for f in (
            sumlog.xlogy,
            sumlog.rel_entr,
            sumlog.kl_div,
            sumlog.logrising,
            sumlog.logbeta,
            sumlog.logmultichoose,
        ):
            want = [f(a, b) for a, b in zip(x, y)]
            self.assertEqual(f(x, y).tolist(), want)
            self.assertEqual(f(x, list(y)).tolist(), want)
            for out in x[:], array.array("d", y):  # in place of either
                args = (out, y) if out == x else (x, out)
                self.assertIs(f(*args, out=out, threads=2), out)
                self.assertEqual(out.tolist(), want)
            self.assertEqual(f(x, 2), f(x, [2.0] * len(x)))
            self.assertEqual(f(3, y), f([3.0] * len(y), y))
            self.assertEqual(f(3, 2, out=array.array("d", [0]))[0], f(3.0, 2.0))
            both = array.array("d", y) + array.array("d", [1])
            view = memoryview(both)
            f(x, view[:-1], out=view[1:])
            self.assertEqual(both[1:].tolist(), want)

    def test_rows(self):
        for rows, cols in (100, 100), (10_000, 1), (1, 10_000), (2, 5000), (1000, 10):
            matrix = memoryview(X).cast("B").cast("d", [rows, cols])
            want = [sumlog.sumlog(X[r * cols : (r + 1) * cols]) for r in range(rows)]
            self.assertEqual(sumlog.sumlog_rows(matrix).tolist(), want)
            self.assertEqual(sumlog.sumlog_rows(matrix[::-1]).tolist(), want[::-1])
            small = array.array("f", numbers(1, len(X)))
            want = [sumlog.sumlog(small[r * cols : (r + 1) * cols]) for r in range(rows)]
            matrix = memoryview(small).cast("B").cast("f", [rows, cols])
            self.assertEqual(sumlog.sumlog_rows(matrix).tolist(), want)
        for shape in ([3, 0], [0, 3]):
            empty = (ctypes.c_double * shape[1] * shape[0])()
            self.assertEqual(sumlog.sumlog_rows(empty).tolist(), [0.0] * shape[0])

    def test_out(self):
        want = sumlog.log(X)
        out = array.array("d", [7]) * len(X)
        self.assertIs(sumlog.log(X, out), out)
        self.assertEqual(out, want)
        same = X[:]
        self.assertIs(sumlog.log(same, out=same), same)
        self.assertEqual(same, want)
        # Beside, and backwards: as if the numbers were copied first.
        for first, second in (slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None)):
            both = X[:]
            view = memoryview(both)
            sumlog.log(view[first], out=view[second])
            self.assertEqual(both[second], want[first])
        both = X[:]
        view = memoryview(both)
        sumlog.log(view[::-1], out=view)
        self.assertEqual(both, want[::-1])
        self.assertEqual(sumlog.log(2, out=array.array("d", [0]))[0], sumlog.log(2))

    def test_special_values(self):
        nan, inf = math.nan, math.inf
        for x, want in (
            ([1, -1], nan),
            ([nan], nan),
            ([0.0, 2], -inf),
            ([-0.0, 2], -inf),
            ([0, inf], nan),
            ([inf], inf),
            ([5e-324], -744.4400719213812),
        ):
            self.assertEqual(bits(sumlog.sumlog(x)), bits(want), x)
            self.assertEqual(bits(sumlog.Product(x).log()), bits(want), x)
        self.assertEqual(bits(sumlog.logaccumulate(-1, 3)), bits(-inf))

    def test_version(self):
        self.assertEqual(sumlog.__version__, importlib.metadata.version("sumlog"))

    def test_without_numpy(self):
        run_python(
            "import sys; sys.modules['numpy'] = None\n"
            "import sumlog; sumlog.sumlog([1.0]); sumlog.log([1, 2])\n"
            "try: import sumlog.numpy\n"
            "except ImportError as e: assert 'sumlog.numpy needs' in str(e), e\n"
            "else: raise SystemExit('imported')"
        )
        run_python(
            "import sumlog, sys; sumlog.sumlog([1.0]); sumlog.log([1, 2]); sumlog.Product([2])\n"
            "assert 'numpy' not in sys.modules"
        )


class Mistakes(unittest.TestCase):
    def check(self, error, words, function, *args, **keys):
        with self.assertRaises(error) as caught:
            function(*args, **keys)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_types(self):
        for name, f in FUNCTIONS.items():
            wanted = f"sumlog.{name}"
            self.check(TypeError, [wanted, "NoneType", "want"], f, None)
            self.check(TypeError, [wanted, "x[1]", "str"], f, [1, "2"])
            self.check(TypeError, [wanted, "complex"], f, [1j])
            swapped = (ctypes.c_double.__ctype_be__ * 3)(1, 2, 3)
            self.check(TypeError, [wanted, "'>d'", "float64", "byte order"], f, swapped)
            self.check(TypeError, [wanted, "'c'"], f, memoryview(b"12").cast("c"))
            self.check(OverflowError, [], f, [10**400])
        self.check(TypeError, ["sumlog.sumlog", "int"], sumlog.sumlog, 3)

    def test_threads(self):
        for name, f in FUNCTIONS.items():
            for n in 0, -1, 257, 1 << 80:
                self.check(ValueError, [name, str(n), "1 to 256"], f, [1], threads=n)
            for n in 1.0, "2", None:
                self.check(TypeError, [name, "threads", type(n).__name__], f, [1], threads=n)
        self.check(ValueError, ["sumlog_rows", "0"], sumlog.sumlog_rows, X, threads=0)

    def test_calls(self):
        for f, name in (sumlog.log, "log"), (sumlog.sumlog, "sumlog"):
            self.check(TypeError, [name, "'x'"], f)
            self.check(TypeError, [name, "'y'"], f, [1], y=2)
            self.check(TypeError, [name, "multiple", "'x'"], f, [1], x=[1])
            self.check(TypeError, [name, "at most 2", "4"], f, [1], None, None, None)
            self.assertEqual(f(x=[1.0]), f([1.0]))
        self.check(TypeError, ["logaccumulate", "'terms'"], sumlog.logaccumulate, [1])
        self.check(TypeError, ["logbinom", "'k'"], sumlog.logbinom, [1])
        self.check(ValueError, ["xlogy", "x has 2", "y has 3"], sumlog.xlogy, [1, 2], [1, 2, 3])
        self.check(TypeError, ["xlogy", "y is", "NoneType"], sumlog.xlogy, [1, 2], None)
        self.check(TypeError, ["xlogy", "x is", "NoneType"], sumlog.xlogy, None, 1)

    def test_terms(self):
        for f in sumlog.logaccumulate, sumlog.logaccumulate_direct:
            self.check(ValueError, [f.__name__, "terms = -1"], f, [1], -1)
            self.check(ValueError, [f.__name__, str(1 << 63)], f, [1], 1 << 63)
            self.check(TypeError, [f.__name__, "terms", "float"], f, [1], 2.0)
            self.assertEqual(f([1], True), f([1], 1))

    def test_out(self):
        d = array.array("d", [1, 2, 3])
        self.check(ValueError, ["log", "2", "3"], sumlog.log, d, out=d[:2])
        self.check(TypeError, ["log", "'f'", "float64"], sumlog.log, d, out=array.array("f", d))
        self.check(TypeError, ["log", "out", "bytes", "writable"], sumlog.log, d, out=bytes(24))
        self.check(TypeError, ["log", "list", "writable"], sumlog.log, d, out=[0, 0, 0])
        read_only = memoryview(d).toreadonly()
        self.check(TypeError, ["log", "writable"], sumlog.log, d, out=read_only)
        strided = memoryview(array.array("d", range(6)))[::2]
        self.check(ValueError, ["log", "contiguous"], sumlog.log, d, out=strided)
        matrix = memoryview(d).cast("B").cast("d", [1, 3])
        self.check(ValueError, ["log", "2 dimensions"], sumlog.log, matrix)
        self.check(ValueError, ["sumlog_rows", "1 dim"], sumlog.sumlog_rows, d)
        self.check(ValueError, ["sumlog_rows", "3", "1"], sumlog.sumlog_rows, matrix, out=d)
        self.check(
            ValueError, ["sumlog_rows", "memory"], sumlog.sumlog_rows, matrix, memoryview(d)[:1]
        )
        self.assertEqual(d, array.array("d", [1, 2, 3]))
        del matrix, read_only
        d.append(4)  # no buffer is left open

    def test_no_view_is_left_open(self):
        for f in FUNCTIONS.values():
            x = array.array("d", [1, 2])
            f(x)
            f(x, threads=2)
            for wrong in 0, "1":
                with self.assertRaises((TypeError, ValueError)):
                    f(x, threads=wrong)
            x.append(3)


if __name__ == "__main__":
    unittest.main()
