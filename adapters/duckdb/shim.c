#include "shim.h"

#include <stdlib.h>
#include <string.h>

#include "_cgo_export.h"

// What is used of duckdb.h, whose version go.mod pins: the part of the C API that is stable since
// version 1.1. All handles are pointers.
typedef uint64_t idx_t;
extern void *duckdb_create_aggregate_function(void);
extern void duckdb_destroy_aggregate_function(void **);
extern void duckdb_aggregate_function_set_name(void *, const char *);
extern void duckdb_aggregate_function_add_parameter(void *, void *);
extern void duckdb_aggregate_function_set_return_type(void *, void *);
extern void duckdb_aggregate_function_set_functions(
	void *, idx_t (*size)(void *), void (*init)(void *, void *),
	void (*update)(void *, void *, void **), void (*combine)(void *, void **, void **, idx_t),
	void (*finalize)(void *, void **, void *, idx_t, idx_t));
extern void duckdb_aggregate_function_set_extra_info(void *, void *, void (*destroy)(void *));
extern void *duckdb_aggregate_function_get_extra_info(void *);
extern int duckdb_register_aggregate_function(void *, void *);
extern void *duckdb_create_scalar_function(void);
extern void duckdb_destroy_scalar_function(void **);
extern void duckdb_scalar_function_set_name(void *, const char *);
extern void duckdb_scalar_function_add_parameter(void *, void *);
extern void duckdb_scalar_function_set_return_type(void *, void *);
extern void duckdb_scalar_function_set_function(void *, void (*)(void *, void *, void *));
extern void duckdb_scalar_function_set_extra_info(void *, void *, void (*destroy)(void *));
extern void *duckdb_scalar_function_get_extra_info(void *);
extern int duckdb_register_scalar_function(void *, void *);
extern void *duckdb_create_logical_type(int);
extern void duckdb_destroy_logical_type(void **);
extern idx_t duckdb_data_chunk_get_size(void *);
extern void *duckdb_data_chunk_get_vector(void *, idx_t);
extern void *duckdb_vector_get_data(void *);
extern uint64_t *duckdb_vector_get_validity(void *);
extern void duckdb_vector_ensure_validity_writable(void *);
enum { DUCKDB_TYPE_DOUBLE = 11 };

// Which function is called: what DuckDB keeps beside each.
struct function {
	int index, inputs;
	size_t size;
};

static sumlog_chunk unpack(const struct function *f, void *chunk)
{
	sumlog_chunk c = {.n = duckdb_data_chunk_get_size(chunk)};
	for (int i = 0; i < f->inputs; i++) {
		void *vector = duckdb_data_chunk_get_vector(chunk, (idx_t)i);
		c.in[i] = duckdb_vector_get_data(vector);
		c.valid[i] = duckdb_vector_get_validity(vector);
	}
	return c;
}

static idx_t state_size(void *info)
{
	const struct function *f = duckdb_aggregate_function_get_extra_info(info);
	return f->size;
}

static void init(void *info, void *state)
{
	const struct function *f = duckdb_aggregate_function_get_extra_info(info);
	memset(state, 0, f->size);
}

static void update(void *info, void *chunk, void **states)
{
	const struct function *f = duckdb_aggregate_function_get_extra_info(info);
	sumlog_chunk c = unpack(f, chunk);
	if (sumlog_one_state)
		sumlogAdd(f->index, &c, sumlog_one_state);
	else
		sumlogUpdate(f->index, &c, states);
}

static void combine(void *info, void **from, void **to, idx_t n)
{
	const struct function *f = duckdb_aggregate_function_get_extra_info(info);
	sumlogCombine(f->index, from, to, n);
}

static void finalize(void *info, void **states, void *result, idx_t n, idx_t offset)
{
	const struct function *f = duckdb_aggregate_function_get_extra_info(info);
	duckdb_vector_ensure_validity_writable(result);
	sumlogFinalize(f->index, states, n, duckdb_vector_get_data(result),
	               duckdb_vector_get_validity(result), offset);
}

static void scalar(void *info, void *chunk, void *result)
{
	const struct function *f = duckdb_scalar_function_get_extra_info(info);
	sumlog_chunk c = unpack(f, chunk);
	uint64_t *valid = NULL;
	if (c.valid[0] || c.valid[1]) {
		duckdb_vector_ensure_validity_writable(result);
		valid = duckdb_vector_get_validity(result);
	}
	sumlogScalar(f->index, &c, duckdb_vector_get_data(result), valid);
}

static struct function *new_function(int index, int inputs, size_t size)
{
	struct function *f = malloc(sizeof *f);
	if (f)
		*f = (struct function){index, inputs, size};
	return f;
}

int sumlog_add_aggregate(void *connection, const char *name, int index, int inputs, size_t size)
{
	struct function *info = new_function(index, inputs, size);
	if (!info)
		return 1;
	void *f = duckdb_create_aggregate_function(), *t = duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
	duckdb_aggregate_function_set_name(f, name);
	for (int i = 0; i < inputs; i++)
		duckdb_aggregate_function_add_parameter(f, t);
	duckdb_aggregate_function_set_return_type(f, t);
	duckdb_aggregate_function_set_functions(f, state_size, init, update, combine, finalize);
	duckdb_aggregate_function_set_extra_info(f, info, free);
	int refused = sumlog_take_one_state(f) || duckdb_register_aggregate_function(connection, f);
	duckdb_destroy_logical_type(&t);
	duckdb_destroy_aggregate_function(&f);
	return refused;
}

int sumlog_add_scalar(void *connection, const char *name, int index, int inputs)
{
	struct function *info = new_function(index, inputs, 0);
	if (!info)
		return 1;
	void *f = duckdb_create_scalar_function(), *t = duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
	duckdb_scalar_function_set_name(f, name);
	for (int i = 0; i < inputs; i++)
		duckdb_scalar_function_add_parameter(f, t);
	duckdb_scalar_function_set_return_type(f, t);
	duckdb_scalar_function_set_function(f, scalar);
	duckdb_scalar_function_set_extra_info(f, info, free);
	int refused = duckdb_register_scalar_function(connection, f);
	duckdb_destroy_logical_type(&t);
	duckdb_destroy_scalar_function(&f);
	return refused;
}
