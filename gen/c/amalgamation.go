package c

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	include = regexp.MustCompile(`(?m)^#include "(.*)"\n`)
	define  = regexp.MustCompile(`(?m)^#define (\w+)`)
)

// amalgam joins sources to one file.
type amalgam struct {
	folder    string            // of the files by hand
	generated map[string]string // the others
	included  map[string]bool   // headers that may not be there twice
	err       error
}

// once are the headers that guard themselves.
var once = []string{"internal.h", "kernels.h", "constants.h", "../sumlog.h"}

// amalgamation is all sources in one file, which needs sumlog.h alone.
func amalgamation(folder string, generated map[string]string) (string, error) {
	a := &amalgam{folder: folder, generated: generated, included: map[string]bool{}}
	var b strings.Builder
	b.WriteString(header + "\n" + comment([]string{
		"sumlog in one file: the sources of src/, in the order in which they include each other.",
		"Compile with -O2 -ffp-contract=off, and link with -lm.",
	}))
	b.WriteString("#define SUMLOG_INTERNAL static\n")
	for _, t := range Targets {
		name := "kernels_" + t.Name + ".c"
		b.WriteString(a.file(name))
		fmt.Fprintf(&b, "#if %s\n", t.Guard)
		for _, m := range define.FindAllStringSubmatch(a.text("ops_"+t.Name+".h"), -1) {
			fmt.Fprintf(&b, "#undef %s\n", m[1])
		}
		b.WriteString("#endif\n")
	}
	for _, name := range wrappers {
		b.WriteString(a.file(name))
	}
	return b.String(), a.err
}

// file is a file with what it includes in its place.
func (a *amalgam) file(name string) string {
	text := strings.TrimPrefix(a.text(name), header+"\n")
	text = include.ReplaceAllStringFunc(text, func(line string) string {
		name := include.FindStringSubmatch(line)[1]
		if slices.Contains(once, name) && a.included[name] {
			return ""
		}
		a.included[name] = true
		if name == "../sumlog.h" {
			return "#include \"sumlog.h\"\n"
		}
		return a.file(name)
	})
	return fmt.Sprintf("\n/* src/%s */\n%s", name, text)
}

// text is a file as it stands.
func (a *amalgam) text(name string) string {
	if text, ok := a.generated[name]; ok {
		return text
	}
	text, err := os.ReadFile(filepath.Join(a.folder, name))
	if err != nil && a.err == nil {
		a.err = err
	}
	return string(text)
}
