// Callbacks for DuckDB's C API, which unpack what DuckDB passes and call Go once a chunk.
#ifndef SUMLOG_SHIM_H
#define SUMLOG_SHIM_H

#include <stddef.h>
#include <stdint.h>

enum { SUMLOG_MAX_INPUTS = 2 };

// The rows of a chunk: for each input the values, and a bit a row that is 0 for a NULL, or no bits
// where there are no NULLs.
typedef struct {
	uint64_t n;
	const double *in[SUMLOG_MAX_INPUTS];
	const uint64_t *valid[SUMLOG_MAX_INPUTS];
} sumlog_chunk;

extern const char *duckdb_library_version(void);

// The state of all rows that are being added, or NULL where each row has its own.
extern _Thread_local void *sumlog_one_state;

// sumlog_take_one_state makes an aggregate function of the C API set sumlog_one_state. It returns
// 0, or 1 where DuckDB's object is not laid out as this package knows it.
int sumlog_take_one_state(void *aggregate_function);

// They return 0, or 1 where DuckDB refuses the function. index is passed to Go; a state is size
// bytes, which are 0 at first.
int sumlog_add_aggregate(void *connection, const char *name, int index, int inputs, size_t size);
int sumlog_add_scalar(void *connection, const char *name, int index, int inputs);

#endif
