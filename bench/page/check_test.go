package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// whole is the least that Check takes.
func whole() string {
	var b strings.Builder
	for _, id := range IDs {
		fmt.Fprintf(&b, `<section id="%s"><table><tr><td>1</td><td>–¹</td></tr></table><ul><li>¹ no compiler</li></ul></section>`, id)
	}
	return b.String()
}

func TestCheckFindsWhatIsMissing(t *testing.T) {
	require.NoError(t, Check(strings.NewReader(whole())))
	for _, c := range []struct{ old, new, want string }{
		{`<section id="roofline">`, `<section id="other">`, "there is no section roofline"},
		{`<section id="answer"><table><tr><td>1</td>`, `<section id="answer"><table><tr><td></td>`, "section answer has an empty cell"},
		{`<section id="limits"><table><tr><td>1</td>`, `<section id="limits"><table><tr><td> - </td>`, "section limits has an empty cell"},
		{`<section id="peers"><table><tr><td>1</td>`, `<section id="peers"><table><tr><td>NaN</td>`, "section peers has an empty cell"},
		{`<section id="peers"><table><tr><td>1</td><td>–¹`, `<section id="peers"><table><tr><td>1</td><td>–²`, `section peers gives no reason for a cell "–²"`},
		{`<section id="errors"><table><tr><td>1</td><td>–¹</td></tr></table><ul><li>¹ no compiler</li></ul>`, `<section id="errors">`, "section errors shows nothing"},
	} {
		page := strings.Replace(whole(), c.old, c.new, 1)
		require.NotEqual(t, whole(), page, c.want)
		assert.ErrorContains(t, Check(strings.NewReader(page)), c.want)
	}
}

func TestReasonsAreNumberedOnce(t *testing.T) {
	var table Table
	assert.Equal(t, "–¹", table.none("no compiler"))
	assert.Equal(t, "–²", table.none("takes %d s", 3))
	assert.Equal(t, "–¹", table.or("-", "no compiler"))
	assert.Equal(t, "1.50", table.or("1.50", "unused"))
	assert.Equal(t, []string{"¹ no compiler", "² takes 3 s"}, table.Notes())
	assert.Equal(t, "¹²", superscript(12))
}
