package generic

// Deferred tells which elements of a vector, which take two ways to their results, vector code
// leaves for later: those on the way that half of them or fewer take. Bit i is lane i. First has
// lanes that take the first way, and Others the rest; at most one of the two is not 0.
type Deferred struct{ First, Others uint8 }
