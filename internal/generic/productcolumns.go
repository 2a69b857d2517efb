package generic

// ColumnLanes is what vector code keeps of some columns of a table in one half of their lanes:
// lane i of column c is element i·pitch+c, for a pitch of at least the number of columns. E is
// NaN where the factors left the fast path: see [ProductBlock].
type ColumnLanes struct {
	P, E [ColumnSpace]float64
	Exp  [ColumnSpace]int64
}

const (
	// MaxColumns is how many columns vector code takes at a time. More of them read longer
	// pieces of the rows of a table, fewer keep their lanes in a smaller cache.
	MaxColumns = 256
	// ColumnSpace is the lanes of that many columns, and a row of 8 ones behind them.
	ColumnSpace = Width*MaxColumns + Row8
)

// ColumnPlan says what vector code multiplies into ColumnLanes: for each of Lanes lanes,
// Vectors·Row8 columns and, where Part is not 0, those that Mask is -1 for. Lane i has Rows
// factors, which begin i·Row bytes behind the first of lane 0 and are Stride bytes apart.
type ColumnPlan struct {
	Lanes, Vectors, Part int64
	Row, Rows, Stride    int64
	More                 int64 // 1 where the lanes have been begun; else they begin as 1
	Mask                 [Row8]int64
}
