"""The bits of kernel/testdata/golden.txt, by every instruction set."""

import array
import struct
import unittest

import sumlog
from tests.support import PROJECT, bits, numbers, run_python

GOLDEN = PROJECT / "kernel" / "testdata" / "golden.txt"
COPIES = 33
NAMES = {
    "Exp": "exp",
    "Log": "log",
    "Log1p": "log1p",
    "LogAccumulate": "logaccumulate",
    "LogAccumulateDirect": "logaccumulate_direct",
    "LogFactorial": "logfactorial",
    "LogGamma": "loggamma",
    "LogBeta": "logbeta",
    "LogBinomial": "logbinom",
    "LogMultichoose": "logmultichoose",
    "LogRising": "logrising",
    "XLogY": "xlogy",
    "RelEntr": "rel_entr",
    "KLDiv": "kl_div",
}
OF_TWO = (
    "LogBeta",
    "LogBinomial",
    "LogMultichoose",
    "LogRising",
    "XLogY",
    "RelEntr",
    "KLDiv",
)
WITH_TERMS = ("LogAccumulate", "LogAccumulateDirect")
def counts(x):
    """Return counts that are made of the bits of x, as in internal/operations."""
    widths, found = (0, 1, 1, 2, 3, 5, 8, 20), array.array("q")
    for v in x:
        z = bits(v) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
        found.append(z >> 20 & (1 << widths[z >> 61]) - 1)
    return found


def dotlog_counts(x, y):
    n, p = counts(x), sumlog.Product()
    p.add_counts(n, y)
    got = sumlog.dotlog_counts(n, y)
    assert bits(p.log()) == bits(got), "Product.add_counts differs from dotlog_counts"
    return got


def checksum(results):
    """Return a number that depends on the bits of all results and on their order."""
    found, mask = 0, (1 << 64) - 1
    for v in results:
        found = (found << 7 & mask | found >> 57) ^ bits(v)
    return found


def error_of(accumulator):
    """Return the error that it carries, which tells in which order elements were added."""
    at = {sumlog.Product: 10, sumlog.ExpSum: 18}[type(accumulator)]
    return struct.unpack(">d", bytes(accumulator)[at : at + 8])[0]


SUMS = {  # with the number of inputs
    "SumLog": (1, sumlog.sumlog),
    "SumLog1p": (1, sumlog.sumlog1p),
    "SumLogAbs": (1, lambda x: sumlog.sumlogabs(x)[1]),
    "LogSumExp": (1, sumlog.logsumexp),
    "DotLog": (2, sumlog.dotlog),
    "Entropy": (1, sumlog.entropy),
    "DotLogRatio": (3, sumlog.dotlogratio),
    "RelativeEntropy": (2, sumlog.relative_entropy),
    "DotLogCounts": (2, dotlog_counts),
    "Product": (1, lambda x: error_of(sumlog.Product(x))),
    "Log1pSum": (1, lambda x: sumlog.Log1pSum(x).sum()),
    "DotLogSum": (2, lambda w, x: sumlog.DotLogSum(w, x).sum()),
    "ExpSum": (1, lambda x: error_of(sumlog.ExpSum(x))),
}
LACKING = ()  # operations that the package is not to have
ROWS = {"Softmax": sumlog.softmax, "LogSoftmax": sumlog.log_softmax}


def results(operation, n, x):
    """Return the bits of the results of a case."""
    if operation in ROWS:
        return [checksum(ROWS[operation](array.array("d", numbers(x, n))))]
    return [*map(bits, values(operation, n, x))]


def values(operation, n, x):
    if operation in SUMS:
        inputs, function = SUMS[operation]
        return [function(*(array.array("d", numbers(x + i, n)) for i in range(inputs)))]
    function = getattr(sumlog, NAMES[operation])
    same = array.array("d", struct.pack("<Q", x) * COPIES)
    if operation in WITH_TERMS:
        return [*function(same, n), function(same[0], n)]
    if operation in OF_TWO:
        other = float(n) if n != 0 else numbers(x + 1, 1)[0]
        others = array.array("d", [other] * COPIES)
        alone = function(same[0], other)
        return [*function(same, others), *function(same, other), *function(same[0], others), alone]
    return [*function(same), function(same[0])]


def compare():
    """Return how many cases of each operation were compared."""
    compared = {}
    for line in GOLDEN.read_text().splitlines():
        operation, n, x, want = line.split()
        if operation in LACKING:
            continue
        known = operation in SUMS or operation in ROWS or operation in NAMES
        assert known, f"{operation} is new: give it a function, and a line in NAMES, or in LACKING"
        wrong = [f"{v:016x}" for v in results(operation, int(n), int(x, 16)) if f"{v:016x}" != want]
        assert not wrong, f"{sumlog.isa()}: {line}: got {wrong[0]}"
        compared[operation] = compared.get(operation, 0) + 1
    return compared


class Golden(unittest.TestCase):
    def test_bits(self):
        for isa in dict.fromkeys([sumlog.isa(), "avx2", "neon", "generic"]):
            program = "import sumlog, tests.test_golden as t; print(sumlog.isa(), t.compare())"
            if isa in ("avx2", "neon") and run_python(program, SUMLOG_ISA=isa).split()[0] != isa:
                continue
            text = run_python(program, SUMLOG_ISA=isa)
            self.assertEqual(text.split()[0], isa)
            print(f"golden bits, cases: {text.strip()}")
        compared = compare()
        self.assertEqual({*compared}, {*SUMS, *ROWS, *NAMES})
        self.assertGreater(min(compared.values()), 90)


if __name__ == "__main__":
    unittest.main()
