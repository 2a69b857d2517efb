package dispatch_test

import "fmt"

// shape simulates a job of work µs on n workers, of which all but the caller are parked: to wake
// one takes its waker wake µs, and it begins delay µs later. In a loop the caller wakes all and
// then works; in a tree worker i wakes 2i+1 and 2i+2 before it works. Idle workers take chunks of
// 2 µs, each at a cost of 0.1 µs. It returns when the last chunk ends.
func shape(n int, work, wake, delay float64, tree bool) float64 {
	const chunk, take = 2, 0.1
	free := make([]float64, n) // when each worker can begin its next chunk
	for i := range n {
		for k, child := range []int{2*i + 1, 2*i + 2} {
			if tree && child < n {
				free[child] = free[i] + float64(k+1)*wake + delay
			}
		}
		if !tree && i > 0 {
			free[i] = float64(i)*wake + delay
		}
	}
	for i := range n { // wakes come before work
		if tree {
			free[i] += wake * float64(max(0, min(2, n-1-2*i)))
		} else if i == 0 {
			free[i] = wake * float64(n-1)
		}
	}
	end := 0.0
	for ; work > 0; work -= chunk {
		first := 0
		for i, at := range free {
			if at < free[first] {
				first = i
			}
		}
		free[first] += min(chunk, work) + take
		end = max(end, free[first])
	}
	return end
}

// The time by a loop of the caller over that by a tree: above 1 the tree is faster. Wakes of 8 µs,
// after which a worker begins 11 µs later, are what BenchmarkCosts measured in a virtual machine on
// an EPYC of Zen 3; those of 1 and 4 µs, with 5 µs, are assumed for machines without a hypervisor.
// Chunks took 0.04 to 0.17 µs there.
func Example_shapeOfWaking() {
	for _, n := range []int{8, 64, 192} {
		for _, c := range []struct{ wake, delay float64 }{{1, 5}, {4, 5}, {8, 11}} {
			fmt.Printf("%d workers, wake %v µs:", n, c.wake)
			for _, work := range []float64{200, 1000, 10_000} {
				loop := shape(n, work, c.wake, c.delay, false)
				fmt.Printf(" %.2f", loop/shape(n, work, c.wake, c.delay, true))
			}
			fmt.Println()
		}
	}
	// Output:
	// 8 workers, wake 1 µs: 0.95 0.99 1.00
	// 8 workers, wake 4 µs: 1.02 1.01 1.00
	// 8 workers, wake 8 µs: 1.02 1.01 1.00
	// 64 workers, wake 1 µs: 0.89 1.16 1.05
	// 64 workers, wake 4 µs: 1.03 1.50 1.40
	// 64 workers, wake 8 µs: 0.93 1.23 1.59
	// 192 workers, wake 1 µs: 0.89 1.20 1.62
	// 192 workers, wake 4 µs: 1.03 1.44 2.45
	// 192 workers, wake 8 µs: 0.93 1.19 2.20
}
