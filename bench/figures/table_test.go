package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/machine"
)

// sample are figures of all kinds.
func sample() figures {
	ours, peer, none := &way{name: "kernel"}, &way{name: "loop"}, &way{name: "loop in C", absent: "skipped"}
	times := map[*way][]float64{ours: {0.25, 0.25, 0.25}, peer: {2, 2, 2}}
	return figures{
		Machine: machine.Info{CPU: "Some CPU", System: "Linux", Go: "go1.26"}, Workers: 2, Rounds: 3,
		NoPeers: "no C compiler",
		Rows: judge([]row{{name: "Log", unit: "element", ours: ours, against: []comparison{
			beside(timesAsFast(10), peer),
			beside(timesAsLong(2), peer, peer),
			beside(atMostMore(1), peer),
			beside(aim{kind: extra}, peer),
			beside(atMost(1)),
			beside(timesAsFast(1), none),
		}}}, times),
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	sample().print(&out)
	assert.Equal(t, strings.TrimPrefix(`
| operation | per | time | against | its time | compared | aim | holds |
| --- | --- | --- | --- | --- | --- | --- | --- |
| Log | element | 0.250 ns ± 0.0 % | loop | 2.00 ns ± 0.0 % | 8.00 × as fast ± 0.0 % | at least 10 × as fast | **no** |
|  |  |  | loop, the fastest of 2 | 2.00 ns ± 0.0 % | 0.125 × as long ± 0.0 % | at most 2 × as long | yes |
|  |  |  | loop | 2.00 ns ± 0.0 % | -1.8 ns ± 0.0 | at most 1 ns more | yes |
|  |  |  | loop | 2.00 ns ± 0.0 % | -1.8 ns ± 0.0 |  |  |
|  |  |  |  |  |  | at most 1 ns | yes |
|  |  |  | loop in C | skipped |  | at least 1 × as fast |  |

Some CPU, Linux, Go 1.26, 2 workers.
Medians of 3 interleaved rounds; ± is half the span of the middle 80 %. Times are compared
round by round: the median of the ratios is not quite the ratio of the medians.
There are no peers in C: no C compiler.

Tried in C, ns:

- Log: loop 2.00, loop 2.00
`, "\n"), out.String())
}

func TestDocument(t *testing.T) {
	file := filepath.Join(t.TempDir(), "figures.json")
	require.NoError(t, sample().write(file))
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var got struct {
		Rounds int
		Rows   []struct {
			Name        string
			NS          struct{ Median float64 }
			Samples     []float64
			Comparisons []struct {
				Peer, Absent string
				As           string `json:"compared_as"`
				Holds        *bool
			}
		}
	}
	require.NoError(t, json.Unmarshal(data, &got))
	assert.Equal(t, 3, got.Rounds)
	require.Len(t, got.Rows, 1)
	r := got.Rows[0]
	assert.Equal(t, 0.25, r.NS.Median)
	assert.Equal(t, []float64{0.25, 0.25, 0.25}, r.Samples)
	require.Len(t, r.Comparisons, 6)
	assert.Equal(t, "times as fast", r.Comparisons[0].As)
	assert.False(t, *r.Comparisons[0].Holds)
	assert.Nil(t, r.Comparisons[3].Holds)
	assert.Equal(t, "skipped", r.Comparisons[5].Absent)
}

func TestFigure(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.04567: "0.0457", 0.25: "0.250", 1.234: "1.23", 12.34: "12.3", 123.4: "123", 9158.3: "9160", -2.5: "-2.50",
	} {
		assert.Equal(t, want, figure(x))
	}
}

func TestPercent(t *testing.T) {
	assert.Equal(t, "0.4 %", percent(0.004))
	assert.Equal(t, "9.9 %", percent(0.0994))
	assert.Equal(t, "10 %", percent(0.0996))
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{1: "1", 4096: "4096", 100_000: "100 000", 8 << 20: "8 Mi", 1_000_000: "1 000 000"} {
		assert.Equal(t, want, count(n))
	}
}
