package generic

// ExpSpecial is the path of the exponential that takes any argument.
func ExpSpecial(x float64) float64 { return expSpecial(x) }

// CarefulLog is the logarithm as the sum of two numbers.
func CarefulLog(x float64) (hi, lo float64) { return carefulLog(x) }
