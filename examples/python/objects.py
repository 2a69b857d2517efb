"""f(x) = ln(1+x) + ln(2+x) + ... + ln(1000+x) for many objects: by processes, and by sumlog.

    python3 objects.py [OBJECTS [PROCESSES]]

The original calls math.log a thousand times an object, in one process or in several.
sumlog.logaccumulate_direct is the same loop, and sumlog.logaccumulate the closed form, whose time
does not depend on the number of terms. In the processes of a pool it gives the same bits. The
times go to standard error.
"""

import array
import math
import multiprocessing
import sys
import time

import sumlog

TERMS = 1000


def f(x):
    return sum(math.log(1 + i + x) for i in range(TERMS))


def closed(objects):
    return list(sumlog.logaccumulate(objects, TERMS))


def main(count=100_000, n=multiprocessing.cpu_count()):
    objects = array.array("d", [i / 1000 for i in range(count)])
    parts = [objects[count * i // n : count * (i + 1) // n] for i in range(n)]
    want = closed(objects)
    with multiprocessing.Pool(n) as pool:
        for name, run in (
            ("math.log", lambda: [f(x) for x in objects]),
            ("math.log, processes", lambda: pool.map(f, objects)),
            ("direct", lambda: list(sumlog.logaccumulate_direct(objects, TERMS))),
            ("closed form", lambda: closed(objects)),
            ("closed form, processes", lambda: sum(pool.map(closed, parts), [])),
        ):
            start = time.perf_counter()
            got = run()
            print(f"{name}: {time.perf_counter() - start:.4f} s", file=sys.stderr)
            agree = all(math.isclose(a, b, rel_tol=1e-13) for a, b in zip(got, want))
            print(f"{name}: {len(got)} results, 13 digits agree: {agree}")
        print("the same bits in processes:", got == want)
    print("f(0.001) =", sumlog.logaccumulate(0.001, TERMS))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

# Output of objects.py 200 2:
# math.log: 200 results, 13 digits agree: True
# math.log, processes: 200 results, 13 digits agree: True
# direct: 200 results, 13 digits agree: True
# closed form: 200 results, 13 digits agree: True
# closed form, processes: 200 results, 13 digits agree: True
# the same bits in processes: True
# f(0.001) = 5912.135663137457
