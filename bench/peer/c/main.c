
// This is one program, started with the memory of another one as file 3, so that both
// work on the very same pages. It is asked for one measurement a line:
//
//	run NAME OUT A B N CALLS
//
// Function NAME is called CALLS times for N items. OUT, A and B say where, counted in
// doubles. The answer is when that began and when it ended, in nanoseconds of a clock
// that all processes share. The first line, before anything is asked, lists the names.
static const struct {
	const char *name;
	function *run;
} functions[] = {
	{"log_libm", log_libm},
	{"sumlog_libm", sumlog_libm},
	{"accumulate_lgamma", accumulate_lgamma},
	{"add_loop", add_loop},
#if defined(LIBMVEC) && defined(__AVX2__)
	{"log_mvec", log_mvec},
	{"sumlog_mvec", sumlog_mvec},
#endif
#if defined(LIBMVEC) && defined(__AVX512F__)
	{"log_mvec512", log_mvec512},
	{"sumlog_mvec512", sumlog_mvec512},
#endif
#ifdef __AVX__
	{"sum", sum},
	{"rows_plain", rows_plain},
	{"rows_unrolled", rows_unrolled},
	{"rows_vector", rows_vector},
	{"rows_whole", rows_whole},
	{"rows_places", rows_places},
	{"cols_plain", cols_plain},
	{"cols_past", cols_past},
	{"cols_past_places", cols_past_places},
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
