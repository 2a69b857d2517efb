package kernel

import (
	"fmt"
	"slices"
)

// ISA names an instruction set that the kernels are written for. The order is
// the order of preference on one architecture: a later set is at least as wide.
type ISA uint8

const (
	Generic ISA = iota // plain Go, the specification; every machine has it
	AVX2               // amd64: 256-bit vectors with fused multiply-add
	AVX512             // amd64: 512-bit vectors
	NEON               // arm64: 128-bit vectors, which every such processor has
)

var names = [...]string{Generic: "generic", AVX2: "avx2", AVX512: "avx512", NEON: "neon"}

// String returns the name that [ParseISA] takes: "generic", "avx2", "avx512" or
// "neon", and "ISA(n)" for any other value.
func (isa ISA) String() string {
	if int(isa) < len(names) {
		return names[isa]
	}
	return fmt.Sprintf("ISA(%d)", uint8(isa))
}

// ParseISA returns the ISA of that name, in lower case: "generic", "avx2",
// "avx512" or "neon". Any other name is an error that lists them. That a name
// parses says nothing of this machine; [Supported] does.
func ParseISA(name string) (ISA, error) {
	if i := slices.Index(names[:], name); i >= 0 {
		return ISA(i), nil
	}
	return Generic, fmt.Errorf("sumlog/kernel: unknown instruction set %q: want one of %q",
		name, names)
}

// MarshalText returns the name of a known ISA.
func (isa ISA) MarshalText() ([]byte, error) {
	if int(isa) >= len(names) {
		return nil, fmt.Errorf("sumlog/kernel: %v has no name", isa)
	}
	return []byte(names[isa]), nil
}

// UnmarshalText is [ParseISA] on text; isa is left alone on an error.
func (isa *ISA) UnmarshalText(text []byte) error {
	parsed, err := ParseISA(string(text))
	if err == nil {
		*isa = parsed
	}
	return err
}
