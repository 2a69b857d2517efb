package generic

// ExpSpecial is the path of the exponential that takes any argument.
func ExpSpecial(x float64) float64 { return expSpecial(x) }
