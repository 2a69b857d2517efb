// Package report shows what was measured: the machine and the tables for people,
// the same in JSON for programs.
package report

import (
	"math"

	"sumlog/bench/measure"
	"sumlog/bench/workload"
)

// Row is one way with what was measured of it.
type Row struct {
	*workload.Way
	measure.Result
	measure.Stats
	Absent string // why there are no figures, if so
}

// Results are the rows of one workload.
type Results struct {
	Name  string // accumulate or table
	Title string
	Unit  string  // what a figure per unit is per: term or row
	Units float64 // how many of them a way does
	Items string  // what the items are: objects or rows
	Rows  []Row
}

// Fill sets the rows: ways, with what was measured of those that are not absent.
func (r *Results) Fill(ways []*workload.Way, measured map[*workload.Way]measure.Result) {
	for _, way := range ways {
		row := Row{Way: way, Result: measured[way], Absent: way.Absent}
		row.Stats = row.Result.Stats()
		switch {
		case row.Absent != "":
		case row.Err != nil:
			row.Absent = row.Err.Error()
		case row.Count == 0:
			row.Absent = "not measured"
		}
		r.Rows = append(r.Rows, row)
	}
}

// Seconds returns the median of the row that others are compared with in that
// role, and NaN where it is missing.
func (r Results) Seconds(role workload.Role) float64 {
	for _, row := range r.Rows {
		if row.Role == role && row.Absent == "" {
			return row.Median
		}
	}
	return math.NaN()
}

// Best returns the fastest row that fits, or nil.
func (r Results) Best(fits func(Row) bool) *Row {
	var best *Row
	for i, row := range r.Rows {
		if row.Absent == "" && fits(row) && (best == nil || row.Median < best.Median) {
			best = &r.Rows[i]
		}
	}
	return best
}

// Problems lists what is wrong with any row, each with the name of its way.
func (r Results) Problems() []string {
	var list []string
	for _, row := range r.Rows {
		for _, problem := range row.Verdict.Problems {
			list = append(list, row.Name+": "+problem)
		}
	}
	return list
}
