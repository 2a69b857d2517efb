//go:build unix

package npy

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/pythontest"
)

// verdict is what NumPy makes of a file that it is asked to map.
type verdict struct {
	Error  string // why it refuses
	Shape  []int64
	Type   string // kind and size
	Native bool
	C, F   bool // contiguous in the order of C, of Fortran
	Offset int64
}

// ask has NumPy map each of the files. Mode r+ differs from r only in that it makes a
// file longer that is too short.
func ask(t *testing.T, files [][]byte) (answers []verdict) {
	t.Helper()
	dir := t.TempDir()
	for i, b := range files {
		require.NoError(t, os.WriteFile(fmt.Sprintf("%s/%d", dir, i), b, 0o600))
	}
	cmd := exec.Command(pythontest.NumPy(t), "-W", "ignore", "-c", `
import sys, json, numpy as np
answers = []
for i in range(int(sys.argv[2])):
    try:
        a = np.load(f"{sys.argv[1]}/{i}", mmap_mode="r")
        answers.append(dict(Shape=a.shape, Type=a.dtype.kind + str(a.dtype.itemsize), Native=a.dtype.isnative,
                            C=a.flags.c_contiguous, F=a.flags.f_contiguous, Offset=a.offset))
    except Exception as e:
        answers.append(dict(Error=f"{type(e).__name__}: {e}"[:200]))
json.dump(dict(Version=np.__version__, Order="<>"[sys.byteorder == "big"], Max=sys.maxsize, Answers=answers), sys.stdout)
`, dir, fmt.Sprint(len(files)))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	var all struct {
		Version, Order string
		Max            int64
		Answers        []verdict
	}
	require.NoError(t, json.Unmarshal(out, &all))
	require.Len(t, all.Answers, len(files))
	if all.Order != string(native) || all.Max != math.MaxInt {
		t.Skip("NumPy runs on another processor than the test, which is emulated")
	}
	if !strings.HasPrefix(all.Version, "1.24.") {
		t.Skipf("NumPy %s: a few spellings differ from one version to another; these are for 1.24", all.Version)
	}
	return all.Answers
}

// compare returns how what is read differs from what NumPy makes of a file, or "".
func compare(want verdict, h Header, err error) string {
	known := false
	for _, e := range elements {
		known = known || want.Type == fmt.Sprintf("%c%d", e.Kind, e.Size)
	}
	switch {
	case want.Error != "":
		if err == nil {
			return "NumPy refuses: " + want.Error
		}
		return ""
	case !known:
		if !errors.Is(err, ErrElement) {
			return "want ErrElement for " + want.Type
		}
		return ""
	case !want.Native:
		if !errors.Is(err, ErrByteOrder) {
			return "want ErrByteOrder"
		}
		return ""
	case len(want.Shape) > 2:
		if !errors.Is(err, ErrShape) {
			return "want ErrShape"
		}
		return ""
	case err != nil:
		return "NumPy maps it"
	}
	shape := fmt.Sprint(h.Shape[:h.Dims])
	if fmt.Sprint(want.Shape) != shape || want.Type != fmt.Sprintf("%c%d", h.Element.Kind, h.Element.Size) || want.Offset != h.Offset {
		return fmt.Sprintf("NumPy has %+v", want)
	}
	if want.C != want.F && want.F != h.ColMajor {
		return "NumPy has the other order"
	}
	return ""
}

// TestSameAsNumPy reads every spelling that NumPy maps as NumPy does, and refuses what
// it refuses, in each version of the format.
func TestSameAsNumPy(t *testing.T) {
	var files [][]byte
	texts := append(spellings(), refusedSpellings...)
	for _, text := range texts {
		for major := byte(1); major <= 3; major++ {
			files = append(files, file(major, mark(text), 512))
		}
	}
	mapped := 0
	for i, want := range ask(t, files) {
		text, major := texts[i/3], i%3+1
		if want.Error == "" {
			mapped++
		}
		h, err := Read(strings.NewReader(string(files[i])), int64(len(files[i])))
		if i/3 >= len(texts)-len(refusedSpellings) {
			require.Error(t, err, "%q", text)
			require.Empty(t, want.Error, "%q: refused by NumPy too", text)
			continue
		}
		if differs := compare(want, h, err); differs != "" {
			t.Errorf("%.200q, version %d: %s: %+v, %v", text, major, differs, h, err)
		}
	}
	t.Logf("%d of %d files are mapped", mapped, len(files))
}

// refusedSpellings are the ones that the comment of the package lists: NumPy maps them.
var refusedSpellings = []string{
	with("'~f8'", "'f8,'"), with("'~f8'", "'1f8'"), with("'~f8'", "'2f8'"), with("'~f8'", "'()f8'"), with("'~f8'", "'<1f8'"), with("'~f8'", "'(1,)f8'"),
	with("'~f8'", "('<f8', ())"), with("'~f8'", "('<f8', 1)"), with("'~f8'", "('<f8', (2,))"),
	"\f" + dictionary, dictionary + "\f", "\\\n" + dictionary, dictionary + "\r", dictionary + "\n\f", dictionary + "\\\n\n",
	with("'~f8'", `'\N{LESS-THAN SIGN}f8'`),
	with("{", "{'descr': 1.5, "), with("{", "{'descr': b'f8', "), with("{", "{'descr': {1: 2}, "), with("{", "{'descr': 1-2j, "),
}
