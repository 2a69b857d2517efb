package c

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// layouts are the structures that kernels find the fields of by their offsets.
var layouts = []struct {
	name, doc string
	of        any
}{
	{"product_block", "the factors of a block, and their product", generic.ProductBlock{}},
	{"product_special", "which factors a block leaves out", generic.ProductSpecial{}},
	{"row_lanes", "the eight lanes of a row", generic.RowLanes{}},
	{"row_plan", "which elements of a row go to which lanes", generic.RowPlan{}},
	{"column_lanes", "the lanes of columns", generic.ColumnLanes{}},
	{"column_plan", "which elements of columns are multiplied", generic.ColumnPlan{}},
	{"row_mask", "fills a row up with ones", generic.RowMask},
	{"closed_form", "what log_accumulate knows of the terms", generic.ClosedForm{}},
	{"sum_lanes", "the lanes of a sum", generic.SumLanes{}},
	{"exp_unit", "what terms of one unit have in common", generic.ExpUnit{}},
	{"log_pair", "the logarithm of the sum of a row", generic.LogPair{}},
	{"rows_plan", "where elements of rows are, a row a lane, and their lanes", generic.RowsPlan{}},
	{"dot_lanes", "the lanes of a weighted sum", generic.DotLanes{}},
	{"careful_lanes", "the same to twice the precision", generic.CarefulLanes{}},
	{"direct_terms", "a chunk of the terms of log_accumulate_direct", generic.DirectTerms{}},
}

// sizes are the numbers of internal/generic that the wrappers need.
var sizes = []struct {
	name  string
	value int
}{
	{"LANES", generic.Lanes},
	{"LANES_WIDTH", generic.Width},
	{"STRIPE", generic.Stripe},
	{"BLOCK", generic.Block},
	{"ROW_PAIR", generic.RowPair},
	{"ROW8", generic.Row8},
	{"ROW_BLOCK", generic.RowBlock},
	{"MAX_ROW", generic.MaxRow},
	{"RAW_FACTORS", generic.RawFactors},
	{"RAW_MIN", generic.RawMin},
	{"MAX_FACTORS", generic.MaxFactors},
	{"MAX_LANE_ROW", generic.MaxLaneRow},
	{"LANE_ROWS", generic.LaneRows},
	{"ROW_COLUMNS", len(generic.RowColumns{})},
	{"DOT_COLUMNS", len(generic.DotColumns{})},
	{"DIRECT_CHUNK", generic.DirectChunk},
}

// structure declares a Go structure of numbers in C, the fields of embedded ones among its own.
func structure(name, doc string, of any) string {
	var b strings.Builder
	fmt.Fprintf(&b, "/* sumlog_%s: %s. */\nstruct sumlog_%s {\n", name, doc, name)
	for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
		if f.Anonymous {
			continue
		}
		kind, array := f.Type, ""
		if kind.Kind() == reflect.Array {
			array = fmt.Sprintf("[%d]", kind.Len())
			kind = kind.Elem()
		}
		fmt.Fprintf(&b, "\t%s %s%s;\n", cTypes[kind.Kind()], field(f.Name), array)
	}
	b.WriteString("};\n\n")
	return b.String()
}

var cTypes = map[reflect.Kind]string{reflect.Float64: "double", reflect.Int64: "int64_t"}

// field is the name of a Go field in C, with an underscore behind a word of C's own.
func field(name string) string {
	s := snake(name)
	if s == "short" {
		s += "_"
	}
	return s
}

// snake is a Go name in C's spelling: "ReducedP" is "reduced_p".
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// byHand are the functions of the headers in perSet.
var byHand = []struct{ name, result, parameters string }{
	{"merge", "sumlog_product ", "sumlog_product a, sumlog_product b"},
	{"mul", "sumlog_product ", "sumlog_product a, double x"},
	{"div", "sumlog_product ", "sumlog_product a, double x"},
	{"split1p", "sumlog_product ", "const double *x, size_t n"},
	{"log1pOf", "double ", "sumlog_log1p_sum a"},
	{"logParts", "struct pair ", "sumlog_product a"},
	{"logAny", "double ", "double x"},
	{"splitDot", "void ", "struct sumlog_dot_lanes *l, sumlog_dot_log_sum *noted, " +
		"const double *w, const double *x, size_t n"},
	{"splitRatio", "void ", "struct sumlog_dot_lanes *l, sumlog_dot_log_sum *noted, " +
		"const double *w, const double *x, const double *y, size_t n"},
	{"splitCareful", "void ", "struct sumlog_careful_lanes *l, " +
		"const double *w, const double *x, double scale, size_t n"},
}

// kernelsHeader is kernels.h: structures, sizes, constants, and the table of a set's kernels.
func kernelsHeader(kernels []*build.Kernel, consts *constants) string {
	var b strings.Builder
	b.WriteString(header + "\n#ifndef SUMLOG_KERNELS_H\n#define SUMLOG_KERNELS_H\n\n")
	for _, l := range layouts {
		b.WriteString(structure(l.name, l.doc, l.of))
	}
	b.WriteString("enum {\n")
	for _, s := range sizes {
		fmt.Fprintf(&b, "\t%s = %d,\n", s.name, s.value)
	}
	b.WriteString("};\n\n/* How many vectors a pass of a kernel takes at a time. */\nenum {\n")
	for _, k := range kernels {
		if k.Group > 0 {
			fmt.Fprintf(&b, "\tGROUP_%s = %d,\n", k.Name, k.Group)
		}
	}
	b.WriteString(`};

/* The kernels of an instruction set. Those that take a row a lane are NULL where it has one. */
struct sumlog_set {
	const char *name;
	int lanes;   /* of a vector */
	bool masked; /* kernels of groups take any number of elements */
`)
	for _, f := range byHand {
		b.WriteString(wrap(fmt.Sprintf("\t%s(*%s)(%s);", f.result, f.name, f.parameters), "\t\t"))
	}
	for _, k := range kernels {
		b.WriteString(wrap(fmt.Sprintf("\tvoid (*%s)(%s);", k.Name, parameters(k)), "\t\t"))
	}
	b.WriteString("};\n\n/* The bits of constants. */\n")
	for _, name := range slices.Sorted(maps.Keys(consts.bits)) {
		fmt.Fprintf(&b, "#define BITS_%s UINT64_C(0x%016x)\n", name, consts.bits[name])
	}
	b.WriteString("\n#endif\n")
	return b.String()
}
