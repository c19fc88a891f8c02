package tags_test

import (
	"errors"
	"flag"
	"net/netip"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/tags"
)

var update = flag.Bool("update", false, "write testdata/wrong.txt")

// Each struct below is wrong in the way that its fields say. What is reported about it is in
// testdata/wrong.txt.

type sub struct {
	A uint8  `bits:"8"`
	B []byte `bits:"*"`
}

type custom struct{}

func (*custom) DecodeField([]byte, int) (int, error) { return 0, nil }
func (custom) AppendField(dst []byte, _ int, _ uint8) ([]byte, error) {
	return dst, nil
}

type body interface{ body() }

type (
	raw    []byte
	member struct {
		A uint8 `bits:"8"`
	}
	notBody struct {
		A uint8 `bits:"8"`
	}
	badKid struct {
		A uint8 `bits:"4"`
	}
)

func (raw) body()     {}
func (*member) body() {}
func (*badKid) body() {}

type wLen struct {
	A int8    `bits:"8,len=Z"`
	B bool    `bits:"1,len=Z"`
	C uint8   `bits:"7,len=None"`
	D uint8   `bits:"8,len=D"`
	E uint8   `bits:"8,len=A"`
	F uint8   `bits:"8,len=X"`
	G uint8   `bits:"8,len=P"`
	H uint8   `bits:"8,len=Q"`
	X [2]byte `bits:"16"`
	Y []byte  `bits:"*,len=Z"`
	Z []byte  `bits:"*"`
	P []byte  `bits:"*,pad=4"`
	Q []sub   `bits:"*,fit"`
}

type wCount struct {
	A int16  `bits:"16,count=L"`
	B uint8  `bits:"8,count=None"`
	C uint8  `bits:"8,count=D"`
	D []byte `bits:"*,count=L"`
	L []sub  `bits:"*"`
}

type wZero struct {
	A uint8  `bits:"8,zero=rest"`
	B uint8  `bits:"8,len=X,zero=rest"`
	C uint8  `bits:"8,zero=absent"`
	X []byte `bits:"*"`
}

type wSize struct {
	A uint8  `bits:"8"`
	B uint8  `bits:"8,len=header"`
	C uint8  `bits:"8,size=A"`
	D []byte `bits:"*,size=A"`
	E []byte `bits:"*,size=B"`
	F []byte `bits:"*,size=None"`
	G []byte `bits:"16,size=A"`
	H []byte `bits:"*,size=Late"`
	I []byte `bits:"*,pad=4,size=A"`

	Late uint8  `bits:"8,len=X"`
	X    []byte `bits:"*"`
}

type wIf struct {
	A uint8 `bits:"8,if=A"`
	B uint8 `bits:"8,if=None==1"`
	C uint8 `bits:"8,if=^A"`
	D uint8 `bits:"8,if=Late"`
	E uint8 `bits:"8,if=Addr"`
	F uint8 `bits:"8,if=Signed==1"`
	G uint8 `bits:"8,if=Args"`
	H uint8 `bits:"8,if=Number"`
	I uint8 `bits:"-,if=A"`
	J uint8 `bits:"4,if=A"`
	K uint8 `bits:"4,if=B"`
	L *sub  `bits:"*"`
	M uint8 `bits:"-,le,const=1"`
	N uint8 `bits:"8,nextif=A"`
	O uint8 `bits:"8,next=t,nextif=None"`

	Addr   netip.Addr `bits:"32"`
	Signed int8       `bits:"8"`
	P      uint8      `bits:"8,if=Addr||Signed==1"`
	Late   uint8      `bits:"8"`
}

func (wIf) Args(bool) bool { return true }
func (wIf) Number() int    { return 1 }

type wUnion struct {
	A body  `bits:"*"`
	B body  `bits:"*,union=None"`
	C body  `bits:"*,union=Late"`
	D uint8 `bits:"8,union=Late"`
	E body  `bits:"32,union=Late"`
	F body  `bits:"*,union=Addr"`

	Addr netip.Addr `bits:"32"`
	Late int8       `bits:"8"`
	G    body       `bits:"*,union=Late"`
}

type wMembers struct {
	T uint8  `bits:"8"`
	A body   `bits:"*,len=B,union=T"`
	B []byte `bits:"16,union=T"`
}

func (wMembers) Members(field string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*notBody)(nil), 2: 5, 3: member{}, 4: (*badKid)(nil), 5: nil}, Raw: []byte(nil)}
}

// wRaw has a raw member that bytes cannot be converted to: its elements have a type of their own.
type wRaw struct {
	T uint8 `bits:"8"`
	A body  `bits:"*,union=T"`
}

type (
	letter  uint8
	letters []letter
)

func (letters) body() {}

func (wRaw) Members(string) tags.Members { return tags.Members{Raw: letters(nil)} }

type wList struct {
	A []uint16     `bits:"*"`
	B []uint16     `bits:"*,each=24"`
	C []netip.Addr `bits:"*"`
	D []netip.Addr `bits:"*,each=64"`
	E [][4]byte    `bits:"*,each=16"`
	F [][0]byte    `bits:"*"`
	G []sub        `bits:"*,each=8"`
	H [][]byte     `bits:"*"`
	I []string     `bits:"*"`
	J []*sub       `bits:"*"`
	K []bool       `bits:"*,each=8"`
	L []sub        `bits:"16"`
	M []custom     `bits:"*,each=8"`
	N []uint8      `bits:"*,each=8"`
	O uint8        `bits:"8,each=8"`
	P []int8       `bits:"*,each=8,until=1"`
	Q []sub        `bits:"*,until=1"`
	R []uint16     `bits:"*,each=16,until=0x10000"`
	S []uint16     `bits:"*,each=16,last=A"`
	T []sub        `bits:"*,last=None"`
	U []sub        `bits:"*,last=^A"`
	V []uint16     `bits:"*,each=16,until=1,last=A"`
	W uint8        `bits:"8,fit"`
	X []sub        `bits:"*,last=B"`
}

type wPad struct {
	A uint8  `bits:"8,pad=4"`
	B string `bits:"*,pad=4"`
	C []byte `bits:"16,pad=4"`
}

type wSum struct {
	A uint8  `bits:"4,sum=inet"`
	B int16  `bits:"12,sum=inet"`
	C []byte `bits:"*,sum=inet"`
	D uint16 `bits:"16,sum=inet,len=header"`
	E uint8  `bits:"4"`
	F uint16 `bits:"16,sum=inet"`
	G uint8  `bits:"4"`
}

type wConst struct {
	A uint8  `bits:"4,const=16"`
	B uint8  `bits:"4,default=16"`
	C []byte `bits:"16,const=1"`
	D []byte `bits:"16,default=1"`
	E uint8  `bits:"8,const=1,default=2"`
	F uint8  `bits:"8,const=1,len=header"`
	G uint8  `bits:"8,const=1,next=t"`
	H int8   `bits:"8,next=t"`
	I string `bits:"16,flow=src"`
}

type wTrailer struct {
	A uint8  `bits:"4,trailer"`
	B uint8  `bits:"4"`
	C []byte `bits:"*,trailer"`
	D uint8  `bits:"8,trailer,len=packet"`
	E uint8  `bits:"8"`
}

type wTrailerPad struct {
	A uint8  `bits:"8,trailer"`
	B []byte `bits:"*,trailer,pad=4"`
	C uint8  `bits:"8,trailer"`
}

type wLE struct {
	A netip.Addr `bits:"32,le"`
	B [4]byte    `bits:"32,le"`
	C []byte     `bits:"*,le"`
	D uint8      `bits:"4,le"`
	E uint8      `bits:"4"`
}

type wWidth struct {
	A uint8       `bits:"9"`
	B bool        `bits:"2"`
	C [4]byte     `bits:"16"`
	D netip.Addr  `bits:"64"`
	E []byte      `bits:"12"`
	F uint16      `bits:"*"`
	G sub         `bits:"24"`
	H *sub        `bits:"24"`
	I custom      `bits:"8"`
	J int         `bits:"32"`
	K float64     `bits:"64"`
	L map[int]int `bits:"*"`
	M uint8
	//lint:ignore U1000 the mistake is its tag
	n        uint8 `bits:"8"`
	sub      `bits:"*"`
	Embedded `bits:"*"`
	O        [0]byte `bits:"0"`
}

// Embedded is embedded.
type Embedded struct {
	X uint8 `bits:"8"`
}

type wRuns struct {
	A uint8  `bits:"3"`
	B []byte `bits:"16"`
	C uint64 `bits:"63"`
	D uint8  `bits:"3"`
	E sub    `bits:"*"`
	F uint8  `bits:"7"`
}

type wGreedy struct {
	A []byte `bits:"*"`
	B uint8  `bits:"8"`
}

type wSelf struct {
	A uint8   `bits:"8"`
	B uint8   `bits:"8,if=^A"`
	C []wSelf `bits:"*"`
}

type wInner struct {
	A wIfInner `bits:"*"`
	B []wWords `bits:"*"`
}

type (
	wIfInner struct {
		A uint8 `bits:"8,if=^None"`
	}
	wWords struct {
		A uint8 `bits:"8,wat"`
	}
)

func TestWrong(t *testing.T) {
	var b strings.Builder
	for _, v := range []any{
		wLen{},
		wCount{},
		wZero{},
		wSize{},
		wIf{},
		wUnion{},
		wMembers{},
		wRaw{},
		wList{},
		wPad{},
		wSum{},
		wConst{},
		wTrailer{},
		wTrailerPad{},
		wLE{},
		wWidth{},
		wRuns{},
		wGreedy{},
		wSelf{},
		wInner{},
		5,
	} {
		s, err := tags.SchemaOf(reflect.TypeOf(v))
		var many tags.Errors
		if s != nil || !errors.As(err, &many) {
			t.Errorf("%T: schema %v, %v", v, s, err)
			continue
		}
		b.WriteString(strings.ReplaceAll(err.Error(), "tags_test.", "") + "\n\n")
	}
	const name = "testdata/wrong.txt"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, lines := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(lines)) {
		switch {
		case i >= len(got):
			t.Errorf("line %d is missing: %s", i+1, lines[i])
		case i >= len(lines):
			t.Errorf("line %d is new: %s", i+1, got[i])
		case got[i] != lines[i]:
			t.Errorf("line %d: %s\nwant %s", i+1, got[i], lines[i])
		}
	}
}

// TestWrongAll: every option is misused at least once in what TestWrong covers.
func TestWrongAll(t *testing.T) {
	golden, err := os.ReadFile("testdata/wrong.txt")
	if err != nil {
		t.Fatal(err)
	}
	typ := reflect.TypeFor[tags.Tag]()
	for field := range typ.Fields() {
		name := strings.ToLower(field.Name)
		if name == "width" || name == "rest" || name == "skip" {
			continue
		}
		if s := string(golden); !strings.Contains(s, " "+name+"=") && !strings.Contains(s, " "+name+" ") {
			t.Errorf("no message about %s", name)
		}
	}
}

func TestErrors(t *testing.T) {
	_, err := tags.SchemaOf(reflect.TypeFor[wGreedy]())
	var one *tags.Error
	if !errors.As(err, &one) || one.Type != reflect.TypeFor[wGreedy]() || one.Field != "B" || one.Unwrap() == nil {
		t.Errorf("%#v", one)
	}
	if _, err := tags.SchemaOf(nil); err == nil || err.Error() != "<nil>: want a struct type" {
		t.Errorf("%v", err)
	}
}
