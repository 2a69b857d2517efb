/* The parts of the test that need no file: sums in parts, and columns and groups in memory. */
#define _DEFAULT_SOURCE
#include "test.h"

enum { N = 3 * 4096 + 100 };

static void log1p_parts(const double *x)
{
	sumlog_log1p_sum added = {.s = 0}, merged = {.s = 0}, nothing = {.s = 0};
	require(bits(sumlog_log1p_sum_sum(nothing)) == 0, "the sum of nothing is not +0");
	sumlog_log1p_sum_add(&added, x, 8192);
	sumlog_log1p_sum_merge(&added, nothing);
	sumlog_log1p_sum_add(&added, x + 8192, N - 8192);
	for (int i = 0; i < N; i += 4096) {
		sumlog_log1p_sum part = {.s = 0};
		sumlog_log1p_sum_add(&part, x + i, N - i < 4096 ? N - i : 4096);
		sumlog_log1p_sum_merge(&merged, part);
	}
	uint64_t want = bits(sumlog_sum_log1p(x, N));
	require(bits(sumlog_log1p_sum_sum(added)) == want, "ln(1+x) added in parts");
	require(bits(sumlog_log1p_sum_sum(merged)) == want, "sums of ln(1+x) that are merged");
}

/* Sums by both passes, of parts that are merged. */
static void dot_parts(const double *w, const double *x, int want_cancels)
{
	sumlog_dot_log_sum added = {.s = 0}, merged = {.s = 0};
	sumlog_dot_log_sum_add(&added, w, x, 4096);
	sumlog_dot_log_sum_add(&added, w + 4096, x + 4096, N - 4096);
	for (int i = 0; i < N; i += 4096) {
		sumlog_dot_log_sum part = {.s = 0};
		sumlog_dot_log_sum_add(&part, w + i, x + i, N - i < 4096 ? N - i : 4096);
		sumlog_dot_log_sum_merge(&merged, part);
	}
	require(bits(added.s) == bits(merged.s) && bits(added.c) == bits(merged.c) &&
	        bits(added.magnitude) == bits(merged.magnitude), "weighted sums that are merged");
	require(sumlog_dot_log_sum_cancels(added) == want_cancels, "whether the terms cancel");
	uint64_t want = bits(sumlog_dot_log(w, x, N));
	if (!want_cancels) {
		require(bits(sumlog_dot_log_sum_sum(added)) == want, "a weighted sum in parts");
		return;
	}
	sumlog_careful_sum once = sumlog_careful_sum_begin(added), all = once;
	sumlog_careful_sum_add(&once, w, x, N);
	for (int i = 0; i < N; i += 4096) {
		sumlog_careful_sum part = sumlog_careful_sum_begin(added);
		sumlog_careful_sum_add(&part, w + i, x + i, N - i < 4096 ? N - i : 4096);
		sumlog_careful_sum_merge(&all, part);
	}
	require(bits(sumlog_careful_sum_sum(once)) == want, "the second pass at once");
	require(bits(sumlog_careful_sum_sum(all)) == want, "the second pass in parts");
}

/* Terms that are infinite or NaN, beside ln 2. */
static void special_terms(void)
{
	const struct { double w, x, y, want; } cases[] = {
		{INFINITY, 2, 1, INFINITY}, {INFINITY, 0.5, 1, -INFINITY}, {-INFINITY, 2, 1, -INFINITY},
		{INFINITY, 1, 1, NAN}, {NAN, 2, 1, NAN}, {INFINITY, 0x1p-1060, 1, -INFINITY},
		{1, NAN, 1, NAN}, {0, NAN, 1, NAN}, {1, 0, 1, -INFINITY}, {0, 0, 1, 0x1.62e42fefa39efp-1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double w[3] = {1, cases[i].w, 0}, x[3] = {2, cases[i].x, 0}, y[3] = {1, cases[i].y, 0};
		require(bits(sumlog_dot_log(w, x, 3)) == bits(cases[i].want), "a special term");
		require(bits(sumlog_dot_log_ratio(w, x, y, 3)) == bits(cases[i].want),
		        "a special term of a ratio");
	}
}

/* Products that special factors decide. */
static void magnitudes(void)
{
	const struct { double a, b, want, sign; } cases[] = {
		{-2, 3, 0x1.cab0bfa2a2002p+0, -1}, {-2, -3, 0x1.cab0bfa2a2002p+0, 1},
		{-1, 0.0, -INFINITY, 0}, {-0.0, 5, -INFINITY, 0}, {-INFINITY, 2, INFINITY, -1},
		{0, INFINITY, NAN, NAN}, {NAN, 2, NAN, NAN},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t n = 2; n < N; n += 5000) {
			static double x[N];
			for (size_t k = 0; k < n; k++)
				x[k] = 1;
			x[0] = cases[i].a;
			x[n - 1] = cases[i].b;
			double sign = 7, sum = sumlog_sum_log_abs(x, n, &sign);
			require(bits(sum) == bits(cases[i].want), "a sum of magnitudes");
			require(bits(sign) == bits(cases[i].sign), "the sign of a product");
		}
}

/* Powers of two in x and y make no difference, on the fast path and beyond it. */
static void scaled_ratios(void)
{
	static double x[N], y[N];
	random_numbers(y, N, random_numbers(x, N, 11));
	for (int i = 0; i < N; i++) {
		int exp;
		double a = frexp(x[i], &exp), b = frexp(y[i], &exp), w = 1 + a / 3;
		double far = ldexp(a, -700), far_too = ldexp(b, -700);
		require(bits(sumlog_dot_log_ratio(&w, &a, &b, 1)) ==
		        bits(sumlog_dot_log_ratio(&w, &far, &far_too, 1)), "a ratio of scaled numbers");
	}
}

/* Sums of ln(1+x) that special elements decide. */
static void special_log1p(void)
{
	const double cases[][3] = {
		{-1, 5, -INFINITY}, {-1, INFINITY, NAN}, {-2, 5, NAN}, {NAN, 5, NAN}, {INFINITY, 5, INFINITY},
		{-2, -1, NAN},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		require(bits(sumlog_sum_log1p(cases[i], 2)) == bits(cases[i][2]), "a special ln(1+x)");
}

/* Numbers of other types are converted as C does, and summed as doubles. */
#define TYPE(name, type, value)                                                              \
	static void of_##name(void)                                                          \
	{                                                                                    \
		static type x[N];                                                            \
		static double want[N], got[N];                                               \
		for (int i = 0; i < N; i++)                                                  \
			want[i] = (double)(x[i] = (type)(value));                            \
		for (size_t n = 0; n < N; n += 1 + n / 9) {                                  \
			got[n] = 7;                                                          \
			sumlog_widen_##name(got, x, n);                                      \
			require(got[n] == 7, "a conversion beyond its end");                 \
			require(memcmp(want, got, n * sizeof *got) == 0, "a conversion");    \
			require(bits(sumlog_sum_log_##name(x, n)) ==                         \
			        bits(sumlog_sum_log(want, n)), "a sum of another type");     \
			if (n == 0)                                                          \
				continue;                                                    \
			double sums[3], rows[3];                                             \
			sumlog_sum_log_rows_##name(sums, x, N / n < 3 ? 1 : 3, n);           \
			sumlog_sum_log_rows(rows, want, N / n < 3 ? 1 : 3, n);               \
			require(memcmp(sums, rows, (N / n < 3 ? 1 : 3) * sizeof *sums) == 0, \
			        "rows of another type");                                     \
		}                                                                            \
	}
TYPE(float32, float, 1 + i * 0.001)
TYPE(int64, int64_t, i == 100 ? INT64_MAX : 1 + i * INT64_C(123456789012))
TYPE(int32, int32_t, i == 100 ? INT32_MAX : 1 + i * 1000)
TYPE(int16, int16_t, 1 + i)
TYPE(int8, int8_t, 1 + i % 127)
TYPE(uint64, uint64_t, i == 100 ? UINT64_MAX : 1 + i * UINT64_C(123456789012))
TYPE(uint32, uint32_t, i == 100 ? UINT32_MAX : 1 + i * 1000u)
TYPE(uint16, uint16_t, 1 + 3 * i)
TYPE(uint8, uint8_t, 1 + i % 255)

static void other_types(void)
{
	of_float32();
	of_int64();
	of_int32();
	of_int16();
	of_int8();
	of_uint64();
	of_uint32();
	of_uint16();
	of_uint8();
}

void sums(void)
{
	other_types();
	special_log1p();
	scaled_ratios();
	special_terms();
	magnitudes();
	static double x[N], w[N], y[N];
	uint64_t state = random_numbers(x, N, 7);
	for (int i = 0; i < N; i++)
		y[i] = i < 4096 ? 0x1p-40 * (i % 5 - 2) : 0x1p-300 * x[i];
	log1p_parts(y);
	random_numbers(w, N, state);
	dot_parts(w, x, 1); /* |w| ln x exceeds no double, and cancels */
	for (int i = 0; i < N; i++)
		w[i] = i % 7;
	for (int i = 0; i < N; i++)
		x[i] = 1 + x[i];
	dot_parts(w, x, 0);
	for (int i = 0; i < N; i++) /* beyond the largest double */
		w[i] = i % 2 ? 0x1p1020 : -0x1p1020;
	dot_parts(w, x, 1);
	sumlog_dot_log_sum a = {.s = 0}, b = {.s = 0};
	sumlog_dot_log_sum_add_ratio(&a, w, x, y, 0);
	require(bits(sumlog_dot_log_sum_sum(a)) == 0, "the ratio of nothing");
	sumlog_dot_log_sum_add_ratio(&b, x, y + 4096, x + 4096, N - 4096);
	require(bits(sumlog_dot_log_sum_sum(b)) ==
	        bits(sumlog_dot_log_ratio(x, y + 4096, x + 4096, N - 4096)), "ratios in parts");
}

/* Whether products of columns, multiplied by two blocks of rows, are those of each column. */
static void column_products(const double *x, size_t rows, size_t cols, size_t stride)
{
	enum { MOST = 80 };
	sumlog_product got[MOST] = {{0}}, want[MOST] = {{0}};
	size_t first = rows > 5000 ? 4096 : rows / 3;
	sumlog_product_mul_columns(got, x, first, cols, stride);
	sumlog_product_mul_columns(got, x + (rows > 0 ? first * stride : 0), rows - first, cols, stride);
	for (size_t c = 0; c < cols; c++) {
		double *column = place(2, rows * sizeof *column, 0);
		for (size_t r = 0; r < rows; r++)
			column[r] = x[r * stride + c];
		sumlog_product_add(&want[c], column, first);
		sumlog_product_add(&want[c], column + first, rows - first);
		require(sumlog_product_equal(got[c], want[c]), "the product of a column");
	}
}

/* Columns of rows that are farther apart, with x between inaccessible pages and NaN in gaps. */
static void columns(size_t rows, size_t cols, size_t stride, size_t special)
{
	size_t n = rows == 0 ? 0 : (rows - 1) * stride + cols;
	for (int end = 0; end < 2; end++) {
		double *x = place(1, n * sizeof *x, end), *dst = place(0, cols * sizeof *dst, end);
		double *column = place(2, rows * sizeof *column, end);
		random_numbers(x, n, 3);
		for (size_t i = 0; i < n; i++)
			if (i % stride >= cols)
				x[i] = (double)NAN;
		for (size_t i = 0; i < n; i += special) /* columns that leave the fast path */
			if (i % stride < cols)
				x[i] = i % 2 ? 0x1p-1060 : i % 3 ? 0x1p1000 : 0;
		sumlog_sum_log_columns(dst, x, rows, cols, stride);
		for (size_t c = 0; c < cols; c++) {
			for (size_t r = 0; r < rows; r++)
				column[r] = x[r * stride + c];
			require(bits(dst[c]) == bits(sumlog_sum_log(column, rows)), "a column");
		}
		column_products(x, rows, cols, stride);
	}
}

/* Groups of up to most elements. What lies before the first one cannot be read. */
static void groups_of(size_t groups, size_t most)
{
	enum { BEFORE = 3 };
	static size_t offsets[1000] = {BEFORE};
	uint64_t state = most;
	for (size_t i = 0; i < groups; i++) {
		state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
		offsets[i + 1] = offsets[i] + (state >> 33) % (most + 1);
	}
	size_t n = offsets[groups] - BEFORE;
	for (int end = 0; end < 2; end++) {
		double *x = place(1, n * sizeof *x, end), *dst = place(0, groups * sizeof *dst, end);
		random_numbers(x, n, 5);
		for (size_t i = 0; i < n; i += 97)
			x[i] = i % 2 ? 0x1p-1060 : 0;
		sumlog_sum_log_groups(dst, n > 0 ? x - BEFORE : NULL, offsets, groups);
		for (size_t i = 0; i < groups; i++) {
			size_t size = offsets[i + 1] - offsets[i];
			const double *group = n > 0 ? x + (offsets[i] - BEFORE) : NULL;
			require(bits(dst[i]) == bits(sumlog_sum_log(group, size)), "a group");
		}
	}
}

void matrices(void)
{
	const size_t rows[] = {0, 1, 2, 7, 8, 9, 64, 100, 511, 1024, 1025, 2000, 4096, 4097, 9000};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t cols = 1; rows[i] * cols < 32000 && cols < 80; cols += cols < 20 ? 1 : 13)
			for (size_t special = 5; special < 1000000; special *= 50) {
				columns(rows[i], cols, cols, special);
				if (rows[i] * (cols + 3) < 32000)
					columns(rows[i], cols, cols + 3, special);
			}
	for (size_t groups = 0; groups < 300; groups += groups < 70 ? 1 : 57)
		for (size_t most = 1; groups * most < 30000 && most < 5000; most += 1 + most / 2)
			groups_of(groups, most);
}
