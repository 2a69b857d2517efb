package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
	"sumlog/gen/regalloc"
)

// place is a register of a class or a slot of the frame.
type place struct {
	home  ir.Location
	class ir.Class
	n     int
}

// TestAllocation runs each kernel's operations on names instead of numbers: what
// an operation reads must still be where the value was put, whichever way the
// branches went, in the second round of a loop too.
func TestAllocation(t *testing.T) {
	t.Parallel()
	for _, k := range kernels.All() {
		for _, s := range sets {
			t.Run(k.Name+"/"+s.Package(), func(t *testing.T) {
				target := s.Target
				late, _ := target.(ir.LoadStore)
				if err := follow(regalloc.Allocate(build.Record(k, target)), late); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

// TestEveryCallIsAPlaceToStop sees that no function goes without a look at the stack's
// limit, which is where the runtime stops a loop over calls.
func TestEveryCallIsAPlaceToStop(t *testing.T) {
	frame := regexp.MustCompile(`(?m)^TEXT ·(\w+)\(SB\), \$(\d+)-\d+$`)
	for _, s := range sets {
		text, err := os.ReadFile(filepath.Join("..", s.File()+".s")) // make generated compares it
		if err != nil {
			t.Fatal(err)
		}
		frames := map[string]int{}
		for _, m := range frame.FindAllSubmatch(text, -1) {
			frames[string(m[1])], _ = strconv.Atoi(string(m[2]))
		}
		for _, k := range s.Kernels() {
			if bytes, ok := frames[k.Name]; !ok {
				t.Errorf("%s: attributes, or no TEXT", k.Name)
			} else if bytes < 128 {
				t.Errorf("%s: a frame of %d bytes", k.Name, bytes)
			}
		}
	}
}

func follow(m *ir.Program, late ir.LoadStore) error {
	at := func(v int) place {
		x := m.Values[v]
		if x.Location == ir.Slot {
			return place{home: ir.Slot, n: x.Slot}
		}
		return place{class: x.Class, n: x.Reg}
	}
	holds := map[place]int{}
	arriving := map[int][]map[place]int{} // by label: what holds where a jump to it is made
	rounds := map[int]int{}
	for i := 0; i < len(m.Ops); i++ {
		o := m.Ops[i]
		for k, s := range o.Src {
			if m.Values[s].Location == ir.Pool || o.Code == ir.Spill && k == 1 {
				continue
			}
			if p := at(s); holds[p] != s+1 {
				return fmt.Errorf("op %d (code %d) reads value %d from %v, which holds value %d",
					i, o.Code, s, p, holds[p]-1)
			}
			if late != nil && o.Dst != ir.None && late.EarlyClobber(&o, k) && at(s) == at(o.Dst) {
				return fmt.Errorf("op %d (code %d) begins to write over value %d, which it still reads",
					i, o.Code, s)
			}
		}
		switch o.Code {
		case ir.Label:
			if holds == nil { // behind a jump
				holds = maps.Clone(arriving[o.Imm][0])
			}
			for _, other := range arriving[o.Imm] {
				maps.DeleteFunc(holds, func(p place, v int) bool { return other[p] != v })
			}
		case ir.Jump:
			arriving[o.Imm] = append(arriving[o.Imm], holds)
			holds = nil
		case ir.JumpIfNone, ir.JumpIfAll, ir.JumpIfFew, ir.JumpIfZero, ir.JumpIfUnder:
			arriving[o.Imm] = append(arriving[o.Imm], maps.Clone(holds))
		case ir.LoopEnd, ir.LoopWhile:
			if rounds[o.Imm]++; rounds[o.Imm] < 2 {
				for i--; m.Ops[i].Code != ir.LoopBegin || m.Ops[i].Imm != o.Imm; i-- {
				}
			}
		case ir.Spill:
			holds[at(o.Src[1])] = o.Src[1] + 1
		}
		if o.Dst != ir.None {
			holds[at(o.Dst)] = o.Dst + 1
		}
	}
	return nil
}

func Example() {
	for _, k := range kernels.All() {
		fmt.Println(k.Name, k.Params)
	}
	// Output:
	// log [dst x n]
	// productRaw [block lanes x tail mask special]
	// productMasked [block lanes x tail mask special]
	// productScaled [block lanes x tail mask special]
	// productFloat32 [block lanes x tail mask special]
	// productRows [lanes x last mask plan rows]
	// rowsOf8 [dst x stride mask part n fallback]
	// rowsOf16 [dst x stride mask n fallback]
	// rowsOf32 [dst x stride mask n fallback]
	// reduceRows [p e exp lanes n]
	// logRows [p e exp n]
	// groupsOf16 [dst x from to mask n fallback]
	// groupsOf32 [dst x from to mask n fallback]
	// productColumns [lanes x plan]
	// mergeColumns [a b vectors]
	// logAccumulate [dst x n c]
	// logAccumulateDirect [hi lo x n c]
	// log1p [dst x n]
	// exp [dst x n]
	// xlogy [dst x y n]
	// relEntr [dst p q n]
	// klDiv [dst p q n]
	// logGamma [dst x later n defers]
	// logFactorial [dst x later n defers]
	// logRising [dst x count n]
	// logBeta [dst a b later n defers]
	// logBinomial [dst n k later length defers]
	// logMultichoose [dst r y later n defers]
	// product1p [block lanes x tail mask special]
	// sumTiny1p [lanes x stripes rows]
	// dotLog [lanes w x stripes rows bad]
	// carefulDot [lanes w x stripes rows bad]
	// dotLogRatio [lanes w x y stripes rows bad]
	// countFactors [dst n x length bit]
	// largest [dst x n]
	// expSum [lanes x stripes rows unit]
	// softmax [dst x n log]
	// logSoftmax [dst x n log]
	// expSumRows [sums x columns plan rows]
	// logExpRows [h l sums n limit fallback]
	// softmaxRows [dst x h l plan rows]
	// logSoftmaxRows [dst x h l plan rows]
	// dotLogRows [dst w x columns plan rows fallback]
	// carefulDotRows [dst w x columns plan]
	// widenFloat32 [dst x n]
	// widenInt32 [dst x n]
	// widenUint32 [dst x n]
	// widenInt64 [dst x n]
	// widenUint64 [dst x n]
	// addFloat64 [dst a b words]
	// streamFloat64 [dst a b words]
	// addFloat32 [dst a b words]
	// streamFloat32 [dst a b words]
	// addInt64 [dst a b words]
	// streamInt64 [dst a b words]
	// addInt32 [dst a b words]
	// streamInt32 [dst a b words]
	// addInt16 [dst a b words]
	// streamInt16 [dst a b words]
	// addInt8 [dst a b words]
	// streamInt8 [dst a b words]
}
