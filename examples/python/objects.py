"""f(x) = ln(1+x) + ln(2+x) + ... + ln(1000+x) for many objects: by processes, and by sumlog.

    python3 objects.py [OBJECTS [PROCESSES]]

The original forms call math.log a thousand times an object, in one process or in several by
Process, apply_async and map_async. sumlog.logaccumulate_direct is the same loop, and
sumlog.logaccumulate the closed form, whose time does not depend on the number of terms. Both work
in the processes of a pool as well, and give the same bits there. The times go to standard error.
"""

import array
import math
import multiprocessing
import sys
import time

import sumlog

TERMS = 1000


def f(x):
    """Return the sum for an object, as a loop."""
    total = 0.0
    for i in range(TERMS):
        total += math.log(1 + i + x)
    return total


def loop(objects):
    return [f(x) for x in objects]


def literal(objects):
    return sumlog.logaccumulate_direct(objects, TERMS)


def closed(objects):
    return sumlog.logaccumulate(objects, TERMS)


def split(objects, n):
    """Return n parts."""
    return [objects[len(objects) * i // n : len(objects) * (i + 1) // n] for i in range(n)]


def put(queue, i, function, part):
    queue.put((i, list(function(part))))


def by_processes(function, objects, n):
    """Start a process for each part, which puts its results into a queue."""
    queue, parts = multiprocessing.Queue(), split(objects, n)
    processes = [
        multiprocessing.Process(target=put, args=(queue, i, function, part))
        for i, part in enumerate(parts)
    ]
    for p in processes:
        p.start()
    results = dict(queue.get() for _ in processes)
    for p in processes:
        p.join()
    return [v for i in range(n) for v in results[i]]


def by_apply(function, objects, n):
    """Call apply_async for each part."""
    with multiprocessing.Pool(n) as pool:
        calls = [pool.apply_async(function, (part,)) for part in split(objects, n)]
        return [v for call in calls for v in call.get()]


def by_map(function, objects, n):
    """Call map_async for four parts a process."""
    with multiprocessing.Pool(n) as pool:
        return [v for part in pool.map_async(function, split(objects, 4 * n)).get() for v in part]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    n = int(sys.argv[2]) if len(sys.argv) > 2 else multiprocessing.cpu_count()
    objects = array.array("d", [i / 1000 for i in range(count)])
    want = closed(objects)
    for name, function in ("math.log", loop), ("direct", literal), ("closed form", closed):
        for how, run in (
            ("one process", lambda g, x, _: list(g(x))),
            ("Process", by_processes),
            ("apply_async", by_apply),
            ("map_async", by_map),
        ):
            start = time.perf_counter()
            got = run(function, objects, n)
            seconds = time.perf_counter() - start
            print(f"{name}, {how}: {seconds:.4f} s", file=sys.stderr)
            if function is closed:
                agrees = "the same bits" if got == list(want) else "other bits"
            else:
                worst = max((abs(a - b) / abs(b) for a, b in zip(got, want)), default=0.0)
                agrees = "agrees to 13 digits" if worst < 1e-13 else f"is off by {worst:.1g}"
            print(f"{name}, {how}: {len(got)} results, {agrees}")
    for x in 0.0, 0.001:
        print(f"f({x}) =", sumlog.logaccumulate(x, TERMS))


if __name__ == "__main__":
    main()

# Output of objects.py 200 2:
# math.log, one process: 200 results, agrees to 13 digits
# math.log, Process: 200 results, agrees to 13 digits
# math.log, apply_async: 200 results, agrees to 13 digits
# math.log, map_async: 200 results, agrees to 13 digits
# direct, one process: 200 results, agrees to 13 digits
# direct, Process: 200 results, agrees to 13 digits
# direct, apply_async: 200 results, agrees to 13 digits
# direct, map_async: 200 results, agrees to 13 digits
# closed form, one process: 200 results, the same bits
# closed form, Process: 200 results, the same bits
# closed form, apply_async: 200 results, the same bits
# closed form, map_async: 200 results, the same bits
# f(0.0) = 5912.128178488163
# f(0.001) = 5912.135663137457
