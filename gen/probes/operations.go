package probes

import (
	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
	"sumlog/gen/regalloc"
)

// Count is the arithmetic that a kernel does for one element, in operations on
// floats: what any implementation has to do that follows the specification.
type Count struct {
	Name     string  // of the exported function
	Unit     string  // what the counts are per
	Multiply float64 // multiplications, fused with an addition or not
	Add      float64
	Divide   float64
}

// Operations counts those of the main loops of the kernels, for one target. What a
// branch leaves out where all arguments are ordinary is not counted.
func Operations(t build.Target) []Count {
	list := []Count{
		{Name: "Log", Unit: "element"},
		{Name: "SumLog", Unit: "element"},
		{Name: "LogAccumulate", Unit: "element"},
		{Name: "LogAccumulateDirect", Unit: "term"},
		{Name: "Add", Unit: "element"},
	}
	of := map[string]string{
		"Log": "log", "SumLog": "productRaw", "LogAccumulate": "logAccumulate",
		"LogAccumulateDirect": "logAccumulateDirect",
		"Add":                 "addFloat64",
	}
	for i := range list {
		k := kernels.Named(of[list[i].Name])
		vectors := k.Group
		switch list[i].Name {
		case "SumLog":
			vectors = kernels.FactorsARound(t.Lanes()) / t.Lanes()
		case "Add":
			vectors = k.Lanes / t.Lanes()
		}
		list[i].count(k, t, float64(vectors))
	}
	return list
}

// count finds the loop that does most, innermost loops for themselves.
func (c *Count) count(k *build.Kernel, t build.Target, vectors float64) {
	type loop struct {
		label            int
		mul, add, divide float64
	}
	var open []loop
	var best loop
	skip := 0 // the label behind what is skipped
	for _, o := range regalloc.Allocate(build.Record(k, t)).Ops {
		if skip != 0 {
			if o.Code == ir.Label && o.Imm == skip {
				skip = 0
			}
			continue
		}
		var at *loop
		if len(open) > 0 {
			at = &open[len(open)-1]
		}
		switch o.Code {
		case ir.JumpIfNone, ir.JumpIfAll:
			skip = o.Imm
		case ir.LoopBegin:
			open = append(open, loop{label: o.Imm})
		case ir.LoopEnd, ir.LoopWhile, ir.Jump:
			if at == nil || o.Imm != at.label {
				continue
			}
			if at.mul+at.add+at.divide > best.mul+best.add+best.divide {
				best = *at
			}
			open = open[:len(open)-1]
		case ir.Mul, ir.MulAdd, ir.MulSub:
			if at != nil {
				at.mul++
			}
		case ir.Add, ir.Sub:
			if at != nil {
				at.add++
			}
		case ir.Div:
			if at != nil {
				at.divide++
			}
		}
	}
	c.Multiply, c.Add, c.Divide = best.mul/vectors, best.add/vectors, best.divide/vectors
}
