package text_test

import (
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
	"github.com/wiretag/wiretag/layers/text"
)

// TestConstructors: messages are written as the standards write them in their examples.
func TestConstructors(t *testing.T) {
	for _, c := range []struct {
		layer any
		want  string
	}{
		{text.NewFTPCommand("RETR", "file.txt"), "RETR file.txt\r\n"},
		{text.NewFTPCommand("QUIT", ""), "QUIT\r\n"},
		{text.NewFTPReply(220, "one", "two"), "220-one\r\n220 two\r\n"}, // RFC 959 section 4.2
		{text.NewSMTPCommand("RCPT", "TO:<Jones@bar.com>"), "RCPT TO:<Jones@bar.com>\r\n"},
		{text.NewSMTPReply(250, "foo.com greets bar.com", "8BITMIME", "HELP"), "250-foo.com greets bar.com\r\n250-8BITMIME\r\n250 HELP\r\n"}, // RFC 5321 appendix D.1
		{text.NewPOPCommand("RETR", "1"), "RETR 1\r\n"},
		{text.NewPOPReply("+OK", "120 octets"), "+OK 120 octets\r\n"},
		{text.NewIMAPCommand("a002", "select", "inbox"), "a002 select inbox\r\n"}, // RFC 3501 section 8
		{text.NewIMAPResponse("*", "18", "EXISTS"), "* 18 EXISTS\r\n"},
		{text.NewIRC("JOIN", "#channel"), "JOIN #channel\r\n"},
		{text.NewRTSPRequest("PLAY", "rtsp://example.com/a", "CSeq", "4"), "PLAY rtsp://example.com/a RTSP/1.0\r\nCSeq: 4\r\n\r\n"},
		{text.NewRTSPResponse(200, "OK", "CSeq", "4"), "RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n"},
		{text.NewSIPRequest("OPTIONS", "sip:carol@chicago.com", "Max-Forwards", "70"), "OPTIONS sip:carol@chicago.com SIP/2.0\r\nMax-Forwards: 70\r\n\r\n"}, // RFC 3261 section 11
		{text.NewSIPResponse(180, "Ringing", "Content-Length", "0"), "SIP/2.0 180 Ringing\r\nContent-Length: 0\r\n\r\n"},
		{text.NewSSDPRequest("M-SEARCH", "MAN", `"ssdp:discover"`), "M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\n\r\n"},
		{text.NewSSDPResponse(200, "OK", "ST", "upnp:rootdevice"), "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n"},
		{text.NewSSHIdentification("billsSSH_3.6.3q3", ""), "SSH-2.0-billsSSH_3.6.3q3\r\n"}, // RFC 4253 section 5.1
		{text.NewMessage("From", "a@example.com"), "From: a@example.com\r\n\r\n"},
		{text.NewSDP("v=0", "s=-"), "v=0\r\ns=-\r\n"},
	} {
		got, err := codec.Marshal(c.layer)
		if err != nil || string(got) != c.want {
			t.Errorf("%T: %q, %v; want %q", c.layer, got, err, c.want)
		}
	}
}

// read decodes a layer that has no payload.
func read[T any](t *testing.T, s string) *T {
	t.Helper()
	v := new(T)
	if rest, err := codec.Unmarshal([]byte(s), v); err != nil || len(rest) != 0 {
		t.Fatalf("%q: %q, %v", s, rest, err)
	}
	return v
}

// TestAddresses: the examples of RFC 959 and of RFC 2428 sections 2 and 3.
func TestAddresses(t *testing.T) {
	for command, want := range map[string]string{
		"PORT 132,235,1,2,24,131\r\n":               "132.235.1.2:6275",
		"EPRT |1|132.235.1.2|6275|\r\n":             "132.235.1.2:6275",
		"EPRT |2|1080::8:800:200C:417A|5282|\r\n":   "[1080::8:800:200c:417a]:5282",
		"227 Entering (132,235,1,2,24,131).\r\n":    "132.235.1.2:6275",
		"229 Entering Extended Mode (|||6446|)\r\n": "invalid AddrPort",
	} {
		var got netip.AddrPort
		var ok bool
		if command[0] == '2' {
			got, ok = read[text.FTPReply](t, command).Addr()
		} else {
			got, ok = read[text.FTPCommand](t, command).Addr()
		}
		if s := got.String(); !ok || s != want || command[:3] == "229" && got.Port() != 6446 {
			t.Errorf("%q: %s, %v; want %s", command, s, ok, want)
		}
	}
	if got, ok := read[text.FTPCommand](t, "PORT 1,2,3\r\n").Addr(); ok {
		t.Errorf("half an address: %v", got)
	}
}

// TestHeaderGetters reads header fields, with compact forms and folding.
func TestHeaderGetters(t *testing.T) {
	h := text.NewHeaders("Host", "example.com", "Content-Length", "42")
	if n, ok := h.ContentLength(); !ok || n != 42 {
		t.Errorf("length %d, %v", n, ok)
	}
	var names []string
	for name, value := range h.Fields {
		names = append(names, string(name)+"="+string(value))
	}
	if !slices.Equal(names, []string{"Host=example.com", "Content-Length=42"}) {
		t.Errorf("%q", names)
	}
	q := read[text.SIPRequest](t, "INVITE sip:b@example.com SIP/2.0\r\ni: 17@a\r\nf: <sip:a@example.com>\r\n\r\n")
	if q.Get("Call-ID") != "17@a" || q.Get("From") != "<sip:a@example.com>" || q.Get("To") != "" || !q.Method.Is("invite") {
		t.Errorf("%v", q)
	}
	a := read[text.SIPResponse](t, "SIP/2.0 404 Not Found\r\nCall-ID: 17@a\r\n\r\n")
	if a.Code() != 404 || a.Get("Call-ID") != "17@a" {
		t.Errorf("%v", a)
	}
	if r := read[text.RTSPResponse](t, "RTSP/1.0 454 Session Not Found\r\n\r\n"); r.Code() != 454 {
		t.Errorf("%v", r)
	}
	if r := read[text.SSDPResponse](t, "HTTP/1.1 200 OK\r\n\r\n"); r.Code() != 200 {
		t.Errorf("%v", r)
	}
}

// TestMedia: kinds of bodies by their types.
func TestMedia(t *testing.T) {
	for kind, want := range map[string]text.Media{
		"text/plain; charset=utf-8": text.MediaText, "application/problem+json": text.MediaJSON, "text/xml": text.MediaXML, "image/png": text.MediaOther,
		"multipart/mixed; boundary=x": text.MediaMultipart, "application/sdp": text.MediaSDP, "application/x-www-form-urlencoded": text.MediaForm,
	} {
		if got := text.MediaOf([]byte(kind)); got != want {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
}

// TestSDPMedia: the example of RFC 4566 section 5.
func TestSDPMedia(t *testing.T) {
	s := read[text.SDP](t, strings.ReplaceAll(`v=0
o=jdoe 2890844526 2890842807 IN IP4 10.47.16.5
s=SDP Seminar
c=IN IP4 224.2.17.12/127
t=2873397496 2873404696
a=recvonly
m=audio 49170 RTP/AVP 0
m=video 51372 RTP/AVP 99
c=IN IP4 224.2.17.13
a=rtpmap:99 h263-1998/90000
`, "\n", "\r\n"))
	media := s.Media()
	if len(media) != 2 {
		t.Fatalf("%+v", media)
	}
	a, v := media[0], media[1]
	if a.Media != "audio" || a.Port != "49170" || a.Protocol != "RTP/AVP" || !slices.Equal(a.Formats, []string{"0"}) || a.Connection != "IN IP4 224.2.17.12/127" || len(a.Attributes) != 0 {
		t.Errorf("%+v", a)
	}
	if value, ok := v.Attribute("rtpmap"); !ok || value != "99 h263-1998/90000" || v.Connection != "IN IP4 224.2.17.13" {
		t.Errorf("%+v", v)
	}
	var kinds strings.Builder
	for kind := range s.Lines.All {
		kinds.WriteString(string(kind))
	}
	if got := s.Lines.Get('s'); kinds.String() != "voscta"+"mmca" || string(got) != "SDP Seminar" {
		t.Errorf("%s, %q", kinds.String(), got)
	}
}

// TestTexts: dots in front of lines, replies of several lines, SSH's parts, IRC's parameters.
func TestTexts(t *testing.T) {
	d := text.NewDotText("one\r\n.two\r\n")
	if string(d.Text()) != "one\r\n.two\r\n" || !d.Whole() || string(d) != "one\r\n..two\r\n.\r\n" {
		t.Errorf("%q", d)
	}
	if got := text.POPLines("a\r\n..b\r\n.\r\n").Text(); string(got) != "a\r\n.b\r\n" {
		t.Errorf("%q", got)
	}
	r := read[text.FTPReply](t, "211-Features:\r\n MDTM\r\n211 End\r\n")
	var lines []string
	for l := range r.Text.Lines {
		lines = append(lines, string(l))
	}
	if !r.Text.Whole() || len(lines) != 3 || lines[2] != "End" {
		t.Errorf("%q", lines)
	}
	if s := read[text.SSHIdentification](t, "SSH-1.99-OpenSSH_9.2p1 Debian-2\r\n"); s.Protocol() != "1.99" || s.Software() != "OpenSSH_9.2p1" {
		t.Errorf("%q, %q", s.Protocol(), s.Software())
	}
	if m := read[text.IRC](t, "PRIVMSG #channel :hello to all\r\n"); !slices.Equal(m.Parameters(), []string{"#channel", "hello to all"}) {
		t.Errorf("%q", m.Parameters())
	}
	if i := read[text.IMAPResponse](t, "* OK ready\r\n"); !i.Text.Whole() {
		t.Errorf("%v", i)
	}
}

// TestLongConnection: many media share the line c= of the session, which is not read for each of them if it is too long to be an address.
func TestLongConnection(t *testing.T) {
	const media, bytes = 4000, 1 << 20
	describe := func(connection string) *text.SDP {
		return read[text.SDP](t, "v=0\r\nc="+connection+"\r\n"+strings.Repeat("m=a 9 RTP/\r\n", media))
	}
	announced := func(s *text.SDP) (n int) {
		s.Announces(nil, func(osi.Expected) { n++ })
		return n
	}
	if n := announced(describe("IN IP6 2001:db8::1")); n != 2*media {
		t.Errorf("%d ports, want %d", n, 2*media)
	}
	long := describe("IN IP4 192.0.2.1" + strings.Repeat(" a", bytes/2))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n := announced(long)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; n != 0 || took > 64*bytes {
		t.Errorf("%d ports, %d bytes allocated for a description of %d", n, took, len(long.Lines))
	}
}

// TestMEGACO: descriptions are found in both forms of the names, a brace behind a backslash does not end one, and media are announced.
func TestMEGACO(t *testing.T) {
	m := read[text.MEGACO](t, "!/1 <mg>\nP=1{C=2{A=a/1{M{O{MO=SR},L{\r\nv=0\r\nc=IN IP4 192.0.2.1\r\na=x \\}\r\nm=audio 4000 RTP/AVP 0\r\n },Remote { v=0\r\ns=- }}}}}")
	var got []string
	for s := range m.Descriptions {
		got = append(got, s.Lines.String())
	}
	want := []string{"v=0\r\nc=IN IP4 192.0.2.1\r\na=x \\}\r\nm=audio 4000 RTP/AVP 0\r\n", "v=0\r\ns=-"}
	if !slices.Equal(got, want) {
		t.Errorf("descriptions %q, want %q", got, want)
	}
	var media []string
	m.Announces(nil, func(x osi.Expected) { media = append(media, fmt.Sprint(x.Key, x.Addr, x.Port)) })
	if want := []string{"{udp 5004} 192.0.2.1 4000", "{udp 5005} 192.0.2.1 4001"}; !slices.Equal(media, want) {
		t.Errorf("media %q, want %q", media, want)
	}
	if m.Recognizes([]byte("MEGACO/x")) || !m.Recognizes([]byte("megaco/2 [192.0.2.1]")) {
		t.Error("the version is not looked at")
	}
}
