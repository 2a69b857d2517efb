// The least there is to do with the same bytes, for processors with AVX. n is a multiple of 32.
#ifdef __AVX__
// With fewer sums side by side the latency of an addition shows: from L1, one takes five times as
// long, and four two fifths longer.
void sum(ARGUMENTS) {
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

// Sums of columns 0 and 1 of n rows of three, into column 2. out, a and b are the first of each
// column. A cache line is 8 doubles, so every line is read and written.
enum { row = 3 };

void rows_plain(ARGUMENTS) {
	for (size_t i = 0; i < n; i++)
		out[row * i] = a[row * i] + b[row * i];
}

// From memory, several places at once are faster than one: more lines are on their way.
#define ROWS(NAME, PLACES, TOGETHER) \
	void NAME(ARGUMENTS) { \
		size_t far = n / PLACES; \
		for (size_t i = 0; i < far; i += TOGETHER) { \
			double s[PLACES][TOGETHER]; \
			for (int p = 0; p < PLACES; p++) \
				for (int k = 0; k < TOGETHER; k++) \
					s[p][k] = a[row * (p * far + i + k)] + b[row * (p * far + i + k)]; \
			for (int p = 0; p < PLACES; p++) \
				for (int k = 0; k < TOGETHER; k++) \
					out[row * (p * far + i + k)] = s[p][k]; \
		} \
	}

ROWS(rows_unrolled, 1, 8)
ROWS(rows_places, 4, 2)

// Columns 0 and 1 are neighbours: four rows are four half vectors and one horizontal addition.
void rows_vector(ARGUMENTS) {
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

// Columns 0 and 1 are read with column 2 between them and written back with it, as whole vectors.
void rows_whole(ARGUMENTS) {
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

// The same sums of columns that are contiguous.
ELEMENTWISE(cols_plain, a[i] + b[i])

// Non-temporal stores: the lines of out need not be read.
#define STREAM(NAME, PLACES) \
	void NAME(ARGUMENTS) { \
		size_t far = n / PLACES; \
		for (size_t i = 0; i < far; i += 8) \
			for (size_t p = 0; p < PLACES; p++) { \
				size_t at = p * far + i; \
				__m256d s0 = _mm256_loadu_pd(a + at) + _mm256_loadu_pd(b + at); \
				__m256d s1 = _mm256_loadu_pd(a + at + 4) + _mm256_loadu_pd(b + at + 4); \
				_mm256_stream_pd(out + at, s0); \
				_mm256_stream_pd(out + at + 4, s1); \
			} \
		_mm_sfence(); \
	}

STREAM(cols_stream, 1)
STREAM(cols_stream_places, 2)
#endif
