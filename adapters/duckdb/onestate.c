// One state for all rows, which DuckDB's C API lacks.
//
// DuckDB adds rows to states by one of two functions of an aggregate: one takes a state a row, the
// other one state for all rows. The C API has the first alone, and it reads one state a row even
// where DuckDB passes a vector of one for all: in windows that are whole partitions, and where an
// aggregate has an ORDER BY. There it would read beyond the vector (duckdb issue 21537). Both
// functions are therefore set here, in DuckDB's C++ object. The names are those of the version
// that go.mod pins: the linker, or the comparison of the object with them, notices another.
#include "shim.h"

#include <stddef.h>

#if defined(__APPLE__)
#define NAME(linux, other) __asm__("_" other)
#elif defined(_WIN32)
#define NAME(linux, other) __asm__(other)
#else
#define NAME(linux, other) __asm__(linux)
#endif

// duckdb::CAPIAggregateUpdate, which flattens the inputs and calls the callback of the C API.
extern void update_by_c(void *inputs, void *input_data, uint64_t n_inputs, void *states, uint64_t n)
	NAME("_ZN6duckdb19CAPIAggregateUpdateEPNS_6VectorERNS_18AggregateInputDataEmRS0_m",
         "_ZN6duckdb19CAPIAggregateUpdateEPNS_6VectorERNS_18AggregateInputDataEyRS0_y");
// duckdb::CAPIAggregateFinalize
extern void finalize_by_c(void *, void *, void *, uint64_t, uint64_t)
	NAME("_ZN6duckdb21CAPIAggregateFinalizeERNS_6VectorERNS_18AggregateInputDataES1_mm",
         "_ZN6duckdb21CAPIAggregateFinalizeERNS_6VectorERNS_18AggregateInputDataES1_yy");
// duckdb::Vector::Flatten
extern void flatten(void *vector, uint64_t n)
	NAME("_ZN6duckdb6Vector7FlattenEm", "_ZN6duckdb6Vector7FlattenEy");

_Thread_local void *sumlog_one_state;

static void update(void *inputs, void *input_data, uint64_t n_inputs, void *states, uint64_t n)
{
	flatten(states, n);
	sumlog_one_state = NULL;
	update_by_c(inputs, input_data, n_inputs, states, n);
}

static void simple_update(void *inputs, void *input_data, uint64_t n_inputs, void *state,
                          uint64_t n)
{
	sumlog_one_state = state;
	update_by_c(inputs, input_data, n_inputs, inputs, n); // any vector: it is not read
}

int sumlog_take_one_state(void *aggregate_function)
{
	// The object has, one after the other, the functions size, initialize, update, combine,
	// finalize and simple_update, of which the C API leaves the last one NULL.
	void (**functions)(void) = aggregate_function;
	const size_t before = 64; // more than the words before them
	for (size_t i = 0; i < before; i++) {
		if (functions[i] != (void (*)(void))update_by_c)
			continue;
		if (functions[i + 2] != (void (*)(void))finalize_by_c || functions[i + 3])
			return 1;
		functions[i] = (void (*)(void))update;
		functions[i + 3] = (void (*)(void))simple_update;
		return 0;
	}
	return 1;
}
