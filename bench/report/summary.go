package report

import (
	"fmt"
	"strings"

	"sumlog/bench/cases"
	"sumlog/bench/measure"
)

// Summarise says what the headline workloads show, in one line for each question.
func (d *Report) Summarise() []string {
	sums, table := d.Find(measure.Workload, "accumulate"), d.Find(measure.Workload, "table")
	return []string{constantTime(sums), termByTerm(sums), inPlace(table)}
}

// Times returns how many times as fast v, of a workload, is as other, 0 where one was not
// measured.
func Times(v, other *measure.Variant) float64 {
	if v == nil || other == nil || v.Last() == nil || other.Last() == nil {
		return 0
	}
	return other.Last().Stats.Median / v.Last().Stats.Median
}

// PythonLoop returns the variant of a workload that is Python's plain loop, or nil.
func PythonLoop(c *measure.Case) *measure.Variant {
	return c.Find(func(v *measure.Variant) bool {
		return v.Peer == "python" && v.Workers == 1 && strings.HasPrefix(v.Label, "for loop")
	})
}

// own returns the fastest of sumlog's variants by a method.
func own(c *measure.Case, method string, workers func(n int) bool) *measure.Variant {
	v, _ := Fastest(c, (*measure.Variant).Last, func(v *measure.Variant) bool {
		return v.ISA != "" && v.Method == method && workers(v.Workers)
	})
	return v
}

// OneWorker returns the fastest of sumlog's variants by a method and one worker, or nil.
func OneWorker(c *measure.Case, method string) *measure.Variant {
	return own(c, method, func(n int) bool { return n == 1 })
}

func seconds(v *measure.Variant) string { return Seconds(v.Last().Stats.Median) }

// loops says how many times as fast as the loops v is.
func loops(c *measure.Case, v *measure.Variant, goes string) (line string) {
	if r := Times(v, c.Base()); r > 0 {
		line += fmt.Sprintf(", %s times %s", Figure(r), goes)
	}
	if r := Times(v, PythonLoop(c)); r > 0 {
		line += fmt.Sprintf(", %s times Python's", Figure(r))
	}
	return line
}

func constantTime(c *measure.Case) string {
	v := OneWorker(c, cases.Constant)
	if v == nil {
		return "The sums in constant time were not measured."
	}
	return fmt.Sprintf("Constant time, %s, 1 worker: %s%s.", v.ISA, seconds(v), loops(c, v, "the speed of Go's loop"))
}

// termByTerm compares one logarithm a term with one logarithm a term, and all workers with one.
func termByTerm(c *measure.Case) string {
	one := OneWorker(c, cases.Literal)
	if one == nil {
		return "The sums term by term were not measured."
	}
	line := fmt.Sprintf("Term by term, %s, 1 worker: %s%s", one.ISA, seconds(one), loops(c, one, "Go's"))
	if all := own(c, cases.Literal, func(n int) bool { return n > 1 }); all != nil {
		line += fmt.Sprintf("; %d workers %s times 1", all.Workers, Figure(Times(all, one)))
	}
	return line + "."
}

// inPlace compares sharing a table with copying it. How many workers took part is for AddColumns
// to decide: so few rows may not be worth more than the caller.
func inPlace(c *measure.Case) string {
	any := func(int) bool { return true }
	v := own(c, cases.InPlace, any)
	if v == nil {
		return "The table was not measured."
	}
	line := fmt.Sprintf("Table in place, %s: %s", v.ISA, seconds(v))
	if copied := own(c, cases.Copied, any); copied != nil {
		line += fmt.Sprintf(", %s times copying it", Figure(Times(v, copied)))
	}
	if r := Times(v, PythonLoop(c)); r > 0 {
		line += fmt.Sprintf(", %s times Python's loop", Figure(r))
	}
	return line + "."
}
