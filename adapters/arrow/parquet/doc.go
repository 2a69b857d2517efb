// Package parquet sums the logarithms of a column of a Parquet file.
//
// Row groups are decoded in parallel, and summed as they are decoded: memory is bounded by a few
// pages for each core, whatever the size of the file. Nulls do not count. The sum has the bits of
// sumlog's SumLog over the values that are not null, in their order, whatever the row groups and
// pages; it depends on nothing but the values.
//
// A column of numbers has the physical type DOUBLE, FLOAT, INT32 or INT64, where integers may be
// unsigned by their logical type. Decimals, dates and times are no numbers. Integers beyond 2^53
// are rounded to the nearest float64. A column within lists or optional groups has the values of
// all of them.
package parquet
