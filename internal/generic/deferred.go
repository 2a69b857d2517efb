package generic

// Deferred tells which elements of a vector code with two ways to a result leaves for later: those
// on the way of half of them or fewer. Each has a bit, the lowest the first, and all are of one
// kind.
type Deferred struct{ Small, Others uint8 }
