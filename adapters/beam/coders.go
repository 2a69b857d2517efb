package sumlogbeam

import (
	"encoding"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"sumlog/kernel"
)

func init() {
	register.Function1x1(encodeChunk)
	register.Function1x2(decodeChunk)
	beam.RegisterCoder(reflect.TypeFor[Chunk](), encodeChunk, decodeChunk)

	register.Function1x2(encodePairs)
	register.Function1x2(decodePairs)
	beam.RegisterCoder(reflect.TypeFor[Pairs](), encodePairs, decodePairs)

	register.Function1x2(encodeProduct)
	register.Function1x2(decodeProduct)
	beam.RegisterCoder(reflect.TypeFor[kernel.Product](), encodeProduct, decodeProduct)

	register.Function1x2(encodeLog1pSum)
	register.Function1x2(decodeLog1pSum)
	beam.RegisterCoder(reflect.TypeFor[kernel.Log1pSum](), encodeLog1pSum, decodeLog1pSum)

	register.Function1x2(encodeExpSum)
	register.Function1x2(decodeExpSum)
	beam.RegisterCoder(reflect.TypeFor[kernel.ExpSum](), encodeExpSum, decodeExpSum)

	register.Function1x2(encodeDotLogSum)
	register.Function1x2(decodeDotLogSum)
	beam.RegisterCoder(reflect.TypeFor[kernel.DotLogSum](), encodeDotLogSum, decodeDotLogSum)
}

// Beam finds the functions of a coder by name on the workers, so they are no methods or closures.

func encodeProduct(p kernel.Product) ([]byte, error)     { return p.MarshalBinary() }
func encodeLog1pSum(s kernel.Log1pSum) ([]byte, error)   { return s.MarshalBinary() }
func encodeExpSum(s kernel.ExpSum) ([]byte, error)       { return s.MarshalBinary() }
func encodeDotLogSum(s kernel.DotLogSum) ([]byte, error) { return s.MarshalBinary() }

func decodeProduct(b []byte) (kernel.Product, error)     { return decode[kernel.Product](b) }
func decodeLog1pSum(b []byte) (kernel.Log1pSum, error)   { return decode[kernel.Log1pSum](b) }
func decodeExpSum(b []byte) (kernel.ExpSum, error)       { return decode[kernel.ExpSum](b) }
func decodeDotLogSum(b []byte) (kernel.DotLogSum, error) { return decode[kernel.DotLogSum](b) }

func decode[T any, P interface {
	*T
	encoding.BinaryUnmarshaler
}](b []byte) (v T, err error) {
	err = P(&v).UnmarshalBinary(b)
	return v, err
}
