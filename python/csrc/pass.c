/* Sums that threads share. */
#include "core.h"

enum {
	BLOCKS = 16,   /* of a piece: 64 Ki elements */
	WINDOW = 1024, /* pieces of which the sums of blocks are kept at a time */
};

struct job {
	const struct pass *pass;
	const struct source *in;
	size_t from;         /* the first element of the first piece */
	union state *blocks; /* of all pieces, or the one sum of a single thread */
	bool kept;
};

static bool all_contiguous(const struct source *in, int inputs)
{
	for (int i = 0; i < inputs; i++)
		if (!in[i].all)
			return false;
	return true;
}

static void add_piece(void *arg, size_t piece)
{
	const struct job *j = arg;
	double buffers[3][PIECE];
	const double *in[3] = {NULL, NULL, NULL};
	size_t from = j->from + piece * BLOCKS * PIECE, end = from + BLOCKS * PIECE;
	if (end > j->in->n)
		end = j->in->n;
	size_t step = !j->kept && all_contiguous(j->in, j->pass->inputs) ? end - from : PIECE;
	for (size_t b = 0; from < end; b++, from += step) {
		size_t n = end - from < step ? end - from : step;
		for (int i = 0; i < j->pass->inputs; i++)
			in[i] = source_read(&j->in[i], from, n, buffers[i]);
		j->pass->add(j->blocks + (j->kept ? piece * BLOCKS + b : 0), in, n);
	}
}

static size_t elements_cost(size_t n, int cost)
{
	return n < SIZE_MAX / (size_t)cost ? n * (size_t)cost : SIZE_MAX;
}

/*
 * The sums of blocks are merged one by one, from left to right: the bits are those of a single
 * thread, whatever the number of threads.
 */
int run_pass(const struct pass *pass, union state *s, const union state *nothing,
             const struct source *in, int threads)
{
	const size_t piece = BLOCKS * PIECE, total = in->n;
	size_t pieces = total / piece + (total % piece != 0);
	union state result = *s;
	struct job j = {.pass = pass, .in = in, .blocks = &result};
	if (threads == 1 || pieces < 2) {
		int failed = run_pieces(add_piece, &j, pieces, 1, elements_cost(total, pass->cost));
		if (!failed)
			*s = result;
		return failed;
	}
	j.kept = true;
	j.blocks = PyMem_Malloc((pieces < WINDOW ? pieces : WINDOW) * BLOCKS * sizeof *j.blocks);
	int failed = 0;
	if (!j.blocks) {
		PyErr_NoMemory();
		return -1;
	}
	while (!failed && j.from < total) {
		size_t left = total - j.from;
		size_t blocks = left / PIECE + (left % PIECE != 0);
		if (blocks > (size_t)WINDOW * BLOCKS)
			blocks = (size_t)WINDOW * BLOCKS;
		for (size_t b = 0; b < blocks; b++)
			j.blocks[b] = *nothing;
		failed = run_pieces(add_piece, &j, (blocks + BLOCKS - 1) / BLOCKS, threads,
		                    elements_cost(blocks * PIECE, pass->cost));
		for (size_t b = 0; !failed && b < blocks; b++)
			pass->merge(&result, &j.blocks[b]);
		j.from += blocks * PIECE;
	}
	PyMem_Free(j.blocks);
	if (!failed)
		*s = result;
	return failed;
}
