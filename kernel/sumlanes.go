package kernel

import "sumlog/internal/generic"

// stripes is a part of a block that one call of a kernel takes: stripes of one half of the
// lanes, each of that many rows, with the other half's between them.
type stripes struct {
	half, from, n, rows int
}

// stripesOf returns the parts of a block of n elements, in the order in which each half has them,
// and how many elements are behind the last one, less than a row: they are the next row of its
// half.
func stripesOf(n int) (parts [3]stripes, half, rest int) {
	const rows = generic.Stripe / generic.Width
	whole := n / generic.Stripe
	last := n % generic.Stripe
	parts[0] = stripes{0, 0, (whole + 1) / 2, rows}
	parts[1] = stripes{generic.Width, generic.Stripe, whole / 2, rows}
	half = whole % 2 * generic.Width
	parts[2] = stripes{half, whole * generic.Stripe, min(last/generic.Width, 1), last / generic.Width}
	return parts, half, last % generic.Width
}
