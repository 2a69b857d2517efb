"""Builds sumlog._sumlog and, where the headers of NumPy are installed, sumlog._ufunc.

The first is for every Python from 3.11 on, and for every NumPy; the second belongs to one version
of Python and to one major version of NumPy. SUMLOG_NUMPY=0 leaves the second out, and 1 makes
missing headers an error.
"""

import os
import shutil
from pathlib import Path

from setuptools import Extension, setup

# A source distribution has the copies, but not the project around them.
here = Path(__file__).resolve().parent
(here / "csrc" / "library").mkdir(exist_ok=True)
for source, copy in (
    ("c/sumlog.c", "csrc/library/sumlog.c"),
    ("c/sumlog.h", "csrc/library/sumlog.h"),
    ("LICENSE", "LICENSE"),
):
    if (here.parent / "c" / "sumlog.c").exists():
        shutil.copyfile(here.parent / source, here / copy)

# Without -ffp-contract=off the library does not load, as its results would be others.
flags = ["-std=gnu11", "-O2", "-g0", "-ffp-contract=off", "-fvisibility=hidden", "-Wall", "-Wextra"]
flags += ["-Werror=implicit-function-declaration", "-Wno-missing-field-initializers"]
headers = [str(p.relative_to(here)) for p in (here / "csrc").glob("**/*.h")]


def extension(name, sources, include=(), **options):
    return Extension(
        f"sumlog.{name}",
        [f"csrc/{source}" for source in sources],
        include_dirs=["csrc/library", *include],
        depends=headers,
        extra_compile_args=flags,
        **options,
    )


core = ["module.c", "run.c", "pool.c", "source.c", "inputs.c", "pass.c", "elementwise.c", "sums.c"]
core += ["sumlogabs.c", "rows.c", "columns.c", "groups.c", "softmax.c"]
core += ["accumulator.c", "product.c", "partsums.c"]
modules = [
    extension(
        "_sumlog",
        [*core, "library/sumlog.c"],
        py_limited_api=True,
        define_macros=[("Py_LIMITED_API", "0x030B0000")],
        extra_link_args=["-pthread"],
    )
]
options = {"bdist_wheel": {"py_limited_api": "cp311"}}
wanted = os.environ.get("SUMLOG_NUMPY", "")
if wanted != "0":
    try:
        import numpy

        modules.append(extension("_ufunc", ["ufunc.c"], [numpy.get_include()]))
        options = {}
    except ImportError:
        if wanted:
            raise

setup(ext_modules=modules, options=options)
