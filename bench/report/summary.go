package report

import (
	"fmt"
	"math"

	"sumlog/bench/workload"
)

// Summary says in three lines what the tables show.
func Summary(sums, table Results) []string {
	return []string{constantTime(sums), termByTerm(sums), inPlace(table)}
}

// constantTime is the headline: what the closed form makes of the loops.
func constantTime(r Results) string {
	best := r.Best(func(row Row) bool { return row.Method == workload.Constant && row.Workers == 1 })
	if best == nil {
		return "The sums in constant time were not measured."
	}
	return fmt.Sprintf("Constant time, %s, 1 worker: %s%s.", best.ISA, seconds(best.Median),
		r.timesLoops(best.Median, "the speed of Go's loop"))
}

// termByTerm compares one logarithm a term with one logarithm a term, and all
// workers with one.
func termByTerm(r Results) string {
	literal := func(workers func(int) bool) *Row {
		return r.Best(func(row Row) bool { return row.ISA != "" && row.Method == workload.Literal && workers(row.Workers) })
	}
	one, all := literal(func(n int) bool { return n == 1 }), literal(func(n int) bool { return n > 1 })
	if one == nil {
		return "The sums term by term were not measured."
	}
	line := fmt.Sprintf("Term by term, %s, 1 worker: %s%s", one.ISA, seconds(one.Median), r.timesLoops(one.Median, "Go's"))
	if all != nil {
		line += fmt.Sprintf("; %d workers %s times 1", all.Workers, figure(one.Median/all.Median))
	}
	return line + "."
}

// inPlace compares sharing a table with copying it. How many workers took part is for
// AddColumns to say: so few rows may not be worth more than the caller.
func inPlace(r Results) string {
	of := func(method workload.Method) *Row {
		return r.Best(func(row Row) bool { return row.ISA != "" && row.Method == method })
	}
	place, copied := of(workload.InPlace), of(workload.Copied)
	if place == nil {
		return "The table was not measured."
	}
	line := fmt.Sprintf("Table in place, %s: %s", place.ISA, seconds(place.Median))
	if copied != nil {
		line += fmt.Sprintf(", %s times copying it", figure(copied.Median/place.Median))
	}
	if ratio := r.Seconds(workload.PythonLoop) / place.Median; !math.IsNaN(ratio) {
		line += fmt.Sprintf(", %s times Python's loop", figure(ratio))
	}
	return line + "."
}

// timesLoops says how many times as fast as the loops s is.
func (r Results) timesLoops(s float64, goes string) string {
	line := ""
	for _, other := range []struct {
		role workload.Role
		name string
	}{{workload.GoLoop, goes}, {workload.PythonLoop, "Python's"}} {
		if ratio := r.Seconds(other.role) / s; !math.IsNaN(ratio) {
			line += fmt.Sprintf(", %s times %s", figure(ratio), other.name)
		}
	}
	return line
}
