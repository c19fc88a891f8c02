package layers_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

func TestDNSNameText(t *testing.T) {
	long := strings.Repeat("a", 63)
	full := long + "." + long + "." + long + "." + strings.Repeat("b", 61) + "." // 255 bytes on the wire
	for _, c := range []struct{ in, out, wire string }{
		{".", ".", "00"},
		{"com", "com.", "03636f6d00"},
		{"www.Example.com.", "www.Example.com.", "03777777074578616d706c6503636f6d00"},
		{`a\.b.c`, `a\.b.c.`, "03612e62016300"},
		{`\000\255\065`, `\000\255A.`, "0300ff4100"},
		{`a\\b`, `a\\b.`, "03615c6200"},
		{"My Printer._ipp._tcp.local", `My\032Printer._ipp._tcp.local.`, "0a4d79205072696e746572045f697070045f746370056c6f63616c00"},
		{"é", `\195\169.`, "02c3a900"},
		{`\@(;$")`, `\@\(\;\$\"\).`, "0640283b24222900"},
		{full, full, ""},
	} {
		n, err := layers.ParseDNSName(c.in)
		if err != nil {
			t.Errorf("%q: %v", c.in, err)
			continue
		}
		if n.String() != c.out {
			t.Errorf("%q: text %q, want %q", c.in, n.String(), c.out)
		}
		wire, err := n.AppendWire(nil)
		if c.wire != "" && hex.EncodeToString(wire) != c.wire || err != nil {
			t.Errorf("%q: wire %x %v, want %s", c.in, wire, err, c.wire)
		}
		again, err := layers.ParseDNSName(n.String())
		if err != nil || !again.Equal(n) {
			t.Errorf("%q: %q does not parse back: %v", c.in, n, err)
		}
	}
	for _, bad := range []string{"", "..", ".a", "a..b", "a..", `a\`, `a\1`, `a\25`, `\256`, long + "a", full + "c", full[1:] + "bb."} {
		if n, err := layers.ParseDNSName(bad); !errors.Is(err, layers.ErrDNSName) {
			t.Errorf("%q: %v, %v", bad, n, err)
		}
	}
}

func TestDNSNameZero(t *testing.T) {
	var n layers.DNSName
	if n.String() != "." || !n.IsRoot() || n.Err() != nil || !n.Equal(layers.MustParseDNSName(".")) {
		t.Errorf("the zero value is not the root: %v", n)
	}
	for _, derive := range []codec.Derive{codec.Nothing, codec.All} {
		if b, err := n.AppendField(nil, 0, derive); err != nil || !bytes.Equal(b, []byte{0}) {
			t.Errorf("%x %v", b, err)
		}
	}
}

func TestDNSNameCompare(t *testing.T) {
	a, b := layers.MustParseDNSName("WWW.Example.[x"), layers.MustParseDNSName("www.eXAMPLE.{X")
	if a.Equal(b) {
		t.Error("[ and { are not letters")
	}
	c, d := layers.MustParseDNSName("www.example.com"), layers.MustParseDNSName("WWW.EXAMPLE.COM.")
	if !c.Equal(d) || c.Equal(a) || c.Equal(layers.DNSName{}) {
		t.Error("equality")
	}
	for _, x := range []struct {
		zone string
		in   bool
	}{{".", true}, {"com", true}, {"example.COM", true}, {"www.example.com", true}, {"ample.com", false}, {"a.www.example.com", false}, {"org", false}} {
		if c.In(layers.MustParseDNSName(x.zone)) != x.in {
			t.Errorf("in %s: %v", x.zone, !x.in)
		}
	}
}

// decodeName decodes the name at an offset of a message.
func decodeName(t *testing.T, msg string, at int) (layers.DNSName, int, error) {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(msg, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	var n layers.DNSName
	size, err := n.DecodeField(b, at)
	return n, size, err
}

// TestDNSNameDecode has what a name on the wire can be: sizes are where it ends,
// errors of decoding stand where no end can be found, others are told by Err.
func TestDNSNameDecode(t *testing.T) {
	many := strings.Repeat("3f"+strings.Repeat("61", 63), 4)
	for _, c := range []struct {
		about, msg string
		at, size   int
		err        error // of DecodeField
		bad        error // of Err
		text       string
	}{
		{"plain", "0161 0162 00 ff", 0, 5, nil, nil, "a.b."},
		{"pointer", "0161 0162 00 0163 c002 ff", 5, 4, nil, nil, "c.b."},
		{"pointer alone", "0161 00 c000", 3, 2, nil, nil, "a."},
		{"pointer to a pointer", "0161 00 c000 c003", 5, 2, nil, nil, "a."},
		{"pointer to the root", "00 0161 c000", 1, 4, nil, nil, "a."},
		{"pointer to itself", "00 c001", 1, 2, nil, layers.ErrDNSPointer, ".<bad compression pointer>"},
		{"pointer into its own labels", "00 0161 c001", 1, 4, nil, layers.ErrDNSPointer, "a..<bad compression pointer>"},
		{"pointer forwards", "c003 00 0161 00", 0, 2, nil, layers.ErrDNSPointer, ".<bad compression pointer>"},
		{"pointer to an unknown label", "8000 c000", 2, 2, nil, layers.ErrDNSLabel, ".<unknown label type>"},
		{"pointer to labels that run over the end", "05 6161 c000", 3, 2, nil, codec.ErrTruncated, ".<truncated>"},
		{"256 bytes", many + "00", 0, 257, nil, layers.ErrDNSName, ""},
		{"empty", "", 0, 1, codec.ErrTruncated, nil, ""},
		{"no root", "0161", 0, 3, codec.ErrTruncated, nil, ""},
		{"cut label", "0361", 0, 5, codec.ErrTruncated, nil, ""},
		{"cut pointer", "0161 c0", 0, 4, codec.ErrTruncated, nil, ""},
		{"bit label", "4101", 0, 1, layers.ErrDNSLabel, nil, ""},
		{"label type 10", "0161 80", 0, 3, layers.ErrDNSLabel, nil, ""},
	} {
		n, size, err := decodeName(t, c.msg, c.at)
		if size != c.size || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
			t.Errorf("%s: size %d, %v; want %d, %v", c.about, size, err, c.size, c.err)
		}
		if err != nil {
			continue
		}
		if bad := n.Err(); !errors.Is(bad, c.bad) || (bad == nil) != (c.bad == nil) {
			t.Errorf("%s: %v, want %v", c.about, bad, c.bad)
		}
		if c.text != "" && n.String() != c.text {
			t.Errorf("%s: %q, want %q", c.about, n, c.text)
		}
		if c.bad != nil {
			if _, err := layers.ParseDNSName(n.String()); err == nil {
				t.Errorf("%s: the text of a bad name is a name", c.about)
			}
		}
		if out, err := n.AppendField(nil, 0, codec.Nothing); err != nil || len(out) != c.size {
			t.Errorf("%s: written as %x, %v", c.about, out, err)
		}
	}
}

// TestDNSNameBudget: a chain of pointers, and a message in which each name expands to 255
// bytes, cost a bounded number of steps and bytes.
func TestDNSNameBudget(t *testing.T) {
	chain := []byte{1, 'a', 0}
	for len(chain) < 16000 {
		to := len(chain) - 2
		if to == 1 {
			to = 0
		}
		chain = append(chain, 0xc0|byte(to>>8), byte(to))
	}
	var n layers.DNSName
	if _, err := n.DecodeField(chain, len(chain)-2); err != nil || !errors.Is(n.Err(), layers.ErrDNSPointer) {
		t.Errorf("8000 pointers: %v, %v", err, n.Err())
	}
	msg := []byte{0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	first := layers.MustParseDNSName(strings.Repeat(strings.Repeat("\\001", 63)+".", 3) + strings.Repeat("\\001", 61))
	msg, _ = first.AppendWire(msg)
	msg = append(msg, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)
	count := 1
	for ; len(msg) < 57000; count++ {
		msg = append(msg, 0xc0, 12, 0, 99, 0, 1, 0, 0, 0, 0, 0, 0)
	}
	msg[6], msg[7] = byte(count>>8), byte(count)
	var d layers.DNS
	if _, err := codec.Unmarshal(msg, &d); err == nil || len(d.Answers) != count {
		t.Fatalf("%v, %d records", err, len(d.Answers)) // type A without data is what is wrong
	}
	if s := d.String(); len(s) > 20000 || !strings.HasSuffix(s, "...") {
		t.Errorf("the text of %d bytes takes %d", len(msg), len(s))
	}
}

// compressed encodes the question name and the owner names of answers without data.
func compressed(t *testing.T, question string, owners ...string) (string, []byte) {
	t.Helper()
	d := layers.DNS{Questions: []layers.DNSQuestion{{Name: layers.MustParseDNSName(question), Type: layers.DNSTypeA, Class: layers.DNSClassIN}}}
	for _, o := range owners {
		d.Answers = append(d.Answers, layers.NewDNSResource(layers.MustParseDNSName(o), 0, &layers.DNSTXT{}))
	}
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	var again layers.DNS
	if _, err := codec.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, o := range owners {
		if got := again.Answers[i].Name; got.String() != layers.MustParseDNSName(o).String() {
			t.Errorf("%s became %s", o, got)
		}
		w, _ := again.Answers[i].Name.AppendField(nil, 0, codec.Nothing)
		out = append(out, hex.EncodeToString(w))
	}
	return strings.Join(out, " "), b
}

func TestDNSCompression(t *testing.T) {
	for _, c := range []struct{ question, owners, want string }{
		{"example.com", "example.com", "c00c"},
		{"example.com", "www.example.com mail.example.com www.example.com", "03777777c00c 046d61696cc00c c01d"},
		{"example.com", "org com org", "036f726700 c014 c01d"},
		{"example.com", "EXAMPLE.com Example.com", "074558414d504c45c014 074578616d706c65c014"}, // letter case is kept
		{"a.b.c.d", "b.c.d x.c.d d . e", "c00e 0178c010 c012 00 016500"},
		{".", "a. .", "016100 00"},
	} {
		if got, b := compressed(t, c.question, strings.Fields(c.owners)...); got != c.want {
			t.Errorf("%s %s:\nwant %s\ngot  %s\n%x", c.question, c.owners, c.want, got, b)
		}
	}
}

// TestDNSCompressionReach: a pointer has 14 bits, so names further on are not pointed to.
func TestDNSCompressionReach(t *testing.T) {
	d := layers.DNS{}
	for range 300 {
		d.Answers = append(d.Answers, layers.NewDNSResource(layers.DNSName{}, 0, &layers.DNSTXT{Text: []layers.DNSString{layers.DNSString(strings.Repeat("x", 50))}}))
	}
	for range 3 {
		d.Answers = append(d.Answers, layers.NewDNSResource(layers.MustParseDNSName("late.example"), 0, &layers.DNSTXT{}))
	}
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte("\x04late\x07example\x00")); n != 3 {
		t.Errorf("written in full %d times, want 3", n)
	}
	var again layers.DNS
	if _, err := codec.Unmarshal(b, &again); err != nil || again.Answers[302].Name.String() != "late.example." {
		t.Errorf("%v %v", err, again.Answers[302].Name)
	}
}

// TestDNSNeverPointsIntoText: bytes that look like a name but are none are no target.
func TestDNSNeverPointsIntoText(t *testing.T) {
	d := layers.DNS{Answers: []layers.DNSResource{
		layers.NewDNSResource(layers.DNSName{}, 0, &layers.DNSTXT{Text: []layers.DNSString{"\x03foo\x03bar\x00"}}),
		layers.NewDNSResource(layers.MustParseDNSName("foo.bar"), 0, &layers.DNSSRV{Target: layers.MustParseDNSName("foo.bar").Full()}),
		layers.NewDNSResource(layers.MustParseDNSName("bar"), 0, &layers.DNSMX{Exchange: layers.MustParseDNSName("foo.bar")}),
	}}
	b, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte("\x03foo\x03bar\x00")); n != 3 {
		t.Errorf("%d times in full, want 3 (text, owner, SRV): %x", n, b)
	}
	if !bytes.HasSuffix(b, []byte{0, 4, 0, 0, 0xc0, 12 + 11 + 10}) {
		t.Errorf("MX does not point to the owner: %x", b)
	}
}

// TestDNSNameStays: a message that is decoded and encoded with everything derived is the
// same, compressed or not; a name that is used elsewhere is compressed.
func TestDNSNameStays(t *testing.T) {
	query, _ := hex.DecodeString("000101000001000000000000" + "03777777076578616d706c6503636f6d00" + "00010001")
	var q layers.DNS
	if _, err := codec.Unmarshal(query, &q); err != nil {
		t.Fatal(err)
	}
	r := layers.DNS{ID: q.ID, QR: true, Questions: q.Questions}
	r.Answers = []layers.DNSResource{layers.NewDNSResource(q.Questions[0].Name, 60, &layers.DNSTXT{})}
	b, err := codec.Marshal(&r)
	if err != nil || len(b) != len(query)+12 || !bytes.Contains(b[len(query):], []byte{0xc0, 12}) {
		t.Errorf("%v %x", err, b)
	}
	// Uncompressed, as some responders of multicast DNS write.
	plain, _ := hex.DecodeString("000084000000000200000000" +
		"01610462626262000010800100000078000100" + "01610462626262000010800100000078000100")
	var m layers.DNS
	if _, err := codec.Unmarshal(plain, &m); err != nil {
		t.Fatal(err)
	}
	if b, err = codec.Marshal(&m); err != nil || !bytes.Equal(b, plain) {
		t.Errorf("%v\nwant %x\ngot  %x", err, plain, b)
	}
	// Once it moves, it is compressed; and a pointer whose target went away is resolved.
	m.Answers[0].Name = layers.MustParseDNSName("xyz.bbbb")
	if b, err = codec.Marshal(&m); err != nil || !bytes.Contains(b, []byte{1, 'a', 0xc0, 16}) {
		t.Errorf("%v %x", err, b)
	}
	if _, err = codec.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	m.Answers[0].Name = layers.MustParseDNSName("xyz.cccc")
	if b, err = codec.Marshal(&m); err != nil || !bytes.Contains(b, []byte("\x01a\x04bbbb\x00")) {
		t.Errorf("%v %x", err, b)
	}
}

func FuzzDNSName(f *testing.F) {
	f.Add([]byte("\x03www\x07example\x03com\x00\xc0\x04"), uint16(17))
	f.Add([]byte("\x00\xc0\x00\xc0\x01"), uint16(3))
	f.Fuzz(func(t *testing.T, msg []byte, start uint16) {
		at := int(start)
		if at > len(msg) {
			return
		}
		in := bytes.Clone(msg)
		var n layers.DNSName
		size, err := n.DecodeField(msg, at)
		if err != nil {
			if err == codec.ErrTruncated && size <= len(msg)-at {
				t.Fatalf("needs %d of %d bytes", size, len(msg)-at)
			}
			return
		}
		if out, _ := n.AppendField(nil, 0, codec.Nothing); !bytes.Equal(out, msg[at:at+size]) {
			t.Fatalf("%x became %x", msg[at:at+size], out)
		}
		text := n.String()
		back, perr := layers.ParseDNSName(text)
		if (n.Err() == nil) != (perr == nil) {
			t.Fatalf("%q: %v, parsed: %v", text, n.Err(), perr)
		}
		if perr == nil && (!back.Equal(n) || len(text) > 4*255) {
			t.Fatalf("%q is not %q", back, text)
		}
		// After a message that contains the name, it is found again.
		head := append(make([]byte, 12, 600), n.Clone().String()...)[:12]
		head[5] = 1
		head, _ = n.Clone().AppendField(head, 0, codec.All)
		head = append(head, 0, 1, 0, 1)
		long := len(head)
		head, _ = n.Clone().AppendField(head, 0, codec.All)
		var m layers.DNSName
		if k, err := m.DecodeField(head, long); n.Err() == nil && (err != nil || k > 2 || m.String() != text) {
			t.Fatalf("%q: compressed to %d bytes, %v, %q", text, k, err, m)
		}
		if !bytes.Equal(in, msg) {
			t.Fatal("the message was written to")
		}
	})
}

// TestDNSNamesAlike: names that share all labels but the last have nothing to be compressed to, and are not expanded once more for each pair of equal labels: they
// take about as long as names without a label in common.
func TestDNSNamesAlike(t *testing.T) {
	took := func(label func(i int) string) time.Duration {
		var d layers.DNS
		for i := range 30 {
			name := layers.MustParseDNSName(strings.Repeat(label(i)+".", 124) + fmt.Sprintf("%03d.", i))
			d.Questions = append(d.Questions, layers.DNSQuestion{Name: name, Type: layers.DNSTypeA, Class: layers.DNSClassIN})
		}
		start := time.Now()
		if _, err := codec.Marshal(&d); err != nil {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	var alike, unlike time.Duration
	for range 5 {
		alike = took(func(int) string { return "a" })
		unlike = took(func(i int) string { return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcd"[i : i+1] })
		if alike < 25*unlike {
			return
		}
	}
	t.Errorf("%v, without a label in common %v", alike, unlike)
}

// TestDNSNamesRepeated: a name that is looked for behind many names with the same labels takes about as long as one behind as many bytes of short names.
func TestDNSNamesRepeated(t *testing.T) {
	took := func(n int, name func(i int) string) time.Duration {
		var d layers.DNS
		for i := range n + 400 {
			d.Questions = append(d.Questions, layers.DNSQuestion{Name: layers.MustParseDNSName(name(min(i, n-1)))})
		}
		start := time.Now()
		if _, err := codec.Marshal(&d); err != nil {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	var long, short time.Duration
	for range 3 {
		long = took(60, func(i int) string { return strings.Repeat("a.", 124) + fmt.Sprintf("%03d.", i) })
		short = took(1500, func(i int) string { return fmt.Sprintf("%04d.", i) })
		if long < 10*short {
			return
		}
	}
	t.Errorf("%v, behind short names %v", long, short)
}

// TestDNSPointersBounded: names whose labels each end in a pointer, to the root at last, are nothing that pointers are made to: a reader would not follow one more.
func TestDNSPointersBounded(t *testing.T) {
	const labels = 127
	msg := append(make([]byte, 12, 4096), 0, 0, 1, 0, 1) // the root; then a., a.a., and so on
	msg[5] = 1 + labels
	for i := range labels {
		at := 12
		if i > 0 {
			at = 17 + 8*(i-1)
		}
		msg = append(msg, 1, 'a', 0xc0|byte(at>>8), byte(at), 0, 1, 0, 1)
	}
	var d layers.DNS
	if _, err := codec.Unmarshal(msg, &d); err != nil {
		t.Fatal(err)
	}
	longest := d.Questions[labels].Name
	d.Questions = append(d.Questions, layers.DNSQuestion{Name: longest}, layers.DNSQuestion{Name: longest})
	out, err := codec.Marshal(&d)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(msg) + 255 + 2 + 2*4; len(out) != want || !bytes.Equal(out[12:len(msg)], msg[12:]) {
		t.Errorf("%d bytes, want %d: the names before are as they were, the first that was added stands alone, the second is a pointer to it", len(out), want)
	}
	var got layers.DNS
	if _, err := codec.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for _, q := range got.Questions[labels:] {
		if q.Name.Err() != nil || !q.Name.Equal(longest) {
			t.Errorf("%v: %v", q.Name, q.Name.Err())
		}
	}
}
