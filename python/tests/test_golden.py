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
SUMS = {  # with the number of inputs
    "SumLog": (1, sumlog.sumlog),
    "SumLog1p": (1, sumlog.sumlog1p),
    "SumLogAbs": (1, lambda x: sumlog.sumlogabs(x)[1]),
    "LogSumExp": (1, sumlog.logsumexp),
    "DotLog": (2, sumlog.dotlog),
    "Entropy": (1, sumlog.entropy),
    "DotLogRatio": (3, sumlog.dotlogratio),
    "RelativeEntropy": (2, sumlog.relative_entropy),
    # The error that a product carries tells in which order the factors were multiplied.
    "Product": (1, lambda x: struct.unpack(">d", bytes(sumlog.Product(x))[10:18])[0]),
}


def results(operation, n, x):
    """Return the results of a case, or None where the package lacks the operation."""
    if operation in SUMS:
        inputs, function = SUMS[operation]
        return [function(*(array.array("d", numbers(x + i, n)) for i in range(inputs)))]
    function = getattr(sumlog, NAMES.get(operation, ""), None)
    if function is None:
        return None
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
    """Return the operations that were compared, and those that the package lacks."""
    compared, lacking = {}, set()
    for line in GOLDEN.read_text().splitlines():
        operation, n, x, want = line.split()
        got = results(operation, int(n), int(x, 16))
        if got is None:
            lacking.add(operation)
            continue
        wrong = [f"{bits(v):016x}" for v in got if f"{bits(v):016x}" != want]
        assert not wrong, f"{sumlog.isa()}: {line}: got {wrong[0]}"
        compared[operation] = compared.get(operation, 0) + 1
    return compared, sorted(lacking)


class Golden(unittest.TestCase):
    def test_bits(self):
        for isa in dict.fromkeys([sumlog.isa(), "avx2", "neon", "generic"]):
            program = "import sumlog, tests.test_golden as t; print(sumlog.isa(), *t.compare())"
            if isa in ("avx2", "neon") and run_python(program, SUMLOG_ISA=isa).split()[0] != isa:
                continue
            text = run_python(program, SUMLOG_ISA=isa)
            self.assertEqual(text.split()[0], isa)
            print(f"golden bits, cases and what the package lacks: {text.strip()}")
        compared, _ = compare()
        for operation in [*SUMS, *(o for o, name in NAMES.items() if name in sumlog.__all__)]:
            self.assertGreater(compared.get(operation, 0), 200, operation)


if __name__ == "__main__":
    unittest.main()
