package kernel_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

func TestISANames(t *testing.T) {
	for isa, name := range map[kernel.ISA]string{
		kernel.Generic: "generic", kernel.AVX2: "avx2", kernel.AVX512: "avx512", kernel.NEON: "neon",
	} {
		assert.Equal(t, name, isa.String())
		parsed, err := kernel.ParseISA(name)
		require.NoError(t, err)
		assert.Equal(t, isa, parsed)

		text, err := json.Marshal(isa)
		require.NoError(t, err)
		assert.Equal(t, `"`+name+`"`, string(text))
		var back kernel.ISA
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, isa, back)
	}
	for _, name := range []string{"", "AVX2", "sse2", "avx2 "} {
		_, err := kernel.ParseISA(name)
		assert.ErrorContains(t, err, `want one of ["generic" "avx2" "avx512" "neon"]`, name)
	}
	isa := kernel.AVX2
	assert.Error(t, isa.UnmarshalText([]byte("mmx")))
	assert.Equal(t, kernel.AVX2, isa, "left alone on an error")
	assert.Equal(t, "ISA(9)", kernel.ISA(9).String())
	_, err := kernel.ISA(9).MarshalText()
	assert.Error(t, err)
}

func TestSupported(t *testing.T) {
	list := kernel.Supported()
	assert.Equal(t, kernel.Generic, list[0])
	assert.Equal(t, list[len(list)-1], kernel.Best())
	assert.IsIncreasing(t, list)
	list[0] = kernel.NEON
	assert.Equal(t, kernel.Generic, kernel.Supported()[0], "the slice is the caller's own")
}
