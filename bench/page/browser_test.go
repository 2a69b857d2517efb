//go:build browser

package page

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/measure"
)

// sight is what a browser saw of a page.
type sight struct {
	ScrollWidth, Sections, Drawings int
	Background                      string
	Wide                            []string // what reaches beyond the window, and does not scroll
	Broken                          []string // names of kernels that take two lines
	Requests                        []string
}

// frame shows a page in a window of its own width, which may be less than a browser's least,
// and writes what is seen into the document.
const frame = `<!DOCTYPE html>
<iframe id="f" style="width:%dpx;height:900px;border:0" srcdoc="%s"></iframe><pre id="seen"></pre>
<script>
document.getElementById("f").onload = e => {
	const w = e.target.contentWindow, d = w.document, width = d.documentElement.clientWidth;
	const all = q => [...d.querySelectorAll(q)];
	document.getElementById("seen").textContent = JSON.stringify({
		ScrollWidth: d.documentElement.scrollWidth,
		Sections: all("section").length,
		Drawings: all("svg").filter(e => e.getBoundingClientRect().width > 0).length,
		Background: w.getComputedStyle(d.documentElement).backgroundColor,
		Wide: all("body *").filter(e => !e.closest(".scroll"))
			.filter(e => e.getBoundingClientRect().right > width + 1)
			.map(e => e.tagName + " " + e.textContent.slice(0, 40)),
		Broken: all(".own td:first-child").filter(e => {
			const r = d.createRange();
			r.selectNodeContents(e);
			return !/\s/.test(e.textContent) && r.getClientRects().length > 1;
		}).map(e => e.textContent),
		Requests: w.performance.getEntriesByType("resource").map(e => e.name)
			.filter(e => !e.startsWith("data:")),
	});
};
</script>`

func open(t *testing.T, page string, width int, dark bool) (seen sight) {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && browser == "" {
			browser = path
		}
	}
	if browser == "" {
		t.Fatal("no browser (Debian's chromium)")
	}
	file := filepath.Join(t.TempDir(), "frame.html")
	text := fmt.Appendf(nil, frame, width, html.EscapeString(page))
	require.NoError(t, os.WriteFile(file, text, 0o600))
	scheme := map[bool]int{true: 0, false: 1}[dark]
	out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=5000", "--window-size=1400,900",
		fmt.Sprintf("--blink-settings=preferredColorScheme=%d", scheme),
		"--dump-dom", "file://"+file).Output()
	require.NoError(t, err)
	found := regexp.MustCompile(`<pre id="seen">(.*?)</pre>`).FindSubmatch(out)
	require.NotNil(t, found, "%s", out)
	require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(string(found[1]))), &seen))
	return seen
}

// TestPageInABrowser opens the report as people do, on a phone and on a desk, in the light and
// in the dark.
func TestPageInABrowser(t *testing.T) {
	d := sample(2)
	d.Find(measure.Sweep, "Log").Name = "LogAccumulateDirect" // the longest
	page, err := HTML(d)
	require.NoError(t, err)
	for _, width := range []int{390, 1280} {
		for _, dark := range []bool{false, true} {
			seen := open(t, string(page), width, dark)
			assert.LessOrEqual(t, seen.ScrollWidth, width, "the page is wider than the window")
			assert.Empty(t, seen.Wide)
			assert.Empty(t, seen.Broken)
			assert.Empty(t, seen.Requests, "the page needs no other file")
			assert.Equal(t, len(Sections(d)), seen.Sections)
			assert.Positive(t, seen.Drawings)
			paper := map[bool]string{false: "rgb(255, 255, 255)", true: "rgb(18, 22, 28)"}
			assert.Equal(t, paper[dark], seen.Background)
		}
	}
	broken := open(t, `<!DOCTYPE html><section><p style="width:900px">wide</p>`+
		`<img src="http://127.0.0.1:9/missing.png"></section>`, 390, false)
	assert.Greater(t, broken.ScrollWidth, 390)
	assert.NotEmpty(t, broken.Wide)
	assert.NotEmpty(t, broken.Requests)
}
