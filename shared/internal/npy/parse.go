package npy

import (
	"bytes"
	"fmt"
	"math"
	"unicode/utf8"
)

// parse reads the dictionary. It takes what NumPy takes of one: either quotes, keys
// in any order, blanks anywhere, the L that Python 2 put behind its integers. It
// refuses what NumPy refuses: keys that are missing, unknown or there twice.
func parse(text []byte) (h Header, err error) {
	p := parser{text: text}
	var seen [3]bool
	p.want('{')
	for p.err == nil && !p.accept('}') {
		key := p.str()
		p.want(':')
		which := -1
		switch string(key) {
		case "descr":
			which = 0
			h.Element = p.descr()
		case "fortran_order":
			which = 1
			h.ColMajor = p.boolean()
		case "shape":
			which = 2
			h.Dims, h.Shape = p.shape()
		default:
			p.fail("key %.40q, want descr, fortran_order and shape", key)
		}
		if p.err != nil {
			break
		}
		if seen[which] {
			p.fail("key %s twice", key)
		}
		seen[which] = true
		if !p.accept(',') {
			p.want('}')
			break
		}
	}
	p.blanks()
	switch {
	case p.err != nil:
	case p.at != len(text):
		p.fail("text after the dictionary")
	case seen != [3]bool{true, true, true}:
		p.fail("want descr, fortran_order and shape")
	}
	return h, p.err
}

// parser reads text from at on. After the first failure it reads nothing.
type parser struct {
	text []byte
	at   int
	err  error
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("at byte %d of the text: %s: %w", p.at, fmt.Sprintf(format, args...), ErrFormat)
	}
}

func (p *parser) blanks() {
	for p.at < len(p.text) && bytes.IndexByte([]byte(" \t\n\r\f"), p.text[p.at]) >= 0 {
		p.at++
	}
}

// next returns the byte after blanks, which is still to be read, or 0 at the end.
func (p *parser) next() byte {
	p.blanks()
	if p.err != nil || p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) accept(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

func (p *parser) want(c byte) {
	if p.err == nil && !p.accept(c) {
		p.fail("want %q", c)
	}
}

// str reads a string. None that matters has an escape in it.
func (p *parser) str() []byte {
	quote := p.next()
	if quote != '\'' && quote != '"' {
		p.fail("want a string")
		return nil
	}
	rest := p.text[p.at+1:]
	end := bytes.IndexByte(rest, quote)
	if end < 0 {
		p.fail("string without an end")
		return nil
	}
	s := rest[:end]
	if bytes.ContainsAny(s, "\\\n") || !utf8.Valid(s) {
		p.fail("string %.40q", s)
		return nil
	}
	p.at += end + 2
	return s
}

// word reads a word of letters.
func (p *parser) word() string {
	p.next()
	start := p.at
	for p.at < len(p.text) && (p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z') {
		p.at++
	}
	return string(p.text[start:p.at])
}

func (p *parser) boolean() bool {
	if p.err != nil {
		return false
	}
	switch start := p.at; p.word() {
	case "True":
		return true
	case "False":
	default:
		p.at = start
		p.fail("fortran_order: want True or False")
	}
	return false
}

// descr reads the type of the elements, and checks that it is one of the ten in the
// byte order of this machine.
func (p *parser) descr() (e Element) {
	if c := p.next(); c == '[' || c == '(' {
		p.err = fmt.Errorf("elements of several fields: %w", ErrElement)
		return e
	}
	s := p.str()
	if p.err != nil {
		return e
	}
	mark, rest := native, s
	if len(s) > 0 && bytes.IndexByte([]byte("<>=|"), s[0]) >= 0 {
		mark, rest = s[0], s[1:]
	}
	if len(rest) == 2 {
		e = Element{rest[0], int(rest[1]) - '0'}
	}
	if !e.Supported() || mark == '|' && e.Size > 1 {
		p.err = fmt.Errorf("elements %.40q: %w", s, ErrElement)
		return Element{}
	}
	if e.Size > 1 && mark != native && mark != '=' {
		p.err = fmt.Errorf("elements %q, want %q: %w", s, fmt.Sprintf("%c%s", native, rest), ErrByteOrder)
	}
	return e
}

// shape reads a tuple of lengths: all of them, so that the error can tell how many
// there are, but no more than two are kept.
func (p *parser) shape() (dims int, shape [2]int) {
	shape = [2]int{1, 1}
	p.want('(')
	for p.err == nil && !p.accept(')') {
		n := p.integer()
		if dims < len(shape) {
			shape[dims] = n
		}
		dims++
		if p.accept(',') {
			continue
		}
		if dims == 1 {
			p.fail("shape: want a comma after the only length")
		}
		p.want(')')
		break
	}
	if p.err == nil && dims > len(shape) {
		p.err = fmt.Errorf("%d dimensions, want 2 or fewer: %w", dims, ErrShape)
	}
	return dims, shape
}

// integer reads an integer that is not negative and that an int can hold.
func (p *parser) integer() int {
	p.next()
	start, n := p.at, 0
	for ; p.err == nil && p.at < len(p.text); p.at++ {
		digit := int(p.text[p.at]) - '0'
		if digit < 0 || digit > 9 {
			break
		}
		if p.at > start && p.text[start] == '0' {
			p.fail("integer that begins with 0")
		} else if n > (math.MaxInt-digit)/10 {
			p.fail("integer above %d", math.MaxInt)
		} else {
			n = 10*n + digit
		}
	}
	if p.err == nil && p.at == start {
		p.fail("want an integer, 0 or more")
	}
	if p.err == nil && p.at < len(p.text) && p.text[p.at] == 'L' {
		p.at++
	}
	return n
}
