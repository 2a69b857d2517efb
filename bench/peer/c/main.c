// A program that is started with the memory of another one as file 3, so that both work on the
// same pages. It is asked for one measurement a line:
//
//	run NAME OUT A B N CALLS
//
// Function NAME is called CALLS times for N items. OUT, A and B say where, counted in doubles.
// The answer is when that began and when it ended, in nanoseconds of a clock that all processes
// share. The first line, before any request, lists the names.
#define _GNU_SOURCE
#ifdef __x86_64__
#include <immintrin.h>
#endif
#ifdef __aarch64__
#include <arm_neon.h>
#endif
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

#define NAMED(f) {#f, f}
static const struct {
	const char *name;
	function *run;
} functions[] = {
	NAMED(log_libm), NAMED(sumlog_libm), NAMED(accumulate_lgamma), NAMED(add_loop),
	NAMED(log1p_libm), NAMED(exp_libm), NAMED(loggamma_libm), NAMED(logrising_lgamma),
#if defined(LIBMVEC) && defined(__AVX2__)
	NAMED(log_mvec), NAMED(sumlog_mvec), NAMED(exp_mvec),
#endif
#if defined(LIBMVEC) && defined(__AVX512F__)
	NAMED(log_mvec512), NAMED(sumlog_mvec512), NAMED(exp_mvec512),
#endif
#if defined(SLEEF) && (defined(__AVX2__) || defined(__aarch64__))
	NAMED(log_sleef), NAMED(sumlog_sleef),
#endif
#if defined(SLEEF) && defined(__AVX512F__)
	NAMED(log_sleef512), NAMED(sumlog_sleef512),
#endif
#ifdef HIGHWAY
	NAMED(log_highway), NAMED(sumlog_highway),
#endif
#ifdef __AVX__
	NAMED(sum), NAMED(rows_plain), NAMED(rows_unrolled), NAMED(rows_vector), NAMED(rows_whole),
	NAMED(rows_places), NAMED(cols_plain), NAMED(cols_stream), NAMED(cols_stream_places),
#endif
};

enum { count = sizeof functions / sizeof *functions };

static function *find(const char *name) {
	for (int i = 0; i < count; i++)
		if (strcmp(functions[i].name, name) == 0)
			return functions[i].run;
	return NULL;
}

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
	for (int i = 0; i < count; i++)
		printf("%s%c", functions[i].name, i + 1 < count ? ' ' : '\n');

	char line[256], name[32];
	size_t out, a, b, n;
	long calls;
	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "run %31s %zu %zu %zu %zu %ld", name, &out, &a, &b, &n, &calls) != 6) {
			puts("want: run NAME OUT A B N CALLS");
			continue;
		}
		function *run = find(name);
		if (!run) {
			printf("no function %s\n", name);
			continue;
		}
		long long start = now();
		for (long k = 0; k < calls; k++)
			run(memory + out, memory + a, memory + b, n);
		printf("%lld %lld\n", start, now());
	}
	return 0;
}
