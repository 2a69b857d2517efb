package shared

import "sumlog/internal/number"

// Number is the set of element types: the integers of fixed size, the two
// floating-point types, and every type defined over one of them.
//
// They are those NumPy shares with Go. int, uint and uintptr are not among them,
// since their size depends on the machine.
type Number interface{ number.Number }
