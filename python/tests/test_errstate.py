"""Ufuncs report special values as numpy.errstate says, where that is asked for."""

import unittest

try:
    import numpy as np

    import sumlog.numpy as un
except ImportError as error:
    raise unittest.SkipTest(str(error)) from error


class Errstate(unittest.TestCase):
    def test_report(self):
        inf, nan, huge = np.inf, np.nan, 1e308
        cases = (
            (un.log, ([2.0, inf, nan],), None),
            (un.log, ([2.0, 0.0],), "divide"),
            (un.log, ([2.0, -1.0],), "invalid"),
            (un.log1p, ([-1.0],), "divide"),
            (un.exp, ([1.0, -1e4, inf, -inf, 709.0],), None),
            (un.exp, ([710.0],), "over"),
            (un.loggamma, ([0.0],), "divide"),
            (un.loggamma, ([huge],), "over"),
            (un.xlogy, ([0.0, 1.0], [0.0, 1.0]), None),
            (un.xlogy, ([1.0], [0.0]), "divide"),
            (un.logaccumulate, ([1.0, nan], 3), None),
            (un.logaccumulate, ([1.0], -3), "invalid"),
            (un.sumlog_rows, ([[1.0, inf], [nan, 0.0]],), None),
            (un.sumlog_rows, ([[1.0, 2.0], [0.0, 3.0]],), "divide"),
            (un.sumlog_rows, ([[1.0, 2.0], [0.0, inf]],), "invalid"),
            (un.logsumexp, ([-inf, -inf],), None),
            (un.sumlogabs, ([[1.0, 2.0], [-0.0, 3.0]],), "divide"),
            (un.relative_entropy, ([0.5, 0.5], [1.0, 0.0]), "divide"),
            (un.dotlog_counts, ([1, 0], [2.0, 0.0]), None),
            (un.dotlog_counts, ([1, 2], [2.0, 0.0]), "divide"),
            (un.softmax, ([1.0, 2.0, -inf],), None),
            (un.softmax, ([[1.0, 2.0], [1.0, inf]],), "invalid"),
            (un.log_softmax, ([1.0, 2.0, -inf],), None),
        )
        self.assertFalse(un.report_errors())
        self.addCleanup(un.report_errors, False)
        self.assertTrue(un.report_errors(True))
        for ufunc, inputs, error in cases:
            # In long arrays too, at either end, and from strides.
            for pad in [(0, 0)] if ufunc.signature else [(0, 0), (600, 3), (3, 600)]:
                for step in 1, 2:
                    arrays = [np.array(a) for a in inputs]
                    arrays = [np.pad(a, pad, constant_values=1) if a.ndim else a for a in arrays]
                    arrays = [a.repeat(step, -1)[..., ::step] if a.ndim else a for a in arrays]
                    with self.subTest(ufunc.__name__, inputs=inputs, pad=pad, step=step):
                        self.check_report(ufunc, arrays, error)

    def check_report(self, ufunc, arrays, error):
        un.report_errors(False)
        want = ufunc(*arrays)
        un.report_errors(True)
        with np.errstate(**{"all": "raise"} | ({error: "ignore"} if error else {})):
            np.testing.assert_array_equal(ufunc(*arrays), want)
            if not ufunc.signature:
                first = arrays[0].copy()
                np.testing.assert_array_equal(ufunc(first, *arrays[1:], out=first), want)
        if error is None:
            return
        with np.errstate(**{"all": "ignore", error: "raise"}):
            with self.assertRaises(FloatingPointError):
                ufunc(*arrays)
            if not ufunc.signature:
                with self.assertRaises(FloatingPointError):
                    ufunc(*arrays, out=arrays[0])


if __name__ == "__main__":
    unittest.main()
