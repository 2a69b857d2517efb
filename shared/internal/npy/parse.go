package npy

import "fmt"

// parse reads the dictionary. Of a key that is there twice the last value counts, as it
// does in Python. Keys that are missing or unknown are errors.
func parse(text []byte, major byte) (h Header, err error) {
	p := parser{text: text, older: major < 3}
	values := p.dictionary()
	if p.err != nil {
		return Header{}, p.err
	}
	descr, order, shape := values["descr"], values["fortran_order"], values["shape"]
	if descr.kind == 0 || order.kind == 0 || shape.kind == 0 {
		return Header{}, fmt.Errorf("want descr, fortran_order and shape: %w", ErrFormat)
	}
	if order.kind != boolean {
		return Header{}, fmt.Errorf("fortran_order: want True or False, not %v: %w",
			order.kind, ErrFormat)
	}
	h.ColMajor = order.n != 0
	if shape.kind != tuple {
		return Header{}, fmt.Errorf("shape: want a tuple, not %v: %w", shape.kind, ErrFormat)
	}
	if shape.wrong != "" {
		return Header{}, fmt.Errorf("shape: want integers of 0 or more, not %s: %w",
			shape.wrong, ErrFormat)
	}
	if h.Element, err = elementOf(descr); err != nil {
		return Header{}, err
	}
	if shape.length > len(shape.first) {
		return Header{}, fmt.Errorf("%d dimensions, want 2 or fewer: %w", shape.length, ErrShape)
	}
	h.Dims, h.Shape = shape.length, [2]int{1, 1}
	copy(h.Shape[:], shape.first[:shape.length])
	return h, nil
}

// dictionary reads the whole text: a dictionary, which may be in parentheses.
func (p *parser) dictionary() map[string]value {
	values := map[string]value{"descr": {}, "fortran_order": {}, "shape": {}}
	if ended, indent := p.lines(); ended && indent > 0 {
		p.fail("line that begins with a blank")
	}
	depth := 0
	for ; p.accept('('); depth++ {
		p.enter()
	}
	p.want('{')
	p.enter()
	for p.err == nil && !p.accept('}') {
		key := p.value()
		if _, known := values[string(key.text)]; p.err == nil && (key.kind != text || !known) {
			p.fail("key %v %.40q, want descr, fortran_order and shape", key.kind, key.text)
		}
		p.want(':')
		values[string(key.text)] = p.value()
		if !p.accept(',') {
			p.want('}')
			break
		}
	}
	p.leave()
	for ; depth > 0; depth-- {
		p.want(')')
		p.leave()
	}
	// Before version 3 NumPy takes the text apart and puts it together again, by which
	// the last line gets an end.
	if ended, indent := p.lines(); p.at != len(p.text) || ended && indent > 0 && !p.older {
		p.fail("text after the dictionary")
	}
	return values
}

// kind is a type of Python's. Of no key is the value of any other.
type kind int

const (
	text kind = iota + 1
	integer
	boolean
	none
	tuple
	list
)

func (k kind) String() string {
	return [...]string{
		"nothing", "a string", "an integer", "a bool", "None", "a tuple", "a list",
	}[k]
}

// value is a Python value, less what no header needs.
type value struct {
	kind   kind
	text   []byte // of a string
	n      int    // of an integer, or 1 for True
	signed bool   // an integer with a sign before it
	wrong  string // why an integer is no length, or the first such item of a tuple
	length int    // of a tuple
	first  [2]int // its first items
}

// value reads a value.
func (p *parser) value() (v value) {
	switch c := p.next(); {
	case c == '(':
		return p.items('(', ')')
	case c == '[':
		return p.items('[', ']')
	case c == '+' || c == '-':
		return p.signed(c)
	case isDigit(c):
		return p.integer()
	case c == '\'' || c == '"' || isLetter(c):
		return p.word()
	}
	p.fail("want a string, an integer, True, False or a tuple")
	return v
}

// items reads a tuple, a list or a value in parentheses.
func (p *parser) items(left, right byte) value {
	v := value{kind: tuple}
	if left == '[' {
		v.kind = list
	}
	p.want(left)
	p.enter()
	for p.err == nil && !p.accept(right) {
		item := p.value()
		if p.err != nil {
			break
		}
		if v.length == 0 && left == '(' && p.accept(right) {
			v = item
			break
		}
		v.add(item)
		if !p.accept(',') {
			p.want(right)
			break
		}
	}
	p.leave()
	return v
}

// add appends an item to a tuple or a list.
func (v *value) add(item value) {
	switch {
	case v.wrong != "":
	case item.kind != integer:
		v.wrong = item.kind.String()
	default:
		v.wrong = item.wrong
	}
	if v.length < len(v.first) {
		v.first[v.length] = item.n
	}
	v.length++
}

// signed reads an integer with a sign.
func (p *parser) signed(sign byte) value {
	p.at++
	v := p.value()
	if p.err == nil && (v.kind != integer || v.signed) {
		p.fail("want an integer without a sign")
	}
	v.signed = true
	if sign == '-' && (v.n != 0 || v.wrong != "") {
		v.wrong = "a negative integer"
	}
	return v
}

// word reads a string, True, False or None.
func (p *parser) word() value {
	start := p.at
	name := p.name()
	if p.at < len(p.text) && (p.text[p.at] == '\'' || p.text[p.at] == '"') {
		p.at = start
		return value{kind: text, text: p.strings()}
	}
	switch name {
	case "True":
		return value{kind: boolean, n: 1}
	case "False":
		return value{kind: boolean}
	case "None":
		return value{kind: none}
	}
	p.at = start
	p.fail("%.40q, want a value", name)
	return value{}
}
