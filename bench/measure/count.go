package measure

import (
	"strconv"
	"strings"
)

// Thousands puts a space between groups of three digits of numbers that have at least five
// before the point.
func Thousands(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	if len(whole) < 5 {
		return text
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + " " + whole[at:]
	}
	if point {
		whole += "." + fraction
	}
	return whole
}

// Count writes a whole number.
func Count(n int) string { return Thousands(strconv.Itoa(n)) }
