"""The programs of examples/python print what stands at their ends."""

import re
import shlex
import subprocess
import sys
import unittest

from tests.support import PROJECT

EXAMPLES = PROJECT / "examples" / "python"


class Examples(unittest.TestCase):
    def test_output(self):
        programs = sorted(EXAMPLES.glob("*.py"))
        self.assertGreater(len(programs), 0)
        for program in programs:
            with self.subTest(program.name):
                source = program.read_text()
                if "import numpy" in source:
                    try:
                        import numpy  # noqa: F401
                    except ImportError:
                        continue
                found = re.search(r"\n# Output of (.*):\n((?:# .*\n)+)$", source)
                self.assertTrue(found, f"{program} does not end with its output")
                command = shlex.split(found[1])
                done = subprocess.run(
                    [sys.executable, EXAMPLES / command[0], *command[1:]],
                    capture_output=True,
                    text=True,
                    timeout=300,
                )
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(done.stdout, found[2].replace("# ", ""))


if __name__ == "__main__":
    unittest.main()
