package generic_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// gammaWorstInputs are the worst arguments that TestGammaErrorBounds, with ten million of each
// function, and TestGammaClimb found, and the error that was measured: in ULP, and the logarithm
// of what is beyond the ULP part of the bound, 0 where nothing is. LogRising's large n, its seven
// and eight factors, LogBeta's and LogBinomial's far arguments and LogMultichoose's few counts
// beside r = 1 have bounds of their own because of what stands here.
var gammaWorstInputs = []struct {
	name        string
	x, y        float64
	ulp, beyond float64
}{
	{"LogGamma", 0x1.9fda09fabce1ep+00, 0, 0.6276, 0},
	{"LogGamma", 0x1.9ee2bbfdb9784p+00, 0, 0.6186, 0},
	{"LogGamma", 0x1.95f5d1934976dp+00, 0, 0.6174, 0},
	{"LogFactorial", 0x1.3a175e112cb93p-01, 0, 0.6255, 0},
	{"LogFactorial", 0x1.35d0823346444p-01, 0, 0.6227, 0},
	{"LogFactorial", 0x1.21978f9490bdap+03, 0, 0.5641, 0},
	{"LogFactorial", -0x1.5362a7c215499p-03, 0, 0.5362, 0},

	{"LogRising", 0x1.0c210ce1dfd3ap+03, 0x1.bcbc844b6d4c5p+01, 0.5435, 0},
	{"LogRising", 0x1.335da08066932p+04, 0x1.fd88c2814efe4p+02, 0.5221, 0},
	{"LogRising", 0x1.4afb309d15c12p-01, 2, 0.5843, 0},
	{"LogRising", 0x1.192f159915f7cp-03, 4, 0.5362, 0},
	{"LogRising", 0x1.b1661315e451ap-03, 0x1.6e25e5f69f6f9p+03, 0.5124, 0},
	{"LogRising", 0x1.0b47fd740a37dp+01, 0x1.d0cf5f9bebecbp-07, 0.6011, 0},
	{"LogRising", 0x1.7c26d9be50a4ap-87, 0x1.a7da8c3feb3cep+56, 0.1144, 0}, // where n-8 loses much
	{"LogRising", 0x1.9fe3403b0285p-13, 8, 3.466, -101.48},                 // beside a zero
	{"LogRising", 0x1.6adb55c0838cep-10, 7, 2.453, -103.11},
	{"LogRising", 0x1.d48846227a77bp-315, 68, 1.483e6, -54.50},
	{"LogRising", 0x1.73bdfe73607a7p+00, 0x1.c6683d758b1cp-07, 15.27, -63.14},
	{"LogRising", 0x1.38ddd6fa4461ep+00, 0.5, 18.28, -59.87},
	{"LogRising", 0x1.7642c750470bep+00, 0x1.398cff9cc27e2p-45, 28.18, -104.22},

	{"LogBeta", 0x1.0ec3ea06242d5p+03, 0x1.e8e64a2c47ec9p+06, 0.5689, 0},
	{"LogBeta", 0x1.494e1650cc59ap+03, 0x1.1720691f7fee6p+03, 0.5412, 0},
	{"LogBeta", 0x1.da4f977d513f8p+56, 0x1.0d7011cc041e5p+03, 0.7343, 0}, // far
	{"LogBeta", 0x1.d27516ec074adp+66, 0x1.04bd5cb85fd23p+13, 0.7321, 0},
	{"LogBeta", 0x1.201412a2d6d9p-01, 0x1.3b47827ccdafep+01, 60.53, -58.10}, // beside B = 1
	{"LogBeta", 0x1.3ad1b4a3476b3p+01, 0x1.202a51d3da0e9p-01, 29.45, -58.16},

	{"LogBinomial", 45, 22, 0.5453, 0},
	{"LogBinomial", 0x1.fd73ae921b6c1p+72, 0x1.0633158fc19bdp+19, 0.7405, 0}, // far
	{"LogBinomial", 0x1.062d13c4e9e8bp-03, 0x1.062d12e6fcd47p-04, 1.068, -61.90},

	{"LogMultichoose", 0x1.202a2996b088ep+03, 142, 0.5675, 0},
	{"LogMultichoose", 0x1.dc1b00bad7c3p+98, 0x1.5f54e44c218p+45, 0.6102, 0}, // far
	{"LogMultichoose", 0x1.fffffffffffe6p-01, 5, 0.663, -103.99},             // beside r = 1
	{"LogMultichoose", 0x1.0002310738c0ep+00, 16, 193.7, -58.41},
	{"LogMultichoose", 0x1.00144a588e30cp+00, 0x1.208b286d8a11bp-01, 143.2, -57.85},
}

// A sequence that got worse, or better, shows here: by a thousandth of an ULP or of the error.
func TestWorstOfGamma(t *testing.T) {
	for _, in := range gammaWorstInputs {
		f := gammaFunctionOf(in.name)
		e := f.exactErrorOf(in.x, in.y, of2(f.spec, in.x, in.y))
		assert.False(t, e.fails, "%s of %x, %x: beyond its bound", in.name, in.x, in.y)
		assert.InDelta(t, in.ulp, e.ulp, 1e-3*max(1, in.ulp), "%s of %x, %x", in.name, in.x, in.y)
		beyond := 0.0
		if e.beyond > 0 {
			beyond = math.Log2(e.beyond)
		}
		assert.InDelta(t, in.beyond, beyond, 0.01, "%s of %x, %x", in.name, in.x, in.y)
	}
}
