// A program that is started with the memory of another one as file 3, so that both work on the
// same pages, and sends lines:
//
//	find LIBRARY NAME
//	run OUT A B N CALLS NAME [JOINED PROCESSES]
//
// A function that is found is answered by ok. Function NAME is called CALLS times for N items. OUT,
// A and B say where, counted in doubles. The answer is when that began and when it ended, in
// nanoseconds of a clock that all processes share. Where several PROCESSES run parts of the same
// work, they wait for each other before the first call and after each one; JOINED says where they
// count, from 0. The first line, before any request, says ready.
#define _GNU_SOURCE
#ifdef __x86_64__
#include <immintrin.h>
#endif
#ifdef __aarch64__
#include <arm_neon.h>
#endif
#include <dlfcn.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#ifdef SLEEF
#include <sleef.h>
#endif

#include "logs.c"
#include "loops.c"

static long long now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// A process that waits leaves its core to others only after some 20 us, as workers of a pool do.
static void join(long *joined, long until) {
	__atomic_add_fetch(joined, 1, __ATOMIC_SEQ_CST);
	for (int spins = 0; __atomic_load_n(joined, __ATOMIC_ACQUIRE) < until; spins++)
		if (spins > 50000)
			sched_yield();
}

int main(void) {
	struct stat file;
	if (fstat(3, &file) != 0)
		return 1;
	double *memory = mmap(NULL, file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
	if (memory == MAP_FAILED)
		return 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("ready");

	char line[256], name[32];
	size_t out, a, b, n, joined = 0;
	long calls = 0;
	while (fgets(line, sizeof line, stdin)) {
		long processes = 1;
		int runs = sscanf(line, "run %zu %zu %zu %zu %ld %31s %zu %ld", &out, &a, &b, &n, &calls, name,
		                  &joined, &processes) >= 6;
		if (!runs && sscanf(line, "find %*s %31s", name) != 1) {
			puts("want: find LIBRARY NAME, or run OUT A B N CALLS NAME");
			continue;
		}
		function *run = (function *)dlsym(RTLD_DEFAULT, name);
		if (!run || !runs) {
			printf(run ? "ok\n" : "no function %s\n", name);
			continue;
		}
		if (processes > 1)
			join((long *)(memory + joined), processes);
		long long start = now();
		for (long k = 0; k < calls; k++) {
			run(memory + out, memory + a, memory + b, n);
			if (processes > 1)
				join((long *)(memory + joined), (k + 2) * processes);
		}
		printf("%lld %lld\n", start, now());
	}
	return 0;
}
