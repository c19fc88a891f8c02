package tags_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/tags"
)

func field(name string) *tags.Expr { return &tags.Expr{Op: tags.OpField, Name: name} }

func TestParse(t *testing.T) {
	for tag, want := range map[string]tags.Tag{
		"1":                              {Width: 1},
		"64":                             {Width: 64},
		"65536":                          {Width: 65536},
		"*":                              {Rest: true},
		"-":                              {Skip: true},
		"16,le":                          {Width: 16, LE: true},
		"*,fit":                          {Rest: true, Fit: true},
		"32,trailer,le,sum=crc32":        {Width: 32, Trailer: true, LE: true, Sum: &tags.Sum{Alg: "crc32", Range: "header"}},
		"8,len=header":                   {Width: 8, Len: &tags.Length{Of: "header", Unit: 1}},
		"8,len=header/8-1":               {Width: 8, Len: &tags.Length{Of: "header", Unit: 8, Bias: -1}},
		"8,len=Value+4":                  {Width: 8, Len: &tags.Length{Of: "Value", Unit: 1, Bias: 4}},
		"8,len=_v2/4+65536":              {Width: 8, Len: &tags.Length{Of: "_v2", Unit: 4, Bias: 65536}},
		"8,len=rest-2,zero=rest":         {Width: 8, Len: &tags.Length{Of: "rest", Unit: 1, Bias: -2}, Zero: "rest"},
		"*,size=L":                       {Rest: true, Size: "L"},
		"8,count=List":                   {Width: 8, Count: "List"},
		"8,if=A":                         {Width: 8, If: field("A")},
		"*,union=Type":                   {Rest: true, Union: "Type"},
		"*,each=24,until=0xff":           {Rest: true, Each: 24, Until: new(uint64(255))},
		"*,last=End":                     {Rest: true, Last: field("End")},
		"*,pad=4":                        {Rest: true, Pad: 4},
		"16,sum=inet:pseudo,zero=absent": {Width: 16, Sum: &tags.Sum{Alg: "inet", Range: "pseudo"}, Zero: "absent"},
		"4,const=0x0f":                   {Width: 4, Const: new(uint64(15))},
		"8,default=0b11":                 {Width: 8, Default: new(uint64(3))},
		"8,next=ip,nextif=A,flow=dst":    {Width: 8, Next: "ip", NextIf: field("A"), Flow: "dst"},
	} {
		got, errs := tags.Parse(tag)
		if len(errs) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v, errors %v", tag, got, want, errs)
		}
		if got.Len != nil && !strings.Contains(tag, "len="+got.Len.String()) {
			t.Errorf("%s: the length is written as %s", tag, got.Len)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const width, length = "want 1 to 64 bits, a multiple of 8, * or -", "want X, X/U, X/U-B or X+B with whole numbers"
	for tag, want := range map[string]string{
		"":                    `width "": ` + width,
		"0":                   `width "0": ` + width,
		"+8":                  `width "+8": ` + width,
		"65":                  `width "65": ` + width,
		"65544":               `width "65544": ` + width,
		"8 ":                  `width "8 ": ` + width,
		"8,":                  `unknown option ""`,
		"8,LE":                `unknown option "LE" (did you mean "le"?)`,
		"8, le":               `unknown option " le" (did you mean "le"?)`,
		"8,length=A":          `unknown option "length" (did you mean "len"?)`,
		"8,checksum=A":        `unknown option "checksum" (did you mean "sum"?)`,
		"8,Count=A":           `unknown option "Count" (did you mean "count"?)`,
		"8,wat":               `unknown option "wat"`,
		"8,le,le":             `option "le" is repeated`,
		"8,const=1,const=1":   `option "const" is repeated`,
		"8,le=1":              `option "le" takes no value`,
		"8,len":               `option "len" needs a value`,
		"8,len=":              `option "len" needs a value`,
		"8,len=1":             "len=1: " + length,
		"8,len=A/0":           "len=A/0: " + length,
		"8,len=A/-2":          "len=A/-2: " + length,
		"8,len=A/2/2":         "len=A/2/2: " + length,
		"8,len=A--1":          "len=A--1: " + length,
		"8,len=A+":            "len=A+: " + length,
		"8,len=A*2":           "len=A*2: " + length,
		"8,len=A/65537":       "len=A/65537: " + length,
		"8,len=A-65537":       "len=A-65537: " + length,
		"8,len=A+99999999999": "len=A+99999999999: " + length,
		"8,zero=none":         "zero=none: want rest or absent",
		"*,size=1":            "size=1: want a name",
		"8,count=a.b":         "count=a.b: want a name",
		"*,union=é":           "union=é: want a name",
		"8,next=a-b":          "next=a-b: want a name",
		"*,until=x":           "until=x: want a number",
		"8,const=-1":          "const=-1: want a number",
		"8,default=1.5":       "default=1.5: want a number",
		"*,each=12":           "each=12: want a multiple of 8",
		"*,each=+8":           "each=+8: want a multiple of 8",
		"*,pad=0":             "pad=0: want a positive number",
		"8,flow=both":         "flow=both: want src or dst",
		"8,sum=inet:all":      "sum=inet:all: want an algorithm, then :header, :packet or :pseudo",
		"8,sum=:packet":       "sum=:packet: want an algorithm, then :header, :packet or :pseudo",
		"8,if=":               `option "if" needs a value`,
		"8,if=A&&":            "if=A&&: condition at 3: want a field or a number",
		"8,if=A=1":            `if=A=1: condition at 1: unexpected "=1"`,
		"8,if=(A":             "if=(A: condition at 2: want )",
		"8,if=A B":            `if=A B: condition at 2: unexpected "B"`,
		"8,if=^":              `if=^: condition at 0: unexpected "^"`,
		"8,if=0x":             `if=0x: condition at 0: bad number "0x"`,
		"8,if=A==-1":          `if=A==-1: condition at 3: unexpected "-1"`,
		"*,last=Type||":       "last=Type||: condition at 6: want a field or a number",
		"8,nextif=#":          `nextif=#: condition at 0: unexpected "#"`,
	} {
		_, errs := tags.Parse(tag)
		if len(errs) != 1 || errs[0].Error() != want {
			t.Errorf("%q: %v, want %s", tag, errs, want)
		}
	}
	if _, errs := tags.Parse("x,le,le,wat,len=,const=z"); len(errs) != 5 {
		t.Errorf("%d of 5 mistakes are reported: %v", len(errs), errs)
	}
}

func TestExpr(t *testing.T) {
	for s, want := range map[string]string{
		"A":                     "A",
		"!A":                    "!A",
		"!!A":                   "!!A",
		"^^A":                   "^^A",
		" A == 0x10 ":           "A==16",
		"A||B&&C":               "A||B&&C",
		"(A||B)&&C":             "(A||B)&&C",
		"A&&(B&&C)":             "A&&(B&&C)",
		"(A&&B)&&C":             "A&&B&&C",
		"A&1==1":                "A&1==1",
		"A&(1==1)":              "A&(1==1)",
		"!(A&8)":                "!(A&8)",
		"!A&8":                  "!A&8",
		"!(A==1)":               "!(A==1)",
		"A<1||A>2||A<=3||A>=4":  "A<1||A>2||A<=3||A>=4",
		"A!=1&&B":               "A!=1&&B",
		"((((A))))":             "A",
		"A==B==C":               "A==B==C",
		"A==(B==C)":             "A==(B==C)",
		"A&B&&C":                "A&B&&C",
		"18446744073709551615":  "18446744073709551615",
		"A_1==0b101||A==1_000":  "A_1==5||A==1000",
		"^A&0x60==0x60||!^B":    "^A&96==96||!^B",
		"Type==2&&Subtype&8!=0": "Type==2&&Subtype&8!=0",
	} {
		e, err := tags.ParseExpr(s)
		if err != nil {
			t.Errorf("%s: %v", s, err)
			continue
		}
		if got := e.String(); got != want {
			t.Errorf("%s is written as %s, want %s", s, got, want)
		}
		again, err := tags.ParseExpr(e.String())
		if err != nil || !reflect.DeepEqual(e, again) || !e.Equal(again) {
			t.Errorf("%s is read again as %v, %v", s, again, err)
		}
	}
}

// TestExprTree: the operators bind as they should.
func TestExprTree(t *testing.T) {
	e, err := tags.ParseExpr("!A||B&3==1&&C")
	if err != nil {
		t.Fatal(err)
	}
	var shape func(e *tags.Expr) string
	shape = func(e *tags.Expr) string {
		switch {
		case e.X == nil:
			return e.String()
		case e.Y == nil:
			return fmt.Sprintf("not(%s)", shape(e.X))
		}
		return fmt.Sprintf("%d(%s %s)", e.Op, shape(e.X), shape(e.Y))
	}
	want := fmt.Sprintf("%d(not(A) %d(%d(%d(B 3) 1) C))", tags.OpOr, tags.OpAnd, tags.OpEq, tags.OpMask)
	if got := shape(e); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var names []string
	e.Fields(func(f *tags.Expr) { names = append(names, f.Name) })
	if !reflect.DeepEqual(names, []string{"A", "B", "C"}) {
		t.Errorf("fields %v", names)
	}
	if e.Equal(nil) || !(*tags.Expr)(nil).Equal(nil) {
		t.Error("a condition equals none")
	}
}

func TestExprDepth(t *testing.T) {
	for _, s := range []string{strings.Repeat("(", 60) + "A", strings.Repeat("!", 60) + "A"} {
		e, err := tags.ParseExpr(s)
		if e != nil || err == nil || !strings.Contains(err.Error(), "nested too deeply") {
			t.Errorf("%v, %v", e, err)
		}
	}
	if _, err := tags.ParseExpr("A" + strings.Repeat("||A", 1000)); err != nil {
		t.Errorf("a long condition: %v", err)
	}
}

// FuzzParse: any text is a tag or an error, and conditions are written as they are read.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"8,len=A/4-1,zero=rest", "*,if=A&1==1||!^B&&(C<2)", "16,sum=inet:pseudo", "*,until=0x0,each=16", "-", "", ",,,=,=="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tag, errs := tags.Parse(s)
		if len(errs) == 0 && tag.Width == 0 && !tag.Rest && !tag.Skip {
			t.Errorf("%q has no width and no error", s)
		}
		for _, e := range []*tags.Expr{tag.If, tag.Last, tag.NextIf} {
			if e == nil {
				continue
			}
			again, err := tags.ParseExpr(e.String())
			if err != nil || !reflect.DeepEqual(e, again) {
				t.Errorf("%q: %s is read again as %v, %v", s, e, again, err)
			}
		}
		for _, err := range errs {
			if err.Error() == "" || errors.Unwrap(err) == err {
				t.Errorf("%q: an empty error", s)
			}
		}
	})
}
