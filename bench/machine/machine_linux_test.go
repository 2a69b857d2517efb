package machine

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCountList(t *testing.T) {
	for list, want := range map[string]int{"": 0, "0": 1, "0-3": 4, "0-3,8-11": 8, "1,3,5-6": 4} {
		assert.Equal(t, want, countList(list), "%q", list)
	}
}
