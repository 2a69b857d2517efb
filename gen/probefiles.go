package main

import (
	"fmt"
	"slices"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// addProbes adds the files under bench/probe: a folder for each instruction set, and one for what
// the kernels have to do.
func (f files) addProbes() {
	const folder = "bench/probe/"
	for _, s := range sets {
		folder, head := folder+s.Package()+"/", "package "+s.Package()+"\n\n"
		stubs, empty := head, head+"// What there is nothing of.\n"
		for _, k := range probes(s.Target) {
			stubs += stub(k)
			empty += "func " + k.Name + strings.TrimPrefix(k.Signature(), "func") + " {}\n"
			f[folder+strings.ToLower(k.Name)+"_"+s.Arch+".s"] = s.Assembly(k)
		}
		f.addGo(folder+"doc.go", "", probeDoc(s))
		f.addGo(folder+"probes_"+s.Arch+".go", s.Constraint(), stubs)
		f.addGo(folder+"none.go", "!("+s.Constraint()+")", empty)
	}
	f.addGo(folder+"sets.go", "", filled(setsOfProbes, sets))
	f.addGo(folder+"arithmetic/arithmetic.go", "", arithmeticFile())
}

// setsOfProbes is the file with the probes of all sets, and with the arithmetic in plain Go. The
// compiler keeps its chains in registers and does not fuse; math.FMA would look each time whether
// the processor has it.
const setsOfProbes = `package probe

import (
{{range .}}	"sumlog/bench/probe/{{.Package}}"
{{end}})

// step is what the probes of memory move at a time, in words.
const step = avx2.Step

var assembly = []set{
{{range .}}{{$p := .Package}}	{
		"{{$p}}", {{$p}}.Lanes, {{$p}}.Chains,
		arithmetics{ {{$p}}.Multiply, {{$p}}.Sum, {{$p}}.Fuse, {{$p}}.Mix, {{$p}}.Divide},
		{{$p}}.Read,
		copies{ {{$p}}.Copy, {{$p}}.CopyNonTemporal},
		adds{ {{$p}}.Add, {{$p}}.AddNonTemporal},
	},
{{end}}}

var inGo = arithmetics{
	{{template "chains" "* * a * b * c * d * e * f * g * h"}},
	{{template "chains" "+ + a + b + c + d + e + f + g + h"}},
	nil,
	{{template "chains" "* + a * c * e * g * (b + d + f + h)"}},
	{{template "chains" "/ / a * b * c * d * e * f * g * h"}},
}
{{define "chains"}}{{$even := slice . 0 1}}{{$odd := slice . 2 3}}func(sums *float64, times int) {
		one := *sums
		a, b, c, d, e, f, g, h := one, one, one, one, one, one, one, one
		for range times {
			a, b, c, d = a {{$even}} one, b {{$odd}} one, c {{$even}} one, d {{$odd}} one
			e, f, g, h = e {{$even}} one, f {{$odd}} one, g {{$even}} one, h {{$odd}} one
		}
		*sums = {{slice . 4}}
	}{{end}}`

func probeDoc(s set) string {
	return fmt.Sprintf(`// Package %s holds probes for the limits of %s.
// Elsewhere there is nothing to call.
package %s

// Chains is how many vectors one turn of a probe of arithmetic computes, Lanes how many
// float64 a vector has, and Step what a probe of memory moves at a time, in words.
const (
	Chains = %d
	Lanes = %d
	Step = %d
)
`, s.Package(), s.Describe, s.Package(), chains(s.Target), s.Lanes(), probeStep)
}

// counting is a variant of a kernel whose arithmetic is counted, and what it is counted for.
type counting struct{ title, unit string }

var counted = []counting{
	{"Log", "an element"},
	{"SumLog", "an element"},
	{"LogAccumulate, x >= 15", "an element"},
	{"LogAccumulateDirect, a term", "a term"},
	{"Add", "an element"},
}

// arithmeticFile is the file that tells what the kernels have to do.
func arithmeticFile() string {
	var b strings.Builder
	b.WriteString(`// Package arithmetic tells how much arithmetic the main loops of the kernels do.
package arithmetic

// Count is arithmetic on float64. A fused multiplication and addition is one multiplication.
type Count struct{ Multiply, Add, Divide float64 }

// Of is what a kernel does for one element, LogAccumulateDirect for one term, by the instruction set
// that adds least: exponents become floats by a conversion or by a subtraction. What a branch
// leaves out where all arguments are ordinary is not counted; nor are comparisons, table
// look-ups, conversions and operations on integers.
var Of = map[string]Count{
`)
	for _, c := range counted {
		isIt := func(v variant) bool { return v.title == c.title }
		v := variants[slices.IndexFunc(variants, isIt)]
		n := arithmeticOf(v, sets[0].Target)
		for _, s := range sets[1:] {
			n.add = min(n.add, arithmeticOf(v, s.Target).add)
		}
		name, _, _ := strings.Cut(c.title, ",")
		fmt.Fprintf(&b, "\t%q: {%g, %g, %g}, // %s\n", name, n.multiply, n.add, n.divide, c.unit)
	}
	b.WriteString("}\n")
	return b.String()
}

// count is the arithmetic of a loop, for an element.
type count struct{ multiply, add, divide float64 }

// arithmeticOf counts what a target does.
func arithmeticOf(v variant, t build.Target) (n count) {
	one := 1 / float64(v.elements(t.Lanes())/t.Lanes())
	for _, o := range v.operations(t) {
		switch o.Code {
		case ir.Mul, ir.MulAdd, ir.MulSub:
			n.multiply += one
		case ir.Add, ir.Sub:
			n.add += one
		case ir.Div:
			n.divide += one
		}
	}
	return n
}
