package npy

import "strings"

// dictionary is a text of which spellings differ.
const dictionary = "{'descr': '~f8', 'fortran_order': False, 'shape': (2, 2), }"

// with returns the dictionary with the first old text replaced.
func with(old, replaced string) string {
	if !strings.Contains(dictionary, old) {
		panic("no " + old)
	}
	return strings.Replace(dictionary, old, replaced, 1)
}

// spellings returns texts that NumPy maps and texts that it refuses.
func spellings() (texts []string) {
	for _, s := range []string{
		`''`, `'f8'`, `'=f8'`, `'|f8'`, `'^f8'`, `'!f8'`, `'@f8'`, `'~d'`, `'^d'`, `'|d'`, `'=d'`, `'f 8'`, `'f+8'`, `'f08'`, `'f-8'`,
		`' f8'`, `'f8 '`, `'f8\n'`, `'f8,f8'`, `'~float64'`, `'=double'`, `'Float64'`, `'f0'`, `'e'`, `'g'`, `'~'`, `'|'`, `'i3'`,
		`'i01'`, `'i\t8'`, `'i\r1'`, `'f\x0b8'`, `'f\x008'`, `'f8\0'`, `'f\xa08'`, `'f0x8'`, `'f8.0'`, `'f8_'`, `'f8]'`, `'f[8'`,
		`'~i1'`, `'^i1'`, `'|i2'`, `'^|f8'`, `'~~f8'`, `'c'`, `'?'`, `'b1'`, `'|b1'`, `'|S1'`, `'O'`, `'f2'`, `'c8'`, `'V8'`, `'M8[ns]'`,
		`'b'`, `'B'`, `'h'`, `'H'`, `'i'`, `'I'`, `'l'`, `'L'`, `'q'`, `'Q'`, `'p'`, `'P'`, `'f'`, `'d'`, `'~l'`, `'^l'`, `'|q'`, `'~P'`, `'^b'`,
		`'byte'`, `'ubyte'`, `'short'`, `'ushort'`, `'intc'`, `'uintc'`, `'int'`, `'uint'`, `'long'`, `'ulong'`, `'longlong'`, `'ulonglong'`,
		`'int_'`, `'intp'`, `'uintp'`, `'single'`, `'double'`, `'float'`, `'int8'`, `'int16'`, `'int32'`, `'int64'`, `'uint8'`, `'uint16'`,
		`'uint32'`, `'uint64'`, `'float32'`, `'float64'`, `'float16'`, `'half'`, `'bool'`, `'object'`, `'str'`, `'INT64'`, `'int64 '`,
		`'i2'`, `'i4'`, `'i8'`, `'u1'`, `'u2'`, `'u4'`, `'u8'`, `'f4'`, `'|u1'`, `'F16'`, `'d8'`, `'l8'`, `'B1'`, `'h2'`, `'<F8'`, `'<I4'`,
		// strings
		`u'f8'`, `U'f8'`, `r'f8'`, `R'f8'`, `b'f8'`, `br'f8'`, `f'f8'`, `ur'f8'`, `u 'f8'`, `'f' '8'`, `'f' b'8'`, `'f' f'8'`, `'f' r'8'`, `u'f'"8"`,
		`'f'# x` + "\n'8'", `('f8')`, `(('f8'))`, `('f' '8')`, `('f'
'8')`, `'''f8'''`, `"""f8"""`, `"f8"`, `''''f8'''`, `'''f8''`, `''''''`, `'f8"`, `'\x668'`, `'\1468'`, `'\0468'`, `'\u00668'`, `'\U000000668'`,
		`'\U110000008'`, `'\ud8008'`, `'f\x8'`, `'f\xg8'`, `'f\u008'`, `'\f8'`, `'\q8'`, `'f\8'`, `'f\070'`, `'f\0708'`, `'f\70'`, `r'\x668'`, `'\'f8'`, `r'\'f8'`,
		"'f\\\n8'", "'f\\\r\n8'", "'f\n8'", "'f\r8'", "'''f\n8'''", "'''\\\nf8'''", `'f8\`, `'f\\8'`,
		// other values
		`('~f8',)`, `[('x', '~f8')]`, `[('', '~f8')]`, `[]`, `()`, `['f8']`, `None`, `1`, `True`, `-1`, `-'f8'`, `(None)`, `'f8'.lower()`, `'f'+'8'`, `'f8' 'x'`,
	} {
		texts = append(texts, with("'~f8'", s))
	}
	for _, s := range []string{
		`True`, `(True)`, `((False))`, `0`, `1`, `not False`, `None`, `true`, `'True'`, `False or True`, `(False,)`, `[True]`, `-True`, `Falsehood`, `True # x
`,
	} {
		texts = append(texts, with("False", s))
	}
	for _, s := range []string{
		`()`, `(2,)`, `(2)`, `[2, 2]`, `2`, `2, 2`, `(0x2, 2)`, `(0X2, 2)`, `(0o2, 2)`, `(0O2, 2)`, `(0b10, 2)`, `(0B1_0, 2)`, `(0xa, 0xA)`, `(1_0, 2)`, `(1__0, 2)`,
		`(1_, 2)`, `(_1, 2)`, `(0x_2, 2)`, `(0x, 2)`, `(0b2, 2)`, `(0o8, 2)`, `(0xg, 2)`, `(0x2_, 2)`, `(00, 2)`, `(0_0, 2)`, `(02, 2)`, `(0_2, 2)`, `(-0, 2)`, `(+2, 2)`, `(- 0, 2)`,
		`(--2, 2)`, `(+-2, 2)`, `(~2, 2)`, `(-2, 2)`, `(-2, -2)`, `(-(0), 2)`, `(-(-2), 2)`, `(+(2), (2))`, `(-0x0, 2)`, `(True, 2)`, `(False, True)`, `(None, 2)`, `('2', 2)`,
		`(2L, 2L)`, `(2 L, 2)`, `(2LL, 2)`, `(2l, 2)`, `(0x2L, 2)`, "(2\nL, 2)", "(2\tL, 2)", "(2#x\nL, 2)", `(-2L, 2)`, `(-0L, 2)`, `(0L, 2)`, `(00L, 2)`, `(02L, 2)`, `(2L2, 2)`, `(2L_, 2)`, `((2L), 2)`, `((2)L, 2)`, `(L, 2)`, `(2 2)`, `(2;2)`,
		`(2.0, 2)`, `(2e0, 2)`, `(2j, 2)`, `(2., 2)`, `(2+0, 2)`, `(2if, 2)`, `(2, 2,)`, `(2,, 2)`, `(,)`, `((2), 2)`, `((2,), 2)`, `((2, 2))`, `(((2, 2)))`, `([2], 2)`, `((), 2)`, `(2, *())`,
		`(2, 2, 1)`, `(2, 2, 1, 1, True)`, `(0,)`, `(0, 0)`, `(0, 5)`, `(5, 0)`, `(0, -5)`, `(2, 2)[:]`, `(2,)*1`, `(2, 2`, `2, 2)`, `[2, 2)`, `(2, 2]`,
		`(1152921504606846975, 0)`, `(1152921504606846976, 0)`, `(9223372036854775807, 0)`, `(9223372036854775808, 0)`, `(0, 99999999999999999999)`, `(0x8000000000000000, 0)`,
		`(4294967296, 4294967296)`, `(4294967296, 4294967296, 0)`, `(3037000500, 3037000500)`, `(9223372036854775807,)`,
		"(" + strings.Repeat("1,", 32) + ")", "(" + strings.Repeat("1,", 33) + ")", "(" + strings.Repeat("0", 5000) + ",)", "(0x" + strings.Repeat("0", 5000) + "2,)",
	} {
		texts = append(texts, with("(2, 2)", s))
	}
	for _, s := range []string{`'~i1'`, `'~i2'`, `'~i4'`} { // the widest that have no elements
		for _, shape := range []string{"(9223372036854775807, 0)", "(0, 4611686018427387903)", "(0, 4611686018427387904)", "(2305843009213693951, 0)", "(2305843009213693952, 0)"} {
			texts = append(texts, strings.Replace(with("'~f8'", s), "(2, 2)", shape, 1))
		}
	}
	for _, depth := range []int{99, 199, 200, 500} {
		texts = append(texts, with("'~f8'", strings.Repeat("(", depth)+"'~f8'"+strings.Repeat(")", depth)))
	}
	const d = dictionary
	for _, blank := range []string{"\n", "\t", "\r\n", "\v", "\\ \n", "\\", "\x00", "#x\n", "# '\n", "#\xe9\n", "#é\n", "#\x00\n", "#x\r\n", "\xa0", ";", "\x1a", "", "\n  \n\t\n"} {
		texts = append(texts, strings.ReplaceAll(d, " ", blank), d+blank, blank+d)
	}
	for _, blank := range []string{"\f", "\r", "\\\n", "\\\r\n", "#x\r", " \n\f\t "} { // between tokens only
		texts = append(texts, strings.ReplaceAll(d, " ", blank))
	}
	return append(texts,
		"", "{", "}", "{}", "()", "[]", "'descr'", "None", d+"x", d+"\n\n", d+" #x", d+"\n#x", d+"\n  #x\n", d+"\n  \n ", d+",", d+"'x'", d+"\nx",
		d+"\n ", d+"\n\t", d+"\n\n #x\n ", d+"\n #x", d+"#x\n ", "\n\n "+d, "\n\n\t"+d, "  \t"+d, "#x\n "+d, "\n \n"+d, "("+d+")", "(("+d+"\n))", "(\n "+d+")", "("+d+",)", "["+d+"]", "("+d, d+")", "-"+d, "({)}", "\\\n "+d,
		with(", }", "}"), with(", }", ",,}"), with("}", ""), "{,"+d[1:], "{**{}, "+d[1:], with("}", "'more': 1}"), with("}", "1: 1}"), with("}", "'more'}"), with("}", "more=1}"),
		with("}", "'descr': '~i4'}"), with("{", "{'descr': [1, ('x')], "), with("{", "{'descr': None, "), with("{", "{'shape': -5, "), with("{", "{'fortran_order': (), "),
		with("}", "'descr': 1}"), with("}", "'shape': [1]}"), with("}", "'fortran_order': 1}"), with("{", "{'descr': 'x\\n', "),
		with("'descr'", "('descr')"), with("'descr'", "'des' 'cr'"), with("'descr'", `'des\x63r'`), with("'descr'", "u'descr'"), with("'descr'", "b'descr'"), with("'descr'", "descr"),
		with("'descr'", "'descr '"), with("'descr'", "'DESCR'"), with("'descr'", "'desc\xff'"), with("'descr'", "('descr',)"), with("'descr'", "'''descr'''"), with("'descr':", "'descr'"), with(":", ":="), with(":", "::"),
		with("'shape': (2, 2), ", ""), with("'descr': '~f8', ", ""), "dict(descr='<f8', fortran_order=False, shape=(2,2))", "\xef\xbb\xbf"+d, "\xfe\xff"+d, "# -*- coding: latin-1 -*-\n"+d,
		d+strings.Repeat(" ", 10_000-len(d)), d+strings.Repeat(" ", 10_001-len(d)), d+"#"+strings.Repeat("é", 9_999-len(d)), d+"#"+strings.Repeat("é", 10_000-len(d)), d+"#"+strings.Repeat("\xe9", 9_999-len(d)), d+"#\xed\x9f\xbf", d+"#\xed\xa0\x80",
	)
}
