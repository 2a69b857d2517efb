package npy

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parser reads text from at on. After the first failure it reads nothing.
type parser struct {
	text  []byte
	at    int
	depth int  // of brackets that are open
	older bool // version 1 or 2: an L may follow an integer, as Python 2 wrote them
	err   error
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		text := fmt.Sprintf(format, args...)
		p.err = fmt.Errorf("at byte %d of the text: %s: %w", p.at, text, ErrFormat)
	}
}

// enter is called behind an opening bracket. Python allows 200 that are open.
func (p *parser) enter() {
	if p.depth++; p.depth > 200 {
		p.fail("more than 200 brackets")
	}
}

func (p *parser) leave() { p.depth-- }

// rest is what is still to be read.
func (p *parser) rest() []byte { return p.text[p.at:] }

// skip reads all bytes that are among these.
func (p *parser) skip(among string) {
	for p.at < len(p.text) && strings.IndexByte(among, p.text[p.at]) >= 0 {
		p.at++
	}
}

// comment reads up to the end of the line if a comment begins here.
func (p *parser) comment() bool {
	rest := p.rest()
	if len(rest) == 0 || rest[0] != '#' {
		return false
	}
	if end := bytes.IndexAny(rest, "\r\n"); end >= 0 {
		rest = rest[:end]
	}
	p.at += len(rest)
	return true
}

// continued reads a backslash at the end of a line, and that end.
func (p *parser) continued() bool {
	for _, end := range []string{"\\\n", "\\\r\n"} {
		if bytes.HasPrefix(p.rest(), []byte(end)) {
			p.at += len(end)
			return true
		}
	}
	return false
}

// blanks reads what may be between tokens inside brackets.
func (p *parser) blanks() {
	for start := -1; p.depth > 0 && p.at != start; {
		start = p.at
		p.skip(" \t\f\r\n")
		p.comment()
		p.continued()
	}
}

// lines reads empty lines and comments, which may stand outside brackets, and returns
// whether one of them ended, and with how many blanks the next begins.
func (p *parser) lines() (ended bool, indent int) {
	for {
		start := p.at
		p.skip(" \t")
		indent = p.at - start
		if p.comment() {
			indent = 0
		}
		switch rest := p.rest(); {
		case bytes.HasPrefix(rest, []byte("\n")):
			p.at++
		case bytes.HasPrefix(rest, []byte("\r\n")):
			p.at += 2
		default:
			return ended, indent
		}
		ended = true
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

// name reads letters, and digits among them.
func (p *parser) name() string {
	start := p.at
	for p.at < len(p.text) && (isLetter(p.text[p.at]) || isDigit(p.text[p.at])) {
		p.at++
	}
	return string(p.text[start:p.at])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// integer reads an integer without a sign.
func (p *parser) integer() value {
	digits := "0123456789_"
	base := 10
	if prefix := p.rest(); len(prefix) > 1 && prefix[0] == '0' {
		switch prefix[1] | 0x20 {
		case 'x':
			base, digits = 16, digits+"abcdefABCDEF"
		case 'o':
			base = 8
		case 'b':
			base = 2
		}
	}
	start := p.at
	if base != 10 {
		p.at += 2
	}
	first := p.at
	p.skip(digits)
	all := string(p.text[first:p.at])
	plain := strings.ReplaceAll(all, "_", "")
	v := value{kind: integer}
	n, err := strconv.ParseUint(plain, base, 64)
	switch {
	case all == "" || strings.HasSuffix(all, "_") || strings.Contains(all, "__"),
		errors.Is(err, strconv.ErrSyntax): // another digit than those of the base
		p.at = start
		p.fail("want an integer")
	case base == 10 && all[0] == '0' && strings.Trim(all, "0_") != "":
		p.at = start
		p.fail("integer that begins with 0")
	case n > math.MaxInt:
		v.wrong = fmt.Sprintf("an integer above %d", math.MaxInt)
	}
	v.n = int(min(n, math.MaxInt))
	if p.older {
		p.long()
	}
	return v
}

// long reads the L of an integer if there is one, as the only letter of a word.
func (p *parser) long() {
	at := p.at
	p.skip(" \t\f")
	if p.name() != "L" {
		p.at = at
	}
}

// strings reads a string, or several that stand one after the other, which are one.
func (p *parser) strings() (all []byte) {
	for {
		all = append(all, p.str()...)
		start := p.at
		if c := p.next(); c != '\'' && c != '"' && !(isLetter(c) && p.isPrefix()) {
			p.at = start
			return all
		}
	}
}

// isPrefix reports whether the next letters stand before a string.
func (p *parser) isPrefix() bool {
	rest := p.rest()
	for len(rest) > 0 && isLetter(rest[0]) {
		rest = rest[1:]
	}
	return len(rest) > 0 && (rest[0] == '\'' || rest[0] == '"')
}

// str reads a string, with its prefix.
func (p *parser) str() (s []byte) {
	raw := false
	switch p.text[p.at] {
	case 'u', 'U':
		p.at++
	case 'r', 'R':
		raw = true
		p.at++
	}
	if p.at == len(p.text) || p.text[p.at] != '\'' && p.text[p.at] != '"' {
		p.fail("want a string of characters")
		return nil
	}
	end := p.text[p.at : p.at+1]
	if triple := bytes.Repeat(end, 3); bytes.HasPrefix(p.rest(), triple) {
		end = triple
	}
	start := p.at
	p.at += len(end)
	for p.err == nil && !bytes.HasPrefix(p.rest(), end) {
		switch rest := p.rest(); {
		case len(rest) == 0 || len(end) == 1 && (rest[0] == '\n' || rest[0] == '\r'):
			p.at = start
			p.fail("string without an end")
		case rest[0] != '\\':
			s = append(s, rest[0])
			p.at++
		case raw && len(rest) > 1:
			s = append(s, rest[:2]...)
			p.at += 2
		default:
			s = p.escape(s)
		}
	}
	p.at = min(p.at+len(end), len(p.text))
	return s
}

// escape reads a backslash and what belongs to it, and appends what it stands for.
func (p *parser) escape(s []byte) []byte {
	if p.continued() {
		return s
	}
	rest := p.rest()[1:]
	if len(rest) == 0 {
		p.fail("string without an end")
		return s
	}
	p.at += 2
	if i := strings.IndexByte(`\'"abfnrtv`, rest[0]); i >= 0 {
		return append(s, "\\'\"\a\b\f\n\r\t\v"[i])
	}
	switch c := rest[0]; {
	case c == 'x':
		return p.character(s, 2, 16)
	case c == 'u':
		return p.character(s, 4, 16)
	case c == 'U':
		return p.character(s, 8, 16)
	case c == 'N':
		p.fail("character by its name")
		return s
	case '0' <= c && c <= '7':
		p.at--
		digits := 1
		for digits < 3 && digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '7' {
			digits++
		}
		return p.character(s, digits, 8)
	}
	return append(s, '\\', rest[0])
}

// character reads the number of a character, of that many digits at most.
func (p *parser) character(s []byte, digits, base int) []byte {
	number := string(p.text[p.at:min(p.at+digits, len(p.text))])
	n, err := strconv.ParseUint(number, base, 32)
	if err != nil || len(number) < digits || n > utf8.MaxRune {
		p.fail("character %.10q", number)
		return s
	}
	p.at += digits
	return utf8.AppendRune(s, rune(n))
}
