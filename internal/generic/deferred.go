package generic

// Deferred tells which elements of a vector, which take two ways to their results, vector code
// leaves for later: those on the way of half of them or fewer. Each has a bit, the lowest the
// first, and all take the same way.
type Deferred struct{ First, Others uint8 }
