package c

import (
	"fmt"
	"slices"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// macros name the operations that are a macro of their operands, and of Imm where it is listed
// in immediate.
var macros = map[ir.Code]string{
	ir.Add: "ADD", ir.Sub: "SUB", ir.Mul: "MUL", ir.Div: "DIV", ir.MulAdd: "FMA", ir.MulSub: "FMS",
	ir.Max:        "MAX",
	ir.AddFloat32: "ADDF32", ir.AddInt8: "ADDI8", ir.AddInt16: "ADDI16", ir.AddInt32: "ADDI32",
	ir.Less: "LESS", ir.Equal: "EQUAL", ir.And: "AND", ir.Or: "OR",
	ir.Merge: "MERGE", ir.Masked: "MASKED",
	ir.AddInt: "ADDI", ir.SubInt: "SUBI", ir.AndInt: "ANDI", ir.OrInt: "ORI",
	ir.ShiftAllLeft: "SHL", ir.ShiftAllRight: "SHR",
	ir.MinInt32: "MINI32", ir.MaxUint32: "MAXU32", ir.LessInt: "LESSI", ir.EqualInt: "EQUALI",
	ir.ConvertToFloat64: "CONVERT", ir.NotPositive: "NOTPOSITIVE",
	lookup: "LOOKUP",
}

var immediate = []ir.Code{ir.ShiftAllLeft, ir.ShiftAllRight}

// function is a kernel on its way to text.
type function struct {
	*ir.Program
	strings.Builder
	kernel  *build.Kernel
	counts  map[int]bool // general values that are no pointers
	written map[int]bool // pointers that something is stored through
	targets map[int]bool // labels that are jumped to
	known   map[int]bool // values that are declared
	consts  *constants
}

// constants are those that kernels use.
type constants struct {
	bits   map[string]uint64
	tables map[string][]uint64
	order  []string // of the tables
}

// record records a kernel for t. In plain C it takes one element at a time, which halves the text.
func record(k *build.Kernel, t Target, c *constants) *function {
	if t.Width == 1 && k.Group > 1 {
		one := *k
		one.Group = 1
		k = &one
	}
	f := &function{
		Program: build.Record(k, t), kernel: k, consts: c,
		counts: map[int]bool{}, written: map[int]bool{},
		targets: map[int]bool{}, known: map[int]bool{},
	}
	f.classify()
	return f
}

// write prints a kernel as a function of t.
func write(k *build.Kernel, t Target, c *constants) string {
	f := record(k, t, c)
	f.WriteString(comment(k.Doc))
	list := parameters(k)
	f.WriteString(wrap(fmt.Sprintf("TARGET static void %s_%s(%s)", t.Name, k.Name, list), "\t"))
	f.WriteString("{\n")
	f.declare()
	for i := range f.Ops {
		f.print(&f.Ops[i])
	}
	f.WriteString("}\n")
	return f.String()
}

// classify finds out which general values are counts, which pointers are written through, and
// which labels are used.
func (f *function) classify() {
	for changed := true; changed; {
		before := len(f.counts) + len(f.written)
		for _, o := range f.Ops {
			switch o.Code {
			case ir.Arg:
				if slices.Contains(f.kernel.Counts, f.kernel.Params[o.Imm]) {
					f.counts[o.Dst] = true
				}
			case ir.LoadCount:
				f.counts[o.Dst] = true
			case ir.Copy:
				if f.counts[o.Src[0]] {
					f.counts[o.Dst] = true
				}
				if f.written[o.Dst] {
					f.written[o.Src[0]] = true
				}
			case ir.Store, ir.Stream, ir.StoreOne, ir.StoreMasked, ir.StoreLanes:
				f.written[o.Src[0]] = true
			case ir.Jump, ir.JumpIfNone, ir.JumpIfAll, ir.JumpIfFew, ir.JumpIfZero, ir.JumpIfUnder,
				ir.LoopEnd, ir.LoopWhile:
				f.targets[o.Imm] = true
			}
		}
		changed = len(f.counts)+len(f.written) > before
	}
}

// writtenParams are the parameters that something is stored through by some target.
func writtenParams(k *build.Kernel) map[string]bool {
	list := map[string]bool{}
	for _, t := range Targets {
		f := record(k, t, nil)
		for _, o := range f.Ops {
			if o.Code == ir.Arg && f.written[o.Dst] {
				list[k.Params[o.Imm]] = true
			}
		}
	}
	return list
}

// parameters are the parameters as C declares them.
func parameters(k *build.Kernel) string {
	var list []string
	written := writtenParams(k)
	for _, p := range k.Params {
		switch {
		case slices.Contains(k.Counts, p):
			list = append(list, "int64_t "+p)
		case written[p]:
			list = append(list, "void *"+p)
		default:
			list = append(list, "const void *"+p)
		}
	}
	return strings.Join(list, ", ")
}

// kind is the C type of a value, with a blank or a star behind.
func (f *function) kind(id int) string {
	switch v := f.Values[id]; {
	case v.Class == ir.Vector:
		return "V "
	case v.Class == ir.Mask:
		return "M "
	case f.counts[id]:
		return "int64_t "
	case f.written[id]:
		return "char *"
	}
	return "const char *"
}

// declare declares the variables. Other values are declared where they are computed.
func (f *function) declare() {
	lists := map[string][]string{}
	for id, v := range f.Values {
		if v.Mutable && f.IsRead(id, 0) {
			kind := f.kind(id)
			lists[kind] = append(lists[kind], fmt.Sprintf("v%d", id))
			f.known[id] = true
		}
	}
	for _, kind := range []string{"char *", "const char *", "int64_t ", "V ", "M "} {
		if len(lists[kind]) > 0 {
			separator := ", "
			if strings.HasSuffix(kind, "*") {
				separator = ", *"
			}
			f.WriteString(wrap("\t"+kind+strings.Join(lists[kind], separator)+";", "\t\t"))
		}
	}
}

// value is an operand.
func (f *function) value(id int) string {
	switch v := f.Values[id]; {
	case v.Location != ir.Pool:
		return fmt.Sprintf("v%d", id)
	case v.Table != nil:
		f.consts.table(v.Name, v.Table)
		return v.Name
	default:
		name := build.Name(f.Program, v.Bits)
		f.consts.bits[name] = v.Bits
		return "CONST(" + name + ")"
	}
}

func (c *constants) table(name string, words []uint64) {
	if _, ok := c.tables[name]; !ok {
		c.tables[name] = words
		c.order = append(c.order, name)
	}
}

// set is an assignment to the result of o, and its declaration where it is the only one.
func (f *function) set(o *ir.Op, format string, args ...any) string {
	s := fmt.Sprintf("v%d = %s;", o.Dst, fmt.Sprintf(format, args...))
	if f.known[o.Dst] {
		return s
	}
	f.known[o.Dst] = true
	return f.kind(o.Dst) + s
}

// print prints an operation.
func (f *function) print(o *ir.Op) {
	var s []string
	for _, id := range o.Src {
		s = append(s, f.value(id))
	}
	if name, ok := macros[o.Code]; ok {
		if slices.Contains(immediate, o.Code) {
			s = append(s, fmt.Sprint(o.Imm))
		}
		fmt.Fprintf(f, "\t%s\n", f.set(o, "%s(%s)", name, strings.Join(s, ", ")))
		return
	}
	switch o.Code {
	case ir.Label, ir.LoopBegin:
		if f.targets[o.Imm] {
			fmt.Fprintf(f, "L%d:;\n", o.Imm)
		}
	case ir.Return: // at the end
	case ir.Comment:
		fmt.Fprintf(f, "\t/* %s */\n", o.Text)
	default:
		fmt.Fprintf(f, "\t%s\n", f.statement(o, s))
	}
}

// statement is an operation on memory, general registers or masks, or a jump.
func (f *function) statement(o *ir.Op, s []string) string {
	address := func(offset int) string { return plus(s[0], offset) }
	switch o.Code {
	case ir.Load:
		return f.set(o, "LOAD(%s)", address(o.Imm))
	case ir.Store:
		return fmt.Sprintf("STORE(%s, %s);", address(o.Imm), s[1])
	case ir.Prefetch:
		return fmt.Sprintf("PREFETCH(%s, %d);", s[0], o.Imm)
	case ir.Stream:
		return fmt.Sprintf("STREAM(%s, %s);", address(o.Imm), s[1])
	case ir.Fence:
		return "FENCE();"
	case ir.LoadOne:
		return f.set(o, "LOADONE(%s)", address(o.Imm))
	case ir.StoreOne:
		return fmt.Sprintf("STOREONE(%s, %s);", address(o.Imm), s[1])
	case ir.LoadTail:
		return f.set(o, "LOADTAIL(%s, %s, %s)", address(o.Imm), s[1], address(o.Limit))
	case ir.StoreMasked:
		return fmt.Sprintf("STOREMASKED(%s, %s, %s);", address(o.Imm), s[1], s[2])
	case ir.LoadMasked:
		return f.set(o, "LOADMASKED(%s, %s)", address(o.Imm), s[1])
	case ir.StoreLanes:
		return fmt.Sprintf("STORELANES(%s, %s);", address(o.Imm), s[1])
	case ir.Broadcast:
		return f.set(o, "BROADCAST(%s)", address(o.Imm))
	case ir.LoadFloat32:
		return f.set(o, "LOADF32(%s)", address(o.Imm))
	case ir.LoadUint32:
		return f.set(o, "LOADU32(%s)", address(o.Imm))
	case ir.LoadCount:
		return f.set(o, "*(const int64_t *)(%s)", address(o.Imm))
	case ir.FirstLanes:
		return f.set(o, "FIRSTLANES(%s)", plus(s[0], -o.Imm))
	case ir.InterleaveLo:
		return f.set(o, "LOW%d(%s, %s)", o.Imm, s[0], s[1])
	case ir.InterleaveHi:
		return f.set(o, "HIGH%d(%s, %s)", o.Imm, s[0], s[1])
	case ir.Arg:
		if !f.IsRead(o.Dst, 0) {
			return fmt.Sprintf("(void)%s;", f.kernel.Params[o.Imm])
		}
		if f.counts[o.Dst] {
			return f.set(o, "%s", f.kernel.Params[o.Imm])
		}
		return f.set(o, "(%s)%s", f.kind(o.Dst), f.kernel.Params[o.Imm])
	case ir.AddImm:
		return f.set(o, "%s", plus(s[0], o.Imm))
	case ir.AddCount:
		return f.set(o, "%s + %s", s[0], s[1])
	case ir.SubCount:
		return f.set(o, "%s - %s", s[0], s[1])
	case ir.AddWords:
		return f.set(o, "%s + 8 * %s", s[0], s[1])
	case ir.MaxCount:
		return f.set(o, "%s < %d ? %d : %s", s[0], o.Imm, o.Imm, s[0])
	case ir.Copy:
		return f.set(o, "%s", s[0])
	}
	if o.Code == ir.Jump {
		return fmt.Sprintf("goto L%d;", o.Imm)
	}
	return fmt.Sprintf("if (%s) goto L%d;", f.condition(o, s), o.Imm)
}

// condition returns the condition of a jump.
func (f *function) condition(o *ir.Op, s []string) string {
	switch o.Code {
	case ir.JumpIfNone:
		return fmt.Sprintf("NONE(%s)", s[0])
	case ir.JumpIfAll:
		return fmt.Sprintf("ALL(%s)", s[0])
	case ir.JumpIfFew:
		return fmt.Sprintf("FEW(%s)", s[0])
	case ir.JumpIfZero:
		return s[0] + " == 0"
	case ir.JumpIfUnder:
		return fmt.Sprintf("%s < %d", s[0], o.Limit)
	case ir.LoopEnd:
		return fmt.Sprintf("--%s != 0", s[0])
	case ir.LoopWhile:
		return fmt.Sprintf("%s >= %d", s[0], o.Limit)
	}
	f.Failf("C has no operation %d", o.Code)
	return ""
}

// plus is the sum of a name and a number.
func plus(name string, n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("%s + %d", name, n)
	case n < 0:
		return fmt.Sprintf("%s - %d", name, -n)
	}
	return name
}

// comment is lines as a comment.
func comment(lines []string) string {
	if len(lines) == 1 {
		return "/* " + lines[0] + " */\n"
	}
	var b strings.Builder
	b.WriteString("/*\n")
	for _, line := range lines {
		b.WriteString(strings.TrimRight(" * "+line, " ") + "\n")
	}
	b.WriteString(" */\n")
	return b.String()
}

// wrap breaks a line at blanks, where it is longer than 100 columns, and ends it.
func wrap(line, indent string) string {
	const columns = 100
	var b strings.Builder
	for {
		width := func(s string) int { return len(s) + 3*strings.Count(s, "\t") }
		if width(line) <= columns {
			b.WriteString(line + "\n")
			return b.String()
		}
		at := strings.LastIndexByte(line[:columns-3*strings.Count(line, "\t")], ' ')
		b.WriteString(line[:at] + "\n")
		line = indent + line[at+1:]
	}
}
