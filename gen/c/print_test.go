package c

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/kernels"
)

var twice = &build.Kernel{
	Name:   "twice",
	Doc:    []string{"twice adds each element to itself."},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.ForEach(n, func() {
			v := m.Load(x)
			m.Store(dst, m.MulAdd(v, m.Const(1), v))
		}, dst, x)
	},
}

// A kernel for masks ends with its last elements.
func Example() {
	fmt.Print(write(twice, Targets[2], &constants{bits: map[string]uint64{}}))
	// Output:
	// /* twice adds each element to itself. */
	// TARGET static void avx512_twice(void *dst, const void *x, int64_t n)
	// {
	// 	char *v0;
	// 	const char *v1;
	// 	int64_t v2;
	// 	v0 = (char *)dst;
	// 	v1 = (const char *)x;
	// 	v2 = n;
	// 	if (v2 < 8) goto L2;
	// L1:;
	// 	V v3 = LOAD(v1);
	// 	V v5 = FMA(v3, CONST(one), v3);
	// 	STORE(v0, v5);
	// 	v0 = v0 + 64;
	// 	v1 = v1 + 64;
	// 	v2 = v2 - 8;
	// 	if (v2 >= 8) goto L1;
	// L2:;
	// 	if (v2 == 0) goto L3;
	// 	M v6 = FIRSTLANES(v2);
	// 	V v7 = LOADTAIL(v1, v6, v1);
	// 	V v8 = FMA(v7, CONST(one), v7);
	// 	STOREMASKED(v0, v8, v6);
	// L3:;
	// }
}

var macro = regexp.MustCompile(`\b[A-Z][A-Z0-9]+(_[A-Z0-9]+)*\(`)

// A header that lacks a macro is noticed here, and not by a compiler of its processor.
func TestHeadersHaveEveryOperation(t *testing.T) {
	a := &amalgam{folder: "../../c/src"}
	for _, target := range Targets {
		defined := map[string]bool{"SET": true}
		for _, m := range define.FindAllStringSubmatch(a.text("ops_"+target.Name+".h"), -1) {
			defined[m[1]] = true
		}
		text := kernelsOf(target, kernels.ForC(), &constants{bits: map[string]uint64{}})
		for _, m := range macro.FindAllString(text, -1) {
			if name := strings.TrimSuffix(m, "("); name != "UINT64_C" && !defined[name] {
				t.Errorf("ops_%s.h lacks %s", target.Name, name)
				defined[name] = true
			}
		}
	}
	if a.err != nil {
		t.Error(a.err)
	}
}

func TestWrap(t *testing.T) {
	list := strings.Repeat("v123, ", 40)
	for line := range strings.Lines(wrap("\tV "+list+"v0;", "\t\t")) {
		if width := len(line) - 1 + 3*strings.Count(line, "\t"); width > 100 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}

func TestField(t *testing.T) {
	want := map[string]string{"WantLog": "want_log", "N": "n", "Short": "short_"}
	for name, want := range want {
		if got := field(name); got != want {
			t.Errorf("field(%q) is %q, want %q", name, got, want)
		}
	}
}
