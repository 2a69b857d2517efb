package cases

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"sumlog/internal/operations"
)

// inGoPeers are the peers that are Go by their labels, and Unavailable why one cannot be measured
// here. What does not build everywhere adds itself.
var (
	inGoPeers = map[string]func(a *operations.Args){
		"gonum, combin.LogGeneralizedBinomial": logGeneralizedBinomial,

		addTo: ofTwo(func(out, x, y []float64) { floats.AddTo(out, x, y) }),
	}
	Unavailable = map[string]string{
		"vek":      "what it is made of does not build on this architecture",
		"archsimd": "simd/archsimd is an experiment: GOEXPERIMENT=simd go run ./bench has it, on amd64",
	}
)

// builds adds a peer that adds, and why it cannot be measured nevertheless, if so.
func builds(key, label string, add func(out, x, y []float64), why string) {
	inGoPeers[label], Unavailable[key] = ofTwo(add), why
}

const addTo = "gonum, floats.AddTo"

func ofTwo(f func(out, x, y []float64)) func(a *operations.Args) {
	return func(a *operations.Args) { f(a.Dst, a.In[0], a.In[1]) }
}

func logs(a *operations.Args) {
	for i, v := range a.In[0] {
		a.Dst[i] = math.Log(v)
	}
}

func sumOfLogs(x []float64) (s float64) {
	for _, v := range x {
		s += math.Log(v)
	}
	return s
}

func sumOfAbs(a *operations.Args) {
	s, sign := 0.0, 1.0
	for _, v := range a.In[0] {
		s += math.Log(math.Abs(v))
		if v < 0 {
			sign = -sign
		}
	}
	a.Dst[0], a.Dst[1] = s, sign
}

// eachRow makes a result of each row.
func eachRow(f func(row []float64) float64) func(a *operations.Args) {
	return func(a *operations.Args) {
		for r := range a.Dst {
			a.Dst[r] = f(a.In[0][r*a.Param : (r+1)*a.Param])
		}
	}
}

func sumsOfGroups(a *operations.Args) {
	offsets := a.Offsets()
	for i := range a.Dst {
		a.Dst[i] = sumOfLogs(a.In[0][offsets[i]:offsets[i+1]])
	}
}

// offsets makes the second array of peers the offsets of groups, as integers.
func offsets(sp spec, d data) {
	groups, _ := sp.args(d)
	for i, o := range groups.Offsets() {
		d.b[i] = math.Float64frombits(uint64(o))
	}
}

func sumsOfColumns(a *operations.Args) {
	clear(a.Dst)
	for x := a.In[0]; len(x) > 0; x = x[len(a.Dst):] {
		for c := range a.Dst {
			a.Dst[c] += math.Log(x[c])
		}
	}
}

// sumsOfTerms adds up a logarithm a term.
func sumsOfTerms(a *operations.Args) {
	for j, x := range a.In[0] {
		sum := 0.0
		for i := range a.Param {
			sum += math.Log(float64(1+i) + x)
		}
		a.Dst[j] = sum
	}
}

// lgammas are sums of terms by ln Γ.
func lgammas(a *operations.Args) {
	for j, x := range a.In[0] {
		a.Dst[j] = lgamma(x+float64(a.Param)+1) - lgamma(x+1)
	}
}

func lgamma(x float64) float64 {
	y, _ := math.Lgamma(x)
	return y
}

func sums(a *operations.Args) {
	dst, x, y := a.Dst, a.In[0][:len(a.Dst)], a.In[1][:len(a.Dst)]
	for i := range dst {
		dst[i] = x[i] + y[i]
	}
}

// logSumExp is the loop that programs write.
func logSumExp(x []float64) float64 {
	m, s := slices.Max(x), 0.0
	for _, v := range x {
		s += math.Exp(v - m)
	}
	return m + math.Log(s)
}

// softmaxOfRows makes what f is of x less the logarithm of the sum of its row.
func softmaxOfRows(f func(x float64) float64) func(a *operations.Args) {
	return func(a *operations.Args) {
		for x, dst := a.In[0], a.Dst; len(x) > 0; x, dst = x[a.Param:], dst[a.Param:] {
			log := logSumExp(x[:a.Param])
			for c, v := range x[:a.Param] {
				dst[c] = f(v - log)
			}
		}
	}
}
