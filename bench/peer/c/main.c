// A program that is started with the memory of another one as file 3, so that both work on the
// same pages, and sends lines:
//
//	find LIBRARY NAME
//	run OUT A B N CALLS NAME
//
// A function that is found is answered by ok. Function NAME is called CALLS times for N items. OUT,
// A and B say where, counted in doubles. The answer is when that began and when it ended, in
// nanoseconds of a clock that all processes share. The first line, before any request, says ready.
#define _GNU_SOURCE
#ifdef __x86_64__
#include <immintrin.h>
#endif
#ifdef __aarch64__
#include <arm_neon.h>
#endif
#include <dlfcn.h>
#include <math.h>
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
	size_t out, a, b, n;
	long calls = 0;
	while (fgets(line, sizeof line, stdin)) {
		int runs = sscanf(line, "run %zu %zu %zu %zu %ld %31s", &out, &a, &b, &n, &calls, name) == 6;
		if (!runs && sscanf(line, "find %*s %31s", name) != 1) {
			puts("want: find LIBRARY NAME, or run OUT A B N CALLS NAME");
			continue;
		}
		function *run = (function *)dlsym(RTLD_DEFAULT, name);
		if (!run || !runs) {
			printf(run ? "ok\n" : "no function %s\n", name);
			continue;
		}
		long long start = now();
		for (long k = 0; k < calls; k++)
			run(memory + out, memory + a, memory + b, n);
		printf("%lld %lld\n", start, now());
	}
	return 0;
}
