package sumlogduckdb

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each function has the bits of its kernel, for columns, constants and both, and NULL where an
// argument is NULL.
func TestScalarsHaveTheBitsOfTheKernels(t *testing.T) {
	x := []float64{0.25, 1, 2, 3, 7.5, 100, 1e10, 1e-300, 0, -0.5, -1, -2, math.Inf(1), math.NaN()}
	c := open(t)
	exec(t, c, "CREATE TABLE p (i INTEGER, x DOUBLE, y DOUBLE)")
	var in columns
	const nulls = 5000
	appendRows(t, c, "p", func(add func(row ...driver.Value)) {
		for i, v := range x {
			for j, w := range x {
				add(int32(i*len(x)+j), v, w)
				in[0], in[1] = append(in[0], v), append(in[1], w)
			}
		}
	})
	exec(t, c, fmt.Sprintf(`INSERT INTO p SELECT 1000 + i, CASE WHEN i %% 3 > 0 THEN i END,
		CASE WHEN i %% 2 > 0 THEN 2 END FROM range(%d) r(i)`, nulls))
	for k := range scalars {
		s := &scalars[k]
		args := []string{"x", "y"}[:s.inputs()]
		call := s.name + "(" + strings.Join(args, ", ") + ")"
		want := make([]float64, len(in[0]))
		s.compute(want, in)
		got := query(t, c, "SELECT "+call+" FROM p ORDER BY i")
		require.Len(t, got, len(want)+nulls)
		for i, v := range want {
			requireBits(t, v, got[i][0], call, in[0][i], in[1][i])
		}
		for i, row := range got[len(want):] {
			if i%3 == 0 || s.binary != nil && i%2 == 0 {
				require.Nil(t, row[0], "%s %d", call, i)
				continue
			}
			one := make([]float64, 1)
			s.compute(one, columns{{float64(i)}, {2}})
			requireBits(t, one[0], row[0], call, i)
		}

		constant := strings.Join([]string{"7.5::DOUBLE", "0.25::DOUBLE"}[:s.inputs()], ", ")
		one := make([]float64, 1)
		s.compute(one, columns{{7.5}, {0.25}})
		requireBits(t, one[0], query(t, c, "SELECT "+s.name+"("+constant+")")[0][0], s.name)
		null := strings.Join([]string{"NULL", "0.25"}[:s.inputs()], ", ")
		require.Nil(t, query(t, c, "SELECT "+s.name+"("+null+")")[0][0], s.name)
		if s.binary != nil {
			s.compute(want, columns{in[0], repeat(0.25, len(want))})
			for i, row := range query(t, c, "SELECT "+s.name+"(x, 0.25) FROM p ORDER BY i LIMIT 196") {
				requireBits(t, want[i], row[0], s.name, in[0][i])
			}
		}
	}
}

func repeat(v float64, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = v
	}
	return x
}
