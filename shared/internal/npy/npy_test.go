package npy

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var elements = []Element{
	{'i', 1},
	{'i', 2},
	{'i', 4},
	{'i', 8},
	{'u', 1},
	{'u', 2},
	{'u', 4},
	{'u', 8},
	{'f', 4},
	{'f', 8},
}

// file returns the bytes of a file of that version with that text and room for n
// bytes of elements.
func file(major byte, text string, n int) []byte {
	b := []byte(magic)
	b = append(b, major, 0)
	if major == 1 {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(text)))
	} else {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	}
	return append(append(b, text...), make([]byte, n)...)
}

// padded returns the text with blanks up to a header of a multiple of 64 bytes.
func padded(major byte, text string) string {
	before := 10
	if major > 1 {
		before = 12
	}
	return text + strings.Repeat(" ", 63-(before+len(text))%64) + "\n"
}

func read(b []byte) (Header, error) { return Read(bytes.NewReader(b), int64(len(b))) }

// mark puts this machine's byte order where a text has '~', and the other where it
// has '^'.
func mark(text string) string {
	other := byte('<' ^ '>' ^ native)
	return strings.NewReplacer("~", string(native), "^", string(other)).Replace(text)
}

func TestAppendAndRead(t *testing.T) {
	for _, e := range elements {
		for _, h := range []Header{
			{Element: e, Shape: [2]int{1, 1}},
			{Element: e, Dims: 1, Shape: [2]int{0, 1}},
			{Element: e, Dims: 1, Shape: [2]int{12345, 1}},
			{Element: e, Dims: 2, Shape: [2]int{7, 3}},
			{Element: e, Dims: 2, Shape: [2]int{7, 3}, ColMajor: true},
			{Element: e, Dims: 2, Shape: [2]int{math.MaxInt / e.Size, 0}},
			{Element: e, Dims: 2, Shape: [2]int{0, math.MaxInt / e.Size}, ColMajor: true},
		} {
			b := h.Append(nil)
			require.Zero(t, len(b)%64)
			require.EqualValues(t, len(b), h.Offset)
			require.EqualValues(t, '\n', b[len(b)-1])
			n, ok := h.Bytes()
			require.True(t, ok)
			got, err := read(append(b, make([]byte, n)...))
			require.NoError(t, err, "%s", b)
			require.Equal(t, h, got)
			if n > 0 {
				_, err = read(append(b, make([]byte, n-1)...))
				require.ErrorIs(t, err, ErrShort)
			}
		}
	}
}

// TestRecorded reads headers as NumPy 1.24 wrote them on a little-endian machine;
// the tests of package shared have it write them.
func TestRecorded(t *testing.T) {
	const text = "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }"
	for major := byte(1); major <= 3; major++ {
		h, err := read(file(major, padded(major, text), 96))
		if native == '>' {
			require.ErrorIs(t, err, ErrByteOrder)
			require.EqualError(t, err, `elements "<f8", want ">f8": foreign byte order`)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, Header{Element{'f', 8}, 2, [2]int{3, 4}, true, 128}, h)
	}
}

func TestReadTakes(t *testing.T) {
	for text, want := range map[string]Header{
		`{"shape":(2,3),"fortran_order":False,"descr":"~i2"}`:            {Element{'i', 2}, 2, [2]int{2, 3}, false, 0},
		"{ 'descr' : '|u1' ,\n'fortran_order':\tTrue,'shape' :( 5 , ) }": {Element{'u', 1}, 1, [2]int{5, 1}, true, 0},
		`{'descr': '=f4', 'fortran_order': False, 'shape': (2L, 3L), }`:  {Element{'f', 4}, 2, [2]int{2, 3}, false, 0},
		`{'descr': 'u8', 'fortran_order': False, 'shape': (2, 3,)}`:      {Element{'u', 8}, 2, [2]int{2, 3}, false, 0},
		`{'descr': '<i1', 'fortran_order': False, 'shape': (2,)}`:        {Element{'i', 1}, 1, [2]int{2, 1}, false, 0},
		`{'descr': '>i1', 'fortran_order': False, 'shape': ()}`:          {Element{'i', 1}, 0, [2]int{1, 1}, false, 0},
	} {
		for major := byte(1); major <= 3; major++ {
			if major == 3 {
				text = strings.ReplaceAll(text, "L", "") // Python 2 never wrote version 3
			}
			h, err := read(file(major, padded(major, mark(text)), 64))
			require.NoError(t, err, text)
			require.Zero(t, h.Offset%64)
			h.Offset = 0
			require.Equal(t, want, h, text)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	huge := fmt.Sprint(math.MaxInt)
	for _, tt := range []struct {
		text string
		err  error
		part string
	}{
		{"", ErrFormat, "want '{'"},
		{"{", ErrFormat, "want a string"},
		{"{}", ErrFormat, "want descr, fortran_order and shape"},
		{"{'descr'", ErrFormat, "want ':'"},
		{"{'descr", ErrFormat, "string without an end"},
		{"{'descr': '~f8', }", ErrFormat, "want descr, fortran_order and shape"},
		{with("}", ""), ErrFormat, "want a string"},
		{with("}", "} x"), ErrFormat, "text after the dictionary"},
		{with("}", "'more': 1}"), ErrFormat, `key a string "more"`},
		{with("'descr'", "'desc\xff'"), ErrFormat, ""},
		{with("'descr'", "descr"), ErrFormat, `"descr", want a value`},
		{with("False", "0"), ErrFormat, "want True or False, not an integer"},
		{with("False", "Falsehood"), ErrFormat, `"Falsehood", want a value`},
		{with("(2, 2)", "2"), ErrFormat, "want a tuple, not an integer"},
		{with("(2, 2)", "(4)"), ErrFormat, "want a tuple"},
		{with("(2, 2)", "(2 2)"), ErrFormat, "want"},
		{with("(2, 2)", "[2, 2]"), ErrFormat, "want a tuple, not a list"},
		{with("(2, 2)", "(-2, 2)"), ErrFormat, "not a negative integer"},
		{with("(2, 2)", "(2.0, 2)"), ErrFormat, "want"},
		{with("(2, 2)", "(02, 2)"), ErrFormat, "begins with 0"},
		{with("(2, 2)", "(0x, 2)"), ErrFormat, "want an integer"},
		{with("(2, 2)", "(True, 2)"), ErrFormat, "not a bool"},
		{with("(2, 2)", "(None, 2)"), ErrFormat, "not None"},
		{with("(2, 2)", "(,)"), ErrFormat, "want a string, an integer"},
		{with("(2, 2)", "(2, 2"), ErrFormat, "want"},
		{with("(2, 2)", "("+huge+"0, 2)"), ErrFormat, "integer above"},
		{with("(2, 2)", "(99999999999999999999, 0)"), ErrFormat, "integer above"},
		{with("(2, 2)", "(2, 2, 1)"), ErrShape, "3 dimensions"},
		{with("(2, 2)", "("+strings.Repeat("1, ", 64)+")"), ErrShape, "64 dimensions"},
		{with("(2, 2)", "(2, 3)"), ErrShort, "want 2 × 3 × 8"},
		{with("(2, 2)", "("+huge+", "+huge+")"), ErrShort, "want"},
		{with("(2, 2)", "("+huge+",)"), ErrShort, "want"},
		{with("(2, 2)", "(4294967296, 4294967296)"), nil, ""}, // the message depends on the size of an int
		{with("~f8", "^f8"), ErrByteOrder, `elements "` + mark("^") + `f8", want "` + mark("~") + `f8"`},
		{with("~f8", "^i2"), ErrByteOrder, "foreign byte order"},
		{with("'~f8'", "[('x', '~f8'), ('y', '~i4')]"), ErrElement, "several fields"},
		{with("~f8", "|b1"), ErrElement, `"|b1"`},
		{with("~f8", "|O"), ErrElement, `"|O"`},
		{with("~f8", "~U5"), ErrElement, "U5"},
		{with("~f8", "~c16"), ErrElement, "c16"},
		{with("~f8", "~f2"), ErrElement, "f2"},
		{with("~f8", "~f16"), ErrElement, "f16"},
		{with("~f8", "~i3"), ErrElement, "i3"},
		{with("~f8", "~M8[ns]"), ErrElement, "M8[ns]"},
		{with("~f8", ""), ErrElement, `""`},
		{with("~f8", "~"), ErrElement, ""},
		{with("'~f8'", "('~f8', (3,))"), ErrElement, "dimensions"},
		{with("'~f8'", "8"), ErrFormat, "want a string, not an integer"},
		{with("'~f8'", "b'f8'"), ErrFormat, "want a string of characters"},
		{with("'~f8'", "'\\N{DIGIT ONE}f8'"), ErrFormat, "character by its name"},
		{with("'~f8'", "'\\U00110000'"), ErrFormat, "character"},
		{with("'~f8'", strings.Repeat("(", 300)), ErrFormat, "more than 200 brackets"},
		{with("(2, 2)", "(9223372036854775807, 0)"), ErrFormat, ""},
		{with(" ", "\x00"), ErrFormat, "zero byte"},
		{with("{", "\n {"), ErrFormat, "begins with a blank"},
		{dictionary + strings.Repeat(" ", limit), ErrFormat, "want 10000 or fewer"},
	} {
		for major := byte(1); major <= 3; major++ {
			_, err := read(file(major, padded(major, mark(tt.text)), 32))
			require.Error(t, err, tt.text)
			if tt.err != nil {
				require.ErrorIs(t, err, tt.err, tt.text)
			}
			require.ErrorContains(t, err, tt.part, tt.text)
		}
	}
}

func TestReadRefusesFiles(t *testing.T) {
	text := padded(1, mark(`{'descr': '~f8', 'fortran_order': False, 'shape': (2, 2), }`))
	good := file(1, text, 32)
	for n := range good {
		_, err := read(good[:n])
		require.Error(t, err, "%d of %d bytes", n, len(good))
	}
	for name, b := range map[string][]byte{
		"version 4":   file(4, text, 32),
		"version 0":   file(0, text, 32),
		"version 1.1": append([]byte(magic+"\x01\x01"), good[8:]...),
		"magic":       append([]byte("\x93NUMPZ"), good[6:]...),
		"too long":    append([]byte(magic+"\x02\x00\xff\xff\xff\xff"), good[12:]...),
		"not UTF-8":   file(3, text[:len(text)-3]+"#\xff\n", 32),
	} {
		_, err := read(b)
		require.ErrorIs(t, err, ErrFormat, name)
	}
	// A file that others shorten while it is read.
	_, err := Read(bytes.NewReader(good[:20]), int64(len(good)))
	require.ErrorIs(t, err, ErrShort)
	// One of many bytes, all but a few of them holes.
	_, err = Read(bytes.NewReader(file(2, text, 0)[:12]), 1<<40)
	require.ErrorIs(t, err, ErrShort)
	_, err = Read(bytes.NewReader([]byte(magic+"\x02\x00\xff\xff\xff\xff")), 1<<40)
	require.ErrorIs(t, err, ErrFormat)
}

// TestMisaligned reads a header of version 2 as NumPy 1.9 to 1.13 padded it: to a
// multiple of 16, less the two bytes by which its length is longer.
func TestMisaligned(t *testing.T) {
	text := mark(dictionary)
	text += strings.Repeat(" ", 15-(10+len(text))%16) + "\n"
	for _, tt := range []struct {
		descr   string
		aligned bool
	}{{"~f8", false}, {"~i4", false}, {"~u2", true}, {"|i1", true}} {
		b := file(2, strings.Replace(text, mark("~f8"), mark(tt.descr), 1), 32)
		h, err := Read(bytes.NewReader(b), int64(len(b)))
		require.NoError(t, err)
		require.EqualValues(t, len(b)-32, h.Offset)
		require.EqualValues(t, 2, h.Offset%16)
		require.Equal(t, tt.aligned, h.Aligned(), tt.descr)
	}
}

func TestElementString(t *testing.T) {
	var names []string
	for _, e := range elements {
		names = append(names, e.String())
	}
	assert.Equal(t, "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64", strings.Join(names, " "))
}

// counted notes the largest read it was asked for, since that is what was
// allocated.
type counted struct {
	*bytes.Reader
	most int
}

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	c.most = max(c.most, len(b))
	return c.Reader.ReadAt(b, at)
}

// FuzzRead looks for a header that panics, that has more read than there is, or
// whose elements do not lie inside the file; and, of those that are taken, for one
// that does not survive being written again.
func FuzzRead(f *testing.F) {
	for major := byte(1); major <= 3; major++ {
		for _, text := range []string{
			`{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }`,
			`{"shape":(9L,),"descr":"|u1","fortran_order":False}`,
			`{'descr': [('x', '<i4')], 'fortran_order': False, 'shape': (), }`,
		} {
			f.Add(file(major, padded(major, text), 32))
		}
		for _, text := range spellings() {
			f.Add(file(major, mark(text), 32))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := counted{Reader: bytes.NewReader(b)}
		h, err := Read(&r, int64(len(b)))
		require.LessOrEqual(t, r.most, len(b))
		if err != nil {
			return
		}
		n, ok := h.Bytes()
		require.True(t, ok)
		require.True(t, h.Element.Supported())
		require.True(t, h.Dims >= 0 && h.Dims <= 2 && h.Shape[0] >= 0 && h.Shape[1] >= 0)
		require.LessOrEqual(t, h.Offset+n, int64(len(b)))

		again := h
		out := again.Append(nil)
		got, err := Read(bytes.NewReader(append(out, make([]byte, n)...)), int64(len(out))+n)
		require.NoError(t, err)
		require.Equal(t, again, got)
	})
}
