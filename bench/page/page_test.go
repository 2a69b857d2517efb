package page

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/cases"
	host "sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/report"
)

// sample is a report with something in each section, by up to 16 workers.
func sample(workers int) *report.Report {
	text, err := os.ReadFile("testdata/report.json")
	if err != nil {
		panic(err)
	}
	d := new(report.Report)
	if err := json.Unmarshal(text, d); err != nil {
		panic(err)
	}
	d.Settings.Workers = workers
	for _, c := range d.Of(measure.Scaling) {
		c.Variants = c.Variants[:len(cases.WorkerCounts(workers))]
	}
	return d
}

func TestPageIsComplete(t *testing.T) {
	for _, workers := range []int{1, 2, 16} {
		d := sample(workers)
		assert.NoError(t, Check(Sections(d)))
		html, err := HTML(d)
		require.NoError(t, err)
		assert.Contains(t, string(html), "<h1>Sums of logarithms on Some &lt;CPU&gt;</h1>")
		for _, s := range Sections(d) {
			assert.Contains(t, string(html), `<section id="`+s.ID+`">`)
		}
		// What a browser would fetch.
		fetched := regexp.MustCompile(
			`(?i)(src|href)\s*=\s*"([^"#][^"]*)"|url\(|@import|<script|<link[^>]*href="[^d]`)
		assert.Equal(t, []string{`href="data:,"`}, fetched.FindAllString(string(html), -1),
			"the icon is the only one, and empty")
	}
}

// TestNothingMeasured has every section say why it is empty.
func TestNothingMeasured(t *testing.T) {
	d := &report.Report{Settings: report.Settings{Run: "nothing"}, Peers: []peer.Version{{
		Peer: "go",
		What: "Go",
	}}}
	assert.NoError(t, Check(Sections(d)))
	assert.Contains(t, Markdown(d, true), "Skipped by -run nothing.")
}

func TestCheckFindsWhatIsMissing(t *testing.T) {
	type sections = []Section
	of := func(s Section, block int) []Row { return s.Blocks[block].Table.Rows }
	for want, change := range map[string]func(l sections){
		"section machine shows nothing": func(l sections) { l[1].Blocks = nil },
		`not complete: ["CPU" ""]`:      func(l sections) { of(l[1], 0)[0].Cells[1] = "" },
		`complete: ["multiply" "NaN"`:   func(l sections) { of(l[2], 1)[1].Cells[1] = "NaN" },
		"that is not complete: []":      func(l sections) { of(l[1], 0)[0].Cells = nil },
		"has a figure of what is no number": func(l sections) {
			l[7].Blocks[0].Figure.SVG += "NaN"
		},
	} {
		list := Sections(sample(2))
		change(list)
		assert.ErrorContains(t, Check(list), want)
	}
}

// TestFiguresTakeTheirColoursFromThePage looks for colours that a dark page could not change.
func TestFiguresTakeTheirColoursFromThePage(t *testing.T) {
	figures := Figures(sample(2))
	var names []string
	for name, svg := range figures {
		names = append(names, name)
		_, drawing, found := strings.Cut(string(svg), "</style>")
		require.True(t, found, name)
		assert.NotRegexp(t, `#[0-9A-Fa-f]{3,6}|NaN|Inf`, drawing, name)
		for _, c := range regexp.MustCompile(`var\((--[a-z0-9]+)\)`).FindAllStringSubmatch(drawing, -1) {
			assert.Equal(t, 2, strings.Count(colourStyle, c[1]+":"), "%s of %s: a light and a dark one",
				c[1], name)
		}
	}
	assert.ElementsMatch(t, []string{
		"answer.svg", "speedup-kernels.svg", "speedup-accumulate.svg", "speedup-table.svg",
		"sizes-log.svg", "roofline.svg", "scaling.svg", "errors.svg",
	}, names)
}

func TestMarkdownHasEveryTable(t *testing.T) {
	d := sample(2)
	text := Markdown(d, true)
	for _, s := range Sections(d) {
		assert.Contains(t, text, "## "+s.Title+"\n")
		for _, b := range s.Blocks {
			if b.Table != nil {
				assert.Contains(t, strings.Join(strings.Fields(text), " "),
					strings.Join(strings.Fields("| "+strings.Join(b.Table.Head, " | ")+" |"), " "))
			}
		}
	}
	short := Markdown(d, false)
	assert.NotContains(t, short, "all sizes: ns an element")
	assert.Contains(t, text, "all sizes: ns an element:")
	assert.Contains(t, short, "- **6.00×** as fast as Go's loop over math.Log, one logarithm a term "+
		"for both (avx2, one worker; 60.0 times Python's loop)\n")
	table := Table{Head: []string{"a", "b"}}
	table.read("|#", "all")
	table.read("|", "long one | 1 |")
	assert.Equal(t, "–¹", table.note("no compiler"))
	assert.Equal(t, "–¹", table.note("no compiler"))
	assert.Equal(t, none("no compiler"), or("-", "no compiler"))
	assert.Equal(t, "¹²", superscript(12))
	assert.Equal(t, "\n| a        |    b |\n| -------- | ---: |\n| **all**  |      |\n| long one |   "+
		" 1 |\n\n¹ no compiler\n", table.Lines())
}

func TestAxes(t *testing.T) {
	var labels []string
	for _, tick := range ticks(number)(0.5, 20000) {
		labels = append(labels, tick.Label)
	}
	assert.Equal(t, []string{"1", "10", "100", "1000", "10 k"}, labels)
}

// TestDocuments replaces the table of a document.
func TestDocuments(t *testing.T) {
	d := sample(2)
	table := Operations(d)
	assert.Contains(t, string(table), "\n| operation | generic | avx2 | worst | a loop in Go | "+
		"others |\n")
	assert.Contains(t, string(table),
		"\n| Log | 8.00 | 1.00 | 0.500 | Go loop 6.00 (0.500) | C, libmvec AVX2 1.20 (0.500) |\n")
	got, err := Replace([]byte("before\n"+begin+"old\n"+end+"after\n"), table)
	require.NoError(t, err)
	assert.Equal(t, "before\n"+begin+"\n"+string(table)+"\n"+end+"after\n", string(got))
	_, err = Replace([]byte("no place"), table)
	assert.Error(t, err)
	assert.Len(t, Charts(d), 1, "SumLog was not measured")
}

// words are those of a text, in one line.
func words(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestLastLevel(t *testing.T) {
	on := func(list []host.Cache, last, most int, reported bool) (*report.Report, string) {
		d := &report.Report{
			Machine: host.Info{Caches: list, LastLevel: last, Reported: reported},
			Levels:  probe.Levels(list, last, most),
		}
		return d, words(prose("in memory", d) + prose("machine", d))
	}
	two := sample(2).Machine.Caches
	d, says := on(two, 32<<20, 1<<40, false)
	assert.Contains(t, says, "In memory are arrays of 128 MiB, 4.00 times the last-level cache of "+
		"32.0 MiB, which is assumed. ")
	assert.Contains(t, says, "| caches | L1d 32.0 KiB, L2 1.00 MiB; last level 32.0 MiB assumed: "+
		"the system does not report it |")
	assert.Equal(t, "L3", d.LevelOf(16<<20), "an assumed level has its own rate")
	assert.Equal(t, "memory", d.LevelOf(64<<20))
	huge := []host.Cache{two[0], {Level: 3, Bytes: 512 << 20}}
	_, says = on(huge, 512<<20, 1<<40, true)
	assert.Contains(t, says, "arrays of 1.00 GiB, 2.00 times the last-level cache of 512 MiB, "+
		"which is reported. 4 times would take too much time or memory.")
	_, says = on(huge, 512<<20, 256<<20, true)
	assert.Contains(t, says, "these figures are partly figures of the cache")
	_, says = on(append(two[:2:2], host.Cache{Level: 3, Bytes: 512 << 10}), 1<<20, 1<<40, true)
	assert.Contains(t, says, "L3 512 KiB (no larger than the level before: not measured)")
}

func TestCores(t *testing.T) {
	says := func(waits, works float64) string {
		d := sample(4)
		for name, gain := range map[string]float64{cases.Chain: waits, cases.Busy: works} {
			list := d.Find(measure.Scaling, name).Variants
			p := list[len(list)-1].Points[0]
			for i, one := range list[0].Points[0].Samples {
				p.Samples[i] = one / gain
			}
		}
		return words((&showing{Report: d}).Cores())
	}
	assert.Empty(t, says(3.9, 3.8))
	assert.Contains(t, says(3.9, 2.1), "shared cores: the chain, whose multiplications wait for each "+
		"other and leave a core idle, was 3.90 times as fast by 4 workers, but what keeps a core busy "+
		"only 2.10 times.")
	assert.Contains(t, says(2.9, 1.5),
		"Fewer than 4 CPUs were free: even the chain, which is Go's own "+
			"code, was only 2.90 times")
	assert.Empty(t, (&showing{Report: &report.Report{}}).Cores())
}
