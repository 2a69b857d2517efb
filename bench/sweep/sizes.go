package sweep

// Sizes returns the numbers of elements to measure: 4 and ever four times as many, up
// to arrays that take most bytes together, in whole rows where there are any.
func (o *Operation) Sizes(most int, quick bool) []int {
	unit := max(1, o.Cols)
	last := max(4, most/o.Pattern.Bytes()) / unit * unit
	var list []int
	for n := 4; n < last*2/3; n *= 4 {
		list = append(list, (n+unit-1)/unit*unit)
	}
	list = append(list, last)
	if !quick {
		return list
	}
	var few []int
	for i, n := range list {
		// The least, one in each of the first caches, and the most.
		if i == 0 || i == 4 || i == 7 || i == len(list)-1 {
			few = append(few, n)
		}
	}
	return few
}
