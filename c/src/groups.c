/*
 * Sums of the logarithms of groups of any lengths. Groups of at most 16 elements, and those of at
 * most 32, are multiplied side by side, one a lane. Elements that a group lacks are ones, which
 * change no bit of a product.
 */
#include "internal.h"

enum {
	GROUPS = 64,              /* that are taken at a time, a multiple of MAX_LANES */
	SHORT = LANES_WIDTH,      /* elements of a group */
	MEDIUM = 2 * LANES_WIDTH, /* a longer group is worth a call */
};

/* Groups that wait until there are enough of them: group which[i] ends before element to[i]. */
struct group_list {
	size_t n;
	size_t which[GROUPS];
	int64_t from[GROUPS], to[GROUPS];
};

/* Sums the groups, of at most most elements, and empties the list. */
static void sum_list(const struct sumlog_set *set, size_t most, struct group_list *l, double *dst,
                     const double *x)
{
	double sums[GROUPS], fallback = 0;
	size_t vectors = whole_vectors(set, l->n);
	for (size_t i = l->n; i < vectors; i++)
		l->from[i] = l->to[i] = 0;
	const int64_t *mask = sumlog_group_mask + MEDIUM;
	if (most == SHORT)
		set->groupsOf16(sums, x, l->from, l->to, mask, (int64_t)vectors, &fallback);
	else
		set->groupsOf32(sums, x, l->from, l->to, mask, (int64_t)vectors, &fallback);
	for (size_t i = 0; i < l->n; i++) {
		const double *group = x + l->from[i];
		size_t size = (size_t)(l->to[i] - l->from[i]);
		if (fallback != 0 && (sums[i] != sums[i] || leaves_fast_path(group, size)))
			sums[i] = sumlog_sum_log_split(set, group, size);
		dst[l->which[i]] = sums[i];
	}
	l->n = 0;
}

static void add_to_list(struct group_list *l, size_t which, size_t from, size_t to)
{
	l->which[l->n] = which;
	l->from[l->n] = (int64_t)from;
	l->to[l->n] = (int64_t)to;
	l->n++;
}

void sumlog_sum_log_groups(double *dst, const double *x, const size_t *offsets, size_t groups)
{
	const struct sumlog_set *set = sumlog_in_force();
	struct group_list brief, medium;
	brief.n = medium.n = 0;
	for (size_t i = 0; i < groups; i++) {
		size_t size = offsets[i + 1] - offsets[i];
		if (size == 0)
			dst[i] = 0;
		else if (size <= SHORT)
			add_to_list(&brief, i, offsets[i], offsets[i + 1]);
		else if (size <= MEDIUM)
			add_to_list(&medium, i, offsets[i], offsets[i + 1]);
		else
			dst[i] = sumlog_sum_log_of(set, x + offsets[i], size);
		if (brief.n == GROUPS)
			sum_list(set, SHORT, &brief, dst, x);
		if (medium.n == GROUPS)
			sum_list(set, MEDIUM, &medium, dst, x);
	}
	if (brief.n > 0)
		sum_list(set, SHORT, &brief, dst, x);
	if (medium.n > 0)
		sum_list(set, MEDIUM, &medium, dst, x);
}
