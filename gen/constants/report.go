package main

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"text/tabwriter"
)

// report prints what was derived beside what is committed, and returns the names of
// what differs.
func report(w io.Writer, d derivation) (differ []string) {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	verdict := func(name string, same bool) string {
		if same {
			return "yes"
		}
		differ = append(differ, name)
		return "NO"
	}

	fmt.Fprintln(tab, "CONSTANT\tWHAT\tDERIVED\tCOMMITTED\tSAME BITS")
	for _, c := range committed {
		derived, values := d["constant "+c.name], numbers(reflect.ValueOf(c.value))
		for i, v := range values {
			name, got, same := c.name, "-", false
			if len(values) > 1 {
				name += fmt.Sprintf("[%d]", i)
			}
			if len(derived) == len(values) {
				got, same = hex(derived[i]), math.Float64bits(derived[i]) == math.Float64bits(v)
			}
			fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\n", name, c.what, got, hex(v), verdict(name, same))
		}
	}

	fmt.Fprintln(tab, "\nERROR\tOF\tDERIVED\tSTATED\tHOLDS")
	for _, b := range bounds {
		got, holds := "-", false
		if derived := d["error "+b.name]; len(derived) == 1 {
			got, holds = fmt.Sprintf("2^%.2f = %.3g", math.Log2(derived[0]), derived[0]), b.holds(derived[0])
		}
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\n", b.name, b.of, got, b.stated,
			verdict("error of "+b.name, holds))
	}
	tab.Flush()
	return differ
}

func hex(v float64) string { return strconv.FormatFloat(v, 'x', -1, 64) }
