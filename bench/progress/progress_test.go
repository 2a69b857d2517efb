package progress

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func watch(terminal bool) string {
	var out bytes.Buffer
	p := New(&out, terminal, "sums")
	p.Calibrating("a")
	p.Planned(3, 2, 10*time.Second)
	for round := range 2 {
		p.Round(round+1, 2)
		p.Measured("a", 5*time.Second)
	}
	p.Done()
	return out.String()
}

func TestPipeGetsPlainLines(t *testing.T) {
	assert.Equal(t, "sums: looking how long each way takes\nsums: 3 ways, 2 rounds, about 10s\n"+
		"sums: round 1 of 2\nsums: round 2 of 2\n", watch(false))
}

func TestTerminalGetsABarThatGoesAway(t *testing.T) {
	text := watch(true)
	assert.Contains(t, text, "round 1 of 2")
	assert.Contains(t, text, "\r")
	lines := bytes.Split([]byte(text), []byte("\r"))
	assert.Empty(t, bytes.TrimSpace(lines[len(lines)-1]), "the line is empty in the end")
}
