package main

import (
	"strconv"

	"sumlog"
	"sumlog/dispatch"
	"sumlog/shared"
)

// fill sets columns 0 and 1 of the rows of one process, and column 2 to their sum.
func fill(path, process string) error {
	table, err := shared.Open[float64](path)
	if err != nil {
		return err
	}
	defer table.Close()
	i, err := strconv.Atoi(process)
	if err != nil {
		return err
	}
	rows := dispatch.Split(table.Rows(), processes)[i]
	part := table.RowRange(rows.Lo, rows.Hi)
	for r := range part.Rows() {
		part.Set(r, 0, float64(rows.Lo+r))
		part.Set(r, 1, 0.5)
	}
	sumlog.AddColumns(part, 2, 0, 1)
	return nil
}
