package page

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browserRequired makes a missing browser a failure.
const browserRequired = "SUMLOG_TEST_BROWSER"

// TestPageInABrowser opens the report as people do, on a phone and on a desk, in the
// light and in the dark.
func TestPageInABrowser(t *testing.T) {
	browser := startBrowser(t)
	html, err := HTML(measured(t))
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(file, html, 0o600))
	for _, width := range []int64{390, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%s/%d", scheme, width), func(t *testing.T) {
				seen := open(t, browser, "file://"+file, width, scheme)
				assert.Empty(t, seen.Complaints)
				assert.Equal(t, []string{"file://" + file}, seen.Requests, "the page needs no other file")
				assert.LessOrEqual(t, seen.ScrollWidth, width, "the page is wider than the window: %v", seen.Wide)
				assert.Empty(t, seen.Wide)
				assert.Equal(t, len(IDs), seen.Sections)
				assert.Positive(t, seen.Drawings)
				assert.Equal(t, map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}[scheme], seen.Background)
			})
		}
	}
}

// TestBrowserFindsWhatIsWrong has the same eyes look at a page that is broken.
func TestBrowserFindsWhatIsWrong(t *testing.T) {
	browser := startBrowser(t)
	file := filepath.Join(t.TempDir(), "broken.html")
	require.NoError(t, os.WriteFile(file, []byte(`<!DOCTYPE html><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
		<section><p style="width:900px">wide</p><img src="missing.png"></section><script>nothing()</script>`), 0o600))
	seen := open(t, browser, "file://"+file, 390, "light")
	assert.NotEmpty(t, seen.Complaints)
	assert.Len(t, seen.Requests, 2)
	assert.Greater(t, seen.ScrollWidth, int64(390))
	assert.NotEmpty(t, seen.Wide)
}

// startBrowser starts chromium, or skips the test where there is none.
func startBrowser(t *testing.T) context.Context {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if _, err := chromedp.Run(ctx, chromedp.Navigate("about:blank")); err != nil {
		if os.Getenv(browserRequired) != "" {
			require.NoError(t, err, "%s is set", browserRequired)
		}
		t.Skipf("no browser (Debian's chromium) opens the report: %v", err)
	}
	return ctx
}

// sight is what the browser saw.
type sight struct {
	ScrollWidth int64
	Sections    int
	Drawings    int
	Background  string
	Wide        []string // elements that reach beyond the window, but for what scrolls by itself
	Complaints  []string
	Requests    []string
}

const inspect = `(() => {
	const width = document.documentElement.clientWidth;
	const inside = e => e.closest(".scroll") !== null;
	return {
		ScrollWidth: document.documentElement.scrollWidth,
		Sections: document.querySelectorAll("section").length,
		Drawings: [...document.querySelectorAll("svg")].filter(e => e.getBoundingClientRect().width > 0).length,
		Background: getComputedStyle(document.documentElement).backgroundColor,
		Wide: [...document.querySelectorAll("body *")].filter(e => !inside(e) && e.getBoundingClientRect().right > width + 1)
			.map(e => e.tagName + " " + e.textContent.slice(0, 40)),
	};
})()`

func open(t *testing.T, browser context.Context, url string, width int64, scheme string) sight {
	tab, cancel := chromedp.NewContext(browser)
	defer cancel()
	_, err := chromedp.Run(tab, chromedp.Location()) // opens the tab, which lives as long as the first call
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()
	var seen sight
	var listening sync.WaitGroup
	var mu sync.Mutex
	note := func(list *[]string, text string) {
		mu.Lock()
		defer mu.Unlock()
		*list = append(*list, text)
	}
	listen, deaf := context.WithCancel(ctx)
	var complaints, requests []string
	require.NoError(t, chromedp.Do(ctx,
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			hear(listen, target, &listening, runtime.ExceptionThrown, func(e runtime.EventExceptionThrown) {
				note(&complaints, e.ExceptionDetails.Text)
			})
			hear(listen, target, &listening, runtime.ConsoleAPICalled, func(e runtime.EventConsoleAPICalled) {
				note(&complaints, fmt.Sprint(e.Type, " on the console"))
			})
			hear(listen, target, &listening, log.EntryAdded, func(e log.EventEntryAdded) { note(&complaints, e.Entry.Text) })
			hear(listen, target, &listening, network.RequestWillBeSent, func(e network.EventRequestWillBeSent) {
				if !strings.HasPrefix(e.Request.URL, "data:") {
					note(&requests, e.Request.URL)
				}
			})
			for _, enable := range []func() error{
				func() error { _, err := cdp.Call(ctx, target, log.Enable, cdp.Empty{}); return err },
				func() error { _, err := cdp.Call(ctx, target, runtime.Enable, cdp.Empty{}); return err },
				func() error { _, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{}); return err },
				func() error {
					_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
						Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 500,
					})
					return err
				},
				func() error {
					_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
						Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
					})
					return err
				},
			} {
				if err := enable(); err != nil {
					return err
				}
			}
			return nil
		}),
		chromedp.Navigate(url)))
	seen, err = chromedp.Run(ctx, chromedp.Evaluate[sight](inspect))
	require.NoError(t, err)
	time.Sleep(200 * time.Millisecond) // for what it has to say still
	deaf()
	listening.Wait()
	seen.Complaints, seen.Requests = complaints, requests
	return seen
}

// hear calls f with every event of a kind, until ctx ends.
func hear[E any](ctx context.Context, target *chromedp.Target, wait *sync.WaitGroup, event cdp.Event[E], f func(E)) {
	events := cdp.Events(ctx, target, event)
	wait.Go(func() {
		for e, err := range events {
			if err != nil {
				return
			}
			f(e)
		}
	})
}
