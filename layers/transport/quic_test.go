package transport_test

import (
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/packet"
)

// published returns a packet of RFC 9001.
func published(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/rfc9001.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if digits, ok := strings.CutPrefix(strings.TrimSpace(line), name+" "); ok {
			b, err := hex.DecodeString(digits)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	t.Fatalf("no packet %s", name)
	return nil
}

// TestInitial: the packets of RFC 9001 appendix A.
func TestInitial(t *testing.T) {
	id, _ := hex.DecodeString("8394c8f03e515708")
	for name, want := range map[string]struct {
		number uint32
		hello  string
	}{
		"client": {2, "010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c"},
		"server": {1, "020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a12"},
	} {
		data := published(t, name)
		var q transport.QUIC
		if _, err := codec.Unmarshal(data, &q); err != nil {
			t.Fatal(err)
		}
		i, err := q.OpenInitial(data, id, name == "server")
		if err != nil {
			t.Fatal(name, err)
		}
		equal(t, name+" number", i.PacketNumber, want.number)
		hello := i.Handshake()
		equal(t, name+" hello", hex.EncodeToString(hello[:min(len(hello), len(want.hello)/2)]), want.hello)
		if _, err := q.OpenInitial(data, id[1:], name == "server"); !errors.Is(err, transport.ErrQUICKeys) {
			t.Errorf("%s with another ID: %v", name, err)
		}
		if _, err := q.OpenInitial(data[:100], id, name == "server"); err == nil {
			t.Errorf("%s cut: no error", name)
		}
	}
}

// TestInitialHello: what is in an Initial packet are messages of package tls.
func TestInitialHello(t *testing.T) {
	data := published(t, "client")
	var q transport.QUIC
	if _, err := codec.Unmarshal(data, &q); err != nil {
		t.Fatal(err)
	}
	i, err := q.OpenInitial(data, q.DCID, false)
	if err != nil {
		t.Fatal(err)
	}
	var h tls.Handshake
	body, err := codec.Unmarshal(i.Handshake(), &h)
	if err != nil {
		t.Fatal(err)
	}
	var c tls.ClientHello
	if _, err := codec.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	equal(t, "name", c.ServerName(), "example.com")
}

func TestQUIC(t *testing.T) {
	p := stack(t, "quic-coalesced")
	var kinds []string
	for q := range packet.All[transport.QUIC](p) {
		k := "short"
		if q.Long {
			k = q.Kind().String()
		}
		kinds = append(kinds, k)
	}
	equal(t, "coalesced", kinds, []string{"Initial", "Handshake", "short"})
	q := packet.Get[transport.QUIC](stack(t, "quic-negotiation"))
	equal(t, "versions", q.Versions, []transport.QUICVersion{1, transport.QUICv2, 0x1a2a3a4a})
	q = packet.Get[transport.QUIC](stack(t, "quic-retry"))
	equal(t, "retry", []any{string(q.RetryToken()), q.Kind()}, []any{"token", transport.QUICRetry})
	q = packet.Get[transport.QUIC](stack(t, "quic-initial-token"))
	equal(t, "token", []any{string(q.Token.Data), q.Length.Value, q.Length.Width}, []any{"token", uint64(59), uint8(4)})
	q = packet.Get[transport.QUIC](stack(t, "quic-v2"))
	equal(t, "v2", []any{q.Kind(), q.Version.String()}, []any{transport.QUICInitialPacket, "2"})
	q = packet.Get[transport.QUIC](stack(t, "quic-draft"))
	equal(t, "draft", q.Version.Draft(), 29)
	g := packet.Get[transport.GQUIC](stack(t, "gquic-client"))
	equal(t, "gquic", []any{string(g.Version[:]), g.Number()}, []any{"Q043", uint64(1)})
	equal(t, "gquic 48", packet.Get[transport.GQUIC](stack(t, "gquic-48")).Number(), uint64(300))
	equal(t, "reset", packet.Get[transport.GQUIC](stack(t, "gquic-reset")).Reset, true)
	equal(t, "q046", packet.Get[transport.GQUIC46](stack(t, "gquic-46")).Number, uint32(1))
}

// TestBuildQUIC: lengths follow from the payload, in as many bytes as they had.
func TestBuildQUIC(t *testing.T) {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	for want, q := range map[string]*transport.QUIC{
		"c300000001 0161 00 00 80000003 010203": {Long: true, Fixed: true, Protected: 3, Version: transport.QUICv1, DCID: []byte("a")},
		"e000000001 0161 00 4003 010203":        {Long: true, Fixed: true, Type: transport.QUICHandshake, Version: transport.QUICv1, DCID: []byte("a"), Length: transport.QUICVarint{Width: 2}},
		"41010203":                              {Fixed: true, Protected: 1},
	} {
		out, err := e.Marshal(q, []byte{1, 2, 3})
		if got := hex.EncodeToString(out); err != nil || got != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%s, want %s, %v", got, want, err)
		}
	}
}
