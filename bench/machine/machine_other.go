//go:build !linux && !darwin && !windows

package machine

// askSystem knows no way to ask; what cpuid and the Go runtime say stands.
func (info *Info) askSystem() {}
