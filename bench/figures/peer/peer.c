// The peers of the kernels, in C, for the program in the folder above. It starts this
// one with its own memory as file 3, so that both work on the very same pages, and
// asks for one measurement a line:
//
//	run NAME OUT A B N CALLS
//
// Function NAME is called CALLS times for N items. OUT, A and B say where, counted in
// doubles. The answer is when that began and when it ended, in nanoseconds of a clock
// that all processes share. The first line, before anything is asked, lists the names.
#define _GNU_SOURCE
#include <immintrin.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

// n is a multiple of 32 everywhere.
typedef void function(double *restrict out, const double *restrict a, const double *restrict b, size_t n);

#ifdef LIBMVEC
__m256d _ZGVdN4v_log(__m256d);

static void log_mvec(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	(void)b;
	for (size_t i = 0; i < n; i += 4)
		_mm256_storeu_pd(out + i, _ZGVdN4v_log(_mm256_loadu_pd(a + i)));
}
#endif

// With fewer sums side by side it is the latency of an addition that shows: from L1,
// one takes five times as long, and four two fifths longer.
static void sum(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	(void)b;
	enum { sums = 8 };
	__m256d s[sums] = {0};
	for (size_t i = 0; i < n; i += 4 * sums)
		for (int k = 0; k < sums; k++)
			s[k] += _mm256_loadu_pd(a + i + 4 * k);
	for (int k = 1; k < sums; k++)
		s[0] += s[k];
	*out = s[0][0] + s[0][1] + s[0][2] + s[0][3];
}

// Sums of columns 0 and 1 of n rows of three, into column 2. out, a and b are the
// first of each column. A cache line is 8 doubles, so every line is read and written.
enum { row = 3 };

static void rows_plain(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	for (size_t i = 0; i < n; i++)
		out[row * i] = a[row * i] + b[row * i];
}

static void rows_unrolled(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	enum { rows = 8 };
	for (size_t i = 0; i < n; i += rows) {
		double s[rows];
		for (int k = 0; k < rows; k++)
			s[k] = a[row * (i + k)] + b[row * (i + k)];
		for (int k = 0; k < rows; k++)
			out[row * (i + k)] = s[k];
	}
}

// Columns 0 and 1 are neighbours: four rows are four half vectors and one horizontal
// addition.
static void rows_vector(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	(void)b;
	for (size_t i = 0; i < n; i += 4, a += 4 * row, out += 4 * row) {
		__m256d even = _mm256_set_m128d(_mm_loadu_pd(a + 2 * row), _mm_loadu_pd(a));
		__m256d odd = _mm256_set_m128d(_mm_loadu_pd(a + 3 * row), _mm_loadu_pd(a + row));
		__m256d s = _mm256_hadd_pd(even, odd);
		_mm_storel_pd(out, _mm256_castpd256_pd128(s));
		_mm_storeh_pd(out + row, _mm256_castpd256_pd128(s));
		_mm_storel_pd(out + 2 * row, _mm256_extractf128_pd(s, 1));
		_mm_storeh_pd(out + 3 * row, _mm256_extractf128_pd(s, 1));
	}
}

// Columns 0 and 1 are read with column 2 between them and written back with it, as
// whole vectors.
static void rows_whole(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	(void)a, (void)b;
	double *t = out - 2;
	for (size_t i = 0; i < n; i += 4, t += 4 * row) {
		__m256d v0 = _mm256_loadu_pd(t), v1 = _mm256_loadu_pd(t + 4), v2 = _mm256_loadu_pd(t + 8);
		__m256d first = _mm256_permute2f128_pd(v0, v0, 0);
		__m256d s0 = first + _mm256_permute_pd(first, 5);
		__m256d s1 = _mm256_loadu_pd(t + 3) + _mm256_loadu_pd(t + 2);
		__m256d s2 = _mm256_loadu_pd(t + 7) + _mm256_loadu_pd(t + 6);
		_mm256_storeu_pd(t, _mm256_blend_pd(v0, s0, 4));
		_mm256_storeu_pd(t + 4, _mm256_blend_pd(v1, s1, 2));
		_mm256_storeu_pd(t + 8, _mm256_blend_pd(v2, s2, 9));
	}
}

// From memory, four places at once are faster than one: more lines are on their way.
static void rows_places(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	enum { places = 4, rows = 2 };
	size_t far = n / places;
	for (size_t i = 0; i < far; i += rows) {
		double s[places][rows];
		for (int p = 0; p < places; p++)
			for (int k = 0; k < rows; k++)
				s[p][k] = a[row * (p * far + i + k)] + b[row * (p * far + i + k)];
		for (int p = 0; p < places; p++)
			for (int k = 0; k < rows; k++)
				out[row * (p * far + i + k)] = s[p][k];
	}
}

// The same sums of columns that are contiguous.
static void cols_plain(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	for (size_t i = 0; i < n; i++)
		out[i] = a[i] + b[i];
}

// Stores past the caches: the lines of out need not be read.
static void cols_past(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	for (size_t i = 0; i < n; i += 8) {
		__m256d s0 = _mm256_loadu_pd(a + i) + _mm256_loadu_pd(b + i);
		__m256d s1 = _mm256_loadu_pd(a + i + 4) + _mm256_loadu_pd(b + i + 4);
		_mm256_stream_pd(out + i, s0);
		_mm256_stream_pd(out + i + 4, s1);
	}
	_mm_sfence();
}

static void cols_past_places(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	enum { places = 2 };
	size_t far = n / places;
	for (size_t i = 0; i < far; i += 8)
		for (size_t p = 0; p < places; p++) {
			size_t at = p * far + i;
			__m256d s0 = _mm256_loadu_pd(a + at) + _mm256_loadu_pd(b + at);
			__m256d s1 = _mm256_loadu_pd(a + at + 4) + _mm256_loadu_pd(b + at + 4);
			_mm256_stream_pd(out + at, s0);
			_mm256_stream_pd(out + at + 4, s1);
		}
	_mm_sfence();
}

static const struct {
	const char *name;
	function *run;
} functions[] = {
#ifdef LIBMVEC
	{"log_mvec", log_mvec},
#endif
	{"sum", sum},
	{"rows_plain", rows_plain},
	{"rows_unrolled", rows_unrolled},
	{"rows_vector", rows_vector},
	{"rows_whole", rows_whole},
	{"rows_places", rows_places},
	{"cols_plain", cols_plain},
	{"cols_past", cols_past},
	{"cols_past_places", cols_past_places},
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
