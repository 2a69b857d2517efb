/* The parts of the test that need no file: memory, products, additions of all types. */
#define _DEFAULT_SOURCE
#include "test.h"

#include <sys/mman.h>
#include <unistd.h>

enum { ROOMS = 4, ROOM = 1 << 18 };
static char *rooms[ROOMS];

void make_room(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	for (int i = 0; i < ROOMS; i++) {
		char *all = mmap(NULL, ROOM + 2 * page, PROT_READ | PROT_WRITE,
		                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (all == MAP_FAILED || mprotect(all, page, PROT_NONE) != 0 ||
		    mprotect(all + page + ROOM, page, PROT_NONE) != 0)
			fail("no memory between pages");
		rooms[i] = all + page;
	}
}

void *place(int room, size_t bytes, int end)
{
	if (bytes > ROOM)
		fail("%zu bytes are more than a room has", bytes);
	if (bytes == 0)
		return NULL;
	return rooms[room] + (end ? ROOM - bytes : 0);
}

void require(int holds, const char *what)
{
	if (!holds)
		fail("%s", what);
}

uint64_t random_numbers(double *x, size_t n, uint64_t state)
{
	for (size_t i = 0; i < n; i++) {
		state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
		x[i] = ldexp(1 + (double)(state >> 12), (int)(state >> 55) - 300);
	}
	return state;
}

void products(void)
{
	enum { N = 3 * 4096 + 100 };
	static double x[N];
	random_numbers(x, N, 1);
	sumlog_product nothing = {0}, p = {0}, merged = {0}, q;
	require(bits(sumlog_product_log(nothing)) == 0, "the logarithm of no factors is not +0");
	sumlog_product_add(&p, x, 8192);
	sumlog_product_add(&p, x + 8192, N - 8192);
	for (int i = 0; i < N; i += 4096) {
		sumlog_product part = {0};
		sumlog_product_add(&part, x + i, N - i < 4096 ? N - i : 4096);
		sumlog_product_merge(&merged, part);
	}
	require(sumlog_product_equal(p, merged) == 1, "products of blocks merge to another");
	require(sumlog_product_equal(p, nothing) == 0, "a product equals the empty one");
	double sum = sumlog_sum_log(x, N);
	require(bits(sumlog_product_log(p)) == bits(sum), "a product has another logarithm");

	for (int i = 0; i < 1000; i++) { /* one by one, special factors among them */
		const double factors[4] = {
			x[i], 0x1.8p-1060, i < 500 ? 3 : -x[i], i < 400 ? 2 : (double)INFINITY,
		};
		sumlog_product add = p, mul = p;
		for (int k = 0; k < 4; k++) {
			sumlog_product_add(&add, &factors[k], 1);
			sumlog_product_mul(&mul, factors[k]);
			require(sumlog_product_equal(add, mul) == 1, "mul and add differ");
		}
	}

	uint8_t b[SUMLOG_PRODUCT_SIZE], one[SUMLOG_PRODUCT_SIZE] = {1, 0, 0x3f, 0xf0};
	for (int special = 0; special < 8; special++) {
		const double factor[3] = {-1, 0, (double)INFINITY};
		sumlog_product s = p;
		for (int i = 0; i < 3; i++)
			if (special >> i & 1)
				sumlog_product_add(&s, &factor[i], 1);
		sumlog_product_to_bytes(s, b);
		require(b[1] == special, "the flags are not negative, zero, infinite");
		require(sumlog_product_from_bytes(&q, b, sizeof b) == 0, "the binary form is refused");
		require(sumlog_product_equal(s, q) == 1, "the binary form is of another product");
	}
	sumlog_product_to_bytes(nothing, b);
	require(memcmp(b, one, sizeof b) == 0, "the binary form of no factors");
	const struct { int at; uint8_t v; } wrong[] = {
		{0, 0}, {0, 2}, {1, 8}, {2, 0x40}, {2, 0xbf}, {10, 0x40}, {18, 0x7f}, {18, 0x80},
	};
	q = p;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		memcpy(b, one, sizeof b);
		b[wrong[i].at] = wrong[i].v;
		require(sumlog_product_from_bytes(&q, b, sizeof b) == -1, "a wrong form is read");
	}
	require(sumlog_product_from_bytes(&q, one, 25) == -1, "25 bytes are read");
	require(sumlog_product_equal(p, q) == 1, "a wrong form changes the product");
	/* Exponents as large as the form allows. */
	for (int i = 0; i < 2; i++) {
		const uint8_t most[2][8] = {{0, 0x20}, {0xff, 0xe0}}; /* 2^53 and -2^53 */
		memcpy(b, one, sizeof b);
		memcpy(b + 18, most[i], 8);
		require(sumlog_product_from_bytes(&q, b, sizeof b) == 0, "a large exponent is refused");
		double want = (i == 0 ? 0x1p53 : -0x1p53) * 0x1.62e42fefa39efp-1; /* exact but for ln 2 */
		require(sumlog_product_log(q) == want, "the logarithm of 2^(2^53)");
	}
}

/* Whether two forms are the bytes that hex spells. */
static void require_form(const uint8_t *bytes, size_t n, const char *hex, const char *what)
{
	for (size_t i = 0; i < n; i++) {
		char two[3] = {hex[2 * i], hex[2 * i + 1], 0};
		require(bytes[i] == strtoul(two, NULL, 16), what);
	}
	require(hex[2 * n] == 0, what);
}

/* A sum with that form is read back from it; forms with a byte changed at wrong[i] are refused. */
#define CHECK_FORM(name, s, hex, ...)                                                           \
	do {                                                                                    \
		enum { SIZE = sizeof(hex) / 2 };                                                \
		uint8_t b[SIZE], again[SIZE];                                                   \
		const struct { int at; uint8_t v; } wrong[] = {{0, 0x02}, {1, 8}, __VA_ARGS__}; \
		sumlog_##name read = {0}, kept;                                                 \
		sumlog_##name##_to_bytes(s, b);                                                 \
		require_form(b, SIZE, hex, "the binary form of a " #name);                      \
		require(sumlog_##name##_from_bytes(&read, b, SIZE) == 0, "a form is refused");  \
		sumlog_##name##_to_bytes(read, again);                                          \
		require(memcmp(b, again, SIZE) == 0, "a form is of another " #name);            \
		kept = read;                                                                    \
		require(sumlog_##name##_from_bytes(&read, b, SIZE - 1) == -1, "a short form");  \
		for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {                     \
			memcpy(again, b, SIZE);                                                 \
			again[wrong[i].at] = wrong[i].v;                                        \
			require(sumlog_##name##_from_bytes(&read, again, SIZE) == -1,           \
			        "a wrong " #name);                                              \
		}                                                                               \
		require(memcmp(&read, &kept, sizeof read) == 0, "a wrong form changes a sum");  \
	} while (0)

/* The forms are what Go writes of the same elements. */
void forms(void)
{
	const double x[] = {0.5, 2, -0.25, 1e-12}, tiny[] = {1e-12, 3e-13}, special[] = {-1, -2, INFINITY};
	sumlog_log1p_sum p = {.s = 0};
	CHECK_FORM(log1p_sum, p,
	           "11003ff00000000000000000000000000000000000000000000000000000000000000000000000000000",
	           {2, 0x40});
	sumlog_log1p_sum_add(&p, x, 4);
	CHECK_FORM(log1p_sum, p,
	           "11003ffb000000001db0bc867b014281a800000000000000000100000000000000000000000000000000",
	           {10, 0x3f}, {18, 0x7f});
	p = (sumlog_log1p_sum){.s = 0};
	sumlog_log1p_sum_add(&p, tiny, 2);
	sumlog_log1p_sum_add(&p, special, 3);
	CHECK_FORM(log1p_sum, p,
	           "11073ff0000000000000000000000000000000000000000000003d76deadf4bbb049bae514eb277cca5e",
	           {2, 0x3e}, {18, 0x40});
	uint8_t b[SUMLOG_LOG1P_SUM_SIZE];
	sumlog_log1p_sum_to_bytes((sumlog_log1p_sum){.c = INFINITY}, b);
	require(sumlog_log1p_sum_from_bytes(&p, b, sizeof b) == -1, "an infinite sum is read");
	const double w[] = {1, 2, 3, 1, INFINITY}, y[] = {2, 3, 0.5, 0, 2};
	sumlog_dot_log_sum d = {.s = 0};
	CHECK_FORM(dot_log_sum, d, "2100000000000000000000000000000000000000000000000000", {18, 0xbf});
	sumlog_dot_log_sum_add(&d, w, y, 3);
	CHECK_FORM(dot_log_sum, d, "21003fe9f323ecbf9850bcc03549e3b000004013e116bcd39e7d", {18, 0xc0});
	sumlog_dot_log_sum_add(&d, w + 3, y + 3, 2);
	CHECK_FORM(dot_log_sum, d, "21063fe9f323ecbf9850bcc03549e3b000004013e116bcd39e7d", {18, 0xff});
	const double exps[] = {1, 2, 3.5, (double)NAN}, large[] = {1e300, 1e300};
	sumlog_exp_sum e = {.s = 0};
	CHECK_FORM(exp_sum, e, "3100fff000000000000000000000000000000000000000000000", {2, 0x7f}, {18, 1});
	sumlog_exp_sum_add(&e, exps, 3);
	CHECK_FORM(exp_sum, e, "3100400c0000000000003ff59c8461054d08bc983baae7707414", {10, 0x3e}, {1, 1});
	sumlog_exp_sum_add(&e, exps + 3, 1);
	CHECK_FORM(exp_sum, e, "3101fff000000000000000000000000000000000000000000000", {1, 2}, {2, 0x7f});
	e = (sumlog_exp_sum){.s = 0};
	sumlog_exp_sum_add(&e, large, 2);
	CHECK_FORM(exp_sum, e, "31007e37e43c8800759c40000000000000000000000000000000", {10, 0x44},
	           {18, 0x40});
}

/* Compares the two additions of a type with a loop, at either end of a page and in place. */
#define CHECK_ADD(name, type, sum)                                                              \
	static void check_##name(size_t n, int end)                                             \
	{                                                                                       \
		static type want[20000];                                                        \
		size_t bytes = n * sizeof(type);                                                \
		type *dst = place(0, bytes, end);                                               \
		type *a = place(1, bytes, end), *b = place(2, bytes, end);                      \
		uint64_t random = n;                                                            \
		for (size_t i = 0; i < bytes; i++) {                                            \
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;  \
			((uint8_t *)a)[i] = (uint8_t)(random >> 40);                            \
			((uint8_t *)b)[i] = (uint8_t)(random >> 50);                            \
		}                                                                               \
		for (size_t i = 0; i < n; i++)                                                  \
			want[i] = (type)(sum);                                                  \
		for (int streaming = 0; streaming < 2; streaming++) {                           \
			type *to[3] = {dst, a, b}, *saved = place(3, bytes, end);               \
			for (int k = 0; k < 3; k++) {                                           \
				copy(saved, to[k], bytes);                                      \
				(streaming ? sumlog_add_streaming_##name : sumlog_add_##name)(to[k], a, b, n); \
				for (size_t i = 0; i < n; i++)                                  \
					if (to[k][i] == to[k][i] || want[i] == want[i])         \
						require(memcmp(&to[k][i], &want[i], sizeof(type)) == 0, "add_" #name); \
				copy(to[k], saved, bytes);                                      \
			}                                                                       \
		}                                                                               \
	}
#define SUM(unsigned_type) (unsigned_type)((unsigned_type)a[i] + (unsigned_type)b[i])
#define TYPES(X)                                 \
	X(float64, double, a[i] + b[i])          \
	X(float32, float, a[i] + b[i])           \
	X(int64, int64_t, SUM(uint64_t))         \
	X(int32, int32_t, SUM(uint32_t))         \
	X(int16, int16_t, SUM(uint16_t))         \
	X(int8, int8_t, SUM(uint8_t))            \
	X(uint64, uint64_t, SUM(uint64_t))       \
	X(uint32, uint32_t, SUM(uint32_t))       \
	X(uint16, uint16_t, SUM(uint16_t))       \
	X(uint8, uint8_t, SUM(uint8_t))
TYPES(CHECK_ADD)

void additions(void)
{
#define CALL(name, type, sum) check_##name(n, end);
	for (size_t n = 0; n < 20000; n += n < 300 ? 1 : n < 4000 ? 977 : 7919)
		for (int end = 0; end < 2; end++) {
			TYPES(CALL)
		}
}
