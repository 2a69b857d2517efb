/* What the test's files share. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../sumlog.h"

_Noreturn static inline void fail(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "c/test: %s: ", sumlog_isa());
	vfprintf(stderr, format, args);
	fputs("\n", stderr);
	va_end(args);
	exit(1);
}

/* The bits of x, the same for any NaN. */
static inline uint64_t bits(double x)
{
	uint64_t b;
	memcpy(&b, &x, 8);
	return x == x ? b : UINT64_C(0x7ff8000000000001);
}

/* copy is memcpy, also from nothing to nowhere. */
static inline void copy(void *to, const void *from, size_t bytes)
{
	if (bytes > 0)
		memcpy(to, from, bytes);
}
static inline void fill(void *to, size_t bytes)
{
	if (bytes > 0)
		memset(to, 0xa5, bytes);
}

static inline FILE *open_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		fail("%s cannot be opened", path);
	return f;
}

static inline void read_doubles(FILE *f, double *x, size_t n)
{
	if (fread(x, sizeof *x, n, f) != n)
		fail("the cases end too early");
}

/* Maps memory between inaccessible pages. */
void make_room(void);
/* Memory of that size at the beginning or at the end of room 0 to 3; NULL where it is none. */
void *place(int room, size_t bytes, int end);

/* Random numbers of at least 1, and the next state of their generator. */
uint64_t random_numbers(double *x, size_t n, uint64_t state);
void require(int holds, const char *what);

void products(void);
void forms(void);
void sums(void);
void matrices(void);
void additions(void);
