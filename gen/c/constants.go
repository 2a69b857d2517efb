package c

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"sumlog/internal/generic"
)

// numbers are the constants of internal/generic that the C by hand needs. Integers are bits.
var numbers = []struct {
	name  string
	value any
}{
	{"LOG_SPLIT", uint64(generic.LogSplit)},
	{"INTEGER", uint64(generic.Integer)},
	{"RATIO_SPLIT", uint64(generic.RatioSplit)},
	{"LN2", generic.Ln2},
	{"LN2_TAIL", generic.Ln2Tail},
	{"LN2_HI", generic.Ln2Hi},
	{"LN2_LO", generic.Ln2Lo},
	{"TINY1P", generic.Tiny1p},
	{"DOT_CANCELS", generic.DotCancels},
	{"EXP_INVERSE", generic.ExpInverse},
	{"EXP_SHIFT", float64(generic.ExpShift)},
	{"EXP_LANE_START", float64(generic.ExpLaneStart)},
	{"WIDE_EXP", generic.WideExp},
	{"WIDE_ROW", generic.WideRow},
	{"MERGE_SAFE", float64(generic.MergeSafe)},
}

// tables are its tables.
var tables = []struct {
	name  string
	value any // an array of numbers, or of arrays
}{
	{"log_c", generic.LogC},
	{"log_hi", generic.LogHi},
	{"log_lo", generic.LogLo},
	{"log_q", generic.LogQ},
	{"ratio_r", generic.RatioR},
	{"careful_ln2", generic.CarefulLn2},
	{"careful_log_mid", generic.CarefulLogMid},
	{"careful_log_rest", generic.CarefulLogRest},
	{"careful_series", generic.CarefulSeries},
	{"careful_q", generic.CarefulQ},
}

// constantsHeader is constants.h.
func constantsHeader() string {
	var b strings.Builder
	b.WriteString(header + "\n#ifndef SUMLOG_CONSTANTS_H\n#define SUMLOG_CONSTANTS_H\n\n")
	for _, n := range numbers {
		fmt.Fprintf(&b, "#define %s %s\n", n.name, literal(n.value))
	}
	for _, t := range tables {
		v := reflect.ValueOf(t.value)
		size := fmt.Sprintf("[%d]", v.Len())
		if v.Type().Elem().Kind() == reflect.Array {
			size += fmt.Sprintf("[%d]", v.Type().Elem().Len())
		}
		fmt.Fprintf(&b, "\nstatic const double sumlog_%s%s = {\n", t.name, size)
		for i := range v.Len() {
			fmt.Fprintf(&b, "\t%s,\n", element(v.Index(i)))
		}
		b.WriteString("};\n")
	}
	b.WriteString("\n#endif\n")
	return b.String()
}

// element is an element of a table.
func element(v reflect.Value) string {
	if v.Kind() != reflect.Array {
		return literal(v.Interface())
	}
	var list []string
	for i := range v.Len() {
		list = append(list, element(v.Index(i)))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// literal is a number in C.
func literal(v any) string {
	if bits, ok := v.(uint64); ok {
		return fmt.Sprintf("UINT64_C(0x%016x)", bits)
	}
	return strconv.FormatFloat(v.(float64), 'x', -1, 64)
}
