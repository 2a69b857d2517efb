"""Runs the Python ways of the comparison, one after the other, as they are asked for.

Its argument is a directory with the inputs, little-endian float64: x.bin, the
objects, and table.bin, rows of three columns. Each line of standard input is a
request, {"way": ..., "items": ..., "terms": ..., "workers": ...}; each line of
standard output an answer, {"seconds": ...} or {"error": ...}. What the last way
computed is then in out.bin. The first line of output says which Python this is.
"""

import json
import multiprocessing
import os
import platform
import sys

import accumulate
import common
import table

WAYS = {**accumulate.WAYS, **table.WAYS}


def hello():
    numpy = common.numpy()
    return {
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "numpy": numpy.__version__ if numpy else "",
        "start": multiprocessing.get_start_method(),
    }


def answer(directory, request):
    try:
        way = WAYS[request["way"]]
        seconds, result = way(directory, request["items"], request["terms"], request["workers"])
        with open(os.path.join(directory, "out.bin"), "wb") as out:
            out.write(result)
        return {"seconds": seconds}
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}


def main():
    directory = sys.argv[1]
    print(json.dumps(hello()), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(directory, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
