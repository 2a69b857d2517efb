//go:build !amd64

package shared

// addressBits is how many bits an address of a process has at least, on 64-bit
// processors: RISC-V has 38, arm64 in small systems 39.
const addressBits = 39
