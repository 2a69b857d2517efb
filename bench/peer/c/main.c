// A program that is started with the memory of another one as file 3, so that both work on the
// same pages, and sends lines:
//
//	LIBRARY OUT A B N CALLS JOINED PROCESSES NAME
//
// Function NAME is called CALLS times, if at all, for N items. OUT, A and B say where, counted in
// doubles. The answer is when that began and when it ended, in nanoseconds of a clock that all
// processes share. Where several PROCESSES run parts of the same work, they wait for each other
// before the first call and after each one; JOINED says where they count, from 0. The first line,
// before any request, says ready. The program's arguments are libraries of more functions.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

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

int main(int count, char **libraries) {
	double *memory = mmap(NULL, lseek(3, 0, SEEK_END), PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
	if (memory == MAP_FAILED)
		return 1;
	for (int i = 1; i < count; i++)
		dlopen(libraries[i], RTLD_NOW | RTLD_GLOBAL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("ready");

	char line[256], name[32];
	size_t out, a, b, n, joined;
	long calls, processes;
	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "%*s %zu %zu %zu %zu %ld %zu %ld %31s", &out, &a, &b, &n, &calls, &joined,
		           &processes, name) != 8) {
			puts("want: LIBRARY OUT A B N CALLS JOINED PROCESSES NAME");
			continue;
		}
		function *run = (function *)dlsym(RTLD_DEFAULT, name);
		if (!run) {
			printf("no function %s\n", name);
			continue;
		}
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
