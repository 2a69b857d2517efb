/* Which instruction set is in force. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#if SUMLOG_X86
#include <cpuid.h>
#endif

enum isa { GENERIC, AVX2, AVX512, NEON, ISAS };
static const char *const names[ISAS] = {"generic", "avx2", "avx512", "neon"};

/* The sets that this library has, in the order of preference. */
static const struct sumlog_set *const sets[ISAS] = {
	[GENERIC] = &sumlog_set_generic,
#if SUMLOG_X86
	[AVX2] = &sumlog_set_avx2,
	[AVX512] = &sumlog_set_avx512,
#elif SUMLOG_ARM
	[NEON] = &sumlog_set_neon,
#endif
};

#if SUMLOG_X86
/* Asks the processor, and whether the system saves the registers. */
static enum isa best(void)
{
	unsigned a, b, c, d, saved, high;
	const unsigned fma_popcnt_osxsave_avx = 1u << 12 | 1u << 23 | 1u << 27 | 1u << 28;
	const unsigned avx2 = 1u << 5;
	const unsigned f_dq_cd_bw_vl = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
	if (!__get_cpuid(1, &a, &b, &c, &d) ||
	    (c & fma_popcnt_osxsave_avx) != fma_popcnt_osxsave_avx)
		return GENERIC;
	__asm__("xgetbv" : "=a"(saved), "=d"(high) : "c"(0));
	if ((saved & 0x6) != 0x6 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & avx2))
		return GENERIC;
	return (saved & 0xe6) == 0xe6 && (b & f_dq_cd_bw_vl) == f_dq_cd_bw_vl ? AVX512 : AVX2;
}
#else
static enum isa best(void) { return SUMLOG_ARM ? NEON : GENERIC; }
#endif

/* Stops where a compiler fused a product and a sum: (1+2^-30)(1-2^-30) - 1 is 0, rounded twice. */
static void require_two_roundings(const struct sumlog_set *set)
{
	volatile double given[3] = {1 + 0x1p-30, 1 - 0x1p-30, -1};
	double a = given[0], b = given[1], c = given[2], result[MAX_LANES];
	set->separately(result, &a, &b, &c);
	if (result[0] != 0) {
		fputs("sumlog: compiled without -ffp-contract=off: the results would be wrong\n", stderr);
		abort();
	}
}

/* The name, in lower case and without blanks around it. */
static void tidy(char *name, size_t size, const char *text)
{
	size_t n = 0;
	while (*text == ' ' || *text == '\t' || *text == '\n')
		text++;
	for (; *text && n + 1 < size; text++)
		name[n++] = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
	while (n > 0 && (name[n - 1] == ' ' || name[n - 1] == '\t' || name[n - 1] == '\n'))
		n--;
	name[n] = 0;
}

/* The best set below the ceiling that SUMLOG_ISA sets. */
static enum isa below_ceiling(enum isa isa)
{
	const char *value = getenv("SUMLOG_ISA");
	char name[16];
	tidy(name, sizeof name, value ? value : "");
	if (!*name)
		return isa;
	int ceiling = 0;
	while (ceiling < ISAS && strcmp(name, names[ceiling]) != 0)
		ceiling++;
	if (ceiling == ISAS || !sets[ceiling]) {
		fprintf(stderr, "sumlog: SUMLOG_ISA=%s is ignored: %s; the instruction set is %s\n", value,
		        ceiling == ISAS ? "unknown instruction set" : "not of this library", names[isa]);
		return isa;
	}
	if (ceiling > (int)isa) {
		fprintf(stderr, "sumlog: SUMLOG_ISA=%s is not available here; the instruction set is %s\n",
		        value, names[isa]);
		return isa;
	}
	return (enum isa)ceiling;
}

static const struct sumlog_set *chosen;

/* Every thread that gets here chooses the same. */
static const struct sumlog_set *choose(void)
{
	const struct sumlog_set *set = sets[below_ceiling(best())];
	require_two_roundings(set);
	__atomic_store_n(&chosen, set, __ATOMIC_RELEASE);
	return set;
}

/* At load. A constructor of another file may call earlier. */
__attribute__((constructor)) static void load(void) { sumlog_in_force(); }

SUMLOG_INTERNAL const struct sumlog_set *sumlog_in_force(void)
{
	const struct sumlog_set *set = __atomic_load_n(&chosen, __ATOMIC_ACQUIRE);
	return set ? set : choose();
}

const char *sumlog_isa(void) { return sumlog_in_force()->name; }
