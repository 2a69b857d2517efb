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
	{"LogGamma", 0x1.82446534cae43p+00, 0, 0.7564, 0},
	{"LogGamma", 0x1.823cdc188dcd3p+00, 0, 0.7543, 0},
	{"LogGamma", 0x1.854ae175c90bep+00, 0, 0.7489, 0},
	{"LogGamma", 0x1.0e0d594ca3f2p+00, 0, 0.5927, 0},
	{"LogFactorial", 0x1.0000343eaa669p-01, 0, 0.7618, 0},
	{"LogFactorial", 0x1.03adb3333794ap-01, 0, 0.7562, 0},
	{"LogFactorial", 0x1.94411dfe894edp-05, 0, 0.6078, 0},
	{"LogFactorial", -0x1.d05a6e638117bp-02, 0, 0.5529, 0},

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
	{"LogBeta", 0x1.b1741ed5728c6p+01, 0x1.0009813b0b56ap-01, 55.35, -57.23}, // beside B = 1
	{"LogBeta", 0x1.11ca73d8fea1ep-01, 0x1.66ad722f06137p+01, 3285, -57.32},

	{"LogBinomial", 45, 22, 0.5453, 0},
	{"LogBinomial", 0x1.fd73ae921b6c1p+72, 0x1.0633158fc19bdp+19, 0.7405, 0}, // far
	{"LogBinomial", 0x1.2647004b9c5c9p-03, 0x1.0764f4110a138p-04, 1.688, -60.17},

	{"LogMultichoose", 0x1.202a2996b088ep+03, 142, 0.5675, 0},
	{"LogMultichoose", 0x1.dc1b00bad7c3p+98, 0x1.5f54e44c218p+45, 0.6102, 0}, // far
	{"LogMultichoose", 0x1.fffffffffffe6p-01, 5, 0.663, -103.99},             // beside r = 1
	{"LogMultichoose", 0x1.00000c1b474a5p+00, 16, 5715, -58.52},
	{"LogMultichoose", 0x1.ffe26b12fbc39p-01, 0x1.0e2fcca72668dp-01, 221.8, -57.21},
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
