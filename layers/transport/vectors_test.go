package transport_test

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/packet"
)

var stack, equal = vectors.Packet, vectors.Equal

// views are the typed values of parameters, causes and options, one a line.
func views[T any, P interface {
	*T
	View() (any, error)
}](t *testing.T, list []T,
) []any {
	t.Helper()
	var out []any
	for i := range list {
		v, err := P(&list[i]).View()
		if err != nil {
			t.Errorf("element %d: %v", i, err)
		}
		out = append(out, v)
	}
	return out
}

// body is the body of the only chunk of a packet.
func body[T transport.SCTPBody](t *testing.T, name string) T {
	t.Helper()
	c := packet.Get[transport.SCTPChunk](stack(t, name))
	b, ok := c.Body.(T)
	if !ok {
		t.Fatalf("%s: %T", name, c.Body)
	}
	return b
}

// TestChecksums: the checksums that tshark finds good are good.
func TestChecksums(t *testing.T) {
	for _, name := range []string{"sctp-bundle", "sctp-data", "sctp-unpadded", "udplite", "udplite-part", "udplite-header", "dccp-data", "dccp-dataack", "dccp-cover-none", "pgm-odata"} {
		n := 0
		for c := range stack(t, name).Checksums() {
			if n++; c.State != codec.SumGood {
				t.Errorf("%s: %s: %v %s", name, c.Field, c.State, c.Reason)
			}
		}
		if n == 0 {
			t.Errorf("%s has no checksum", name)
		}
	}
}

func TestSCTPData(t *testing.T) {
	p := stack(t, "sctp-bundle")
	var tsns []uint32
	var flags []uint8
	var pads []int
	for c := range packet.All[transport.SCTPChunk](p) {
		tsns, flags, pads = append(tsns, c.TSN), append(flags, c.Flags), append(pads, len(c.Padding))
	}
	equal(t, "tsn", tsns, []uint32{1, 2, 3})
	equal(t, "flags", flags, []uint8{transport.SCTPBegin, 0, transport.SCTPEnd})
	equal(t, "padding", pads, []int{1, 0, 3})
	c := packet.Get[transport.SCTPChunk](stack(t, "sctp-unpadded"))
	equal(t, "no padding", len(c.Padding), 0)
	c = packet.Get[transport.SCTPChunk](stack(t, "sctp-i-data"))
	equal(t, "i-data", []any{c.Type.String(), c.MessageID, c.PPID.String()}, []any{"I-DATA", uint32(3), "WebRTC String"})
}

func TestSCTPParameters(t *testing.T) {
	a4, a6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	init := body[*transport.SCTPInit](t, "sctp-init")
	equal(t, "init", []uint32{init.InitiateTag, init.Window, uint32(init.OutboundStreams), init.InitialTSN}, []uint32{0xabcdef01, 65536, 10, 7})
	equal(t, "parameters", views(t, init.Parameters), []any{
		&transport.SCTPIPv4{Addr: a4}, &transport.SCTPIPv6{Addr: a6}, &transport.SCTPWord{Value: 1000}, &transport.SCTPText{Text: "host.example\x00"},
		&transport.SCTPAddressTypes{Types: []transport.SCTPParameterType{5, 6}}, nil, nil, &transport.SCTPChunkTypes{Types: []transport.SCTPChunkType{193, 128}},
		&transport.SCTPHMACs{IDs: []uint16{3, 1}}, nil, &transport.SCTPChunkTypes{Types: []transport.SCTPChunkType{193, 128, 130}}, nil, &transport.SCTPWord{Value: 5}, &transport.SCTPWord{Value: 1},
	})
	reset := body[*transport.SCTPStreamReset](t, "sctp-re-config")
	equal(t, "resets", views(t, reset.Parameters), []any{
		&transport.SCTPOutgoingReset{RequestSeq: 1, ResponseSeq: 2, LastTSN: 3, Streams: []uint16{4, 5}}, &transport.SCTPIncomingReset{RequestSeq: 1, Streams: []uint16{7}},
		&transport.SCTPWord{Value: 9}, &transport.SCTPReconfigResponse{ResponseSeq: 9, Result: 1, NextTSNs: []uint32{2, 3}},
		&transport.SCTPAddStreams{RequestSeq: 1, Streams: 4}, &transport.SCTPAddStreams{RequestSeq: 2, Streams: 4},
	})
	conf := body[*transport.SCTPAddressConfig](t, "sctp-asconf")
	v, err := conf.Parameters[1].View()
	if err != nil {
		t.Fatal(err)
	}
	add := v.(*transport.SCTPAddressRequest)
	equal(t, "add", []any{conf.Parameters[1].Type.String(), add.CorrelationID, views(t, add.Address)}, []any{"Add IP Address", uint32(1), []any{&transport.SCTPIPv6{Addr: a6}}})
}

func TestSCTPCauses(t *testing.T) {
	list := body[*transport.SCTPCauses](t, "sctp-error").Causes
	got := views(t, list)
	equal(t, "number", len(got), 18)
	equal(t, "first", got[:3], []any{&transport.SCTPInvalidStream{StreamID: 5}, &transport.SCTPMissing{Count: 2, Types: []transport.SCTPParameterType{5, 6}}, &transport.SCTPWord{Value: 1000}})
	equal(t, "chunk", got[5], &transport.SCTPChunkCopy{Type: 99, Length: 6, Value: []byte{'a', 'b', 0, 0}})
	equal(t, "last", list[17].Code.String(), "Request Refused - No Authorization")
	equal(t, "user", got[11], &transport.SCTPText{Text: "user"})
}

func TestSCTPOthers(t *testing.T) {
	sack := body[*transport.SCTPSack](t, "sctp-sack")
	equal(t, "sack", sack, &transport.SCTPSack{CumulativeTSN: 100, Window: 4096, GapCount: 2, DupCount: 1, Gaps: []transport.SCTPGap{{Start: 2, End: 3}, {Start: 5, End: 9}}, Duplicates: []uint32{99}})
	equal(t, "nr-sack", body[*transport.SCTPNRSack](t, "sctp-nr-sack").NRGaps, []transport.SCTPGap{{Start: 5, End: 9}})
	equal(t, "shutdown", body[*transport.SCTPCumulative](t, "sctp-shutdown").TSN, uint32(100))
	equal(t, "auth", len(body[*transport.SCTPAuth](t, "sctp-auth").HMAC), 20)
	equal(t, "forward", body[*transport.SCTPForward](t, "sctp-forward").Streams, []transport.SCTPForwardStream{{StreamID: 1, StreamSeq: 2}, {StreamID: 3, StreamSeq: 4}})
	equal(t, "i-forward", body[*transport.SCTPIForward](t, "sctp-i-forward").Streams, []transport.SCTPIForwardStream{{StreamID: 1, Unordered: true, MessageID: 2}, {StreamID: 3, MessageID: 4}})
	equal(t, "dropped", len(body[*transport.SCTPDropReport](t, "sctp-pktdrop").Packet), 16)
	equal(t, "unknown", string(body[transport.SCTPBytes](t, "sctp-unknown")), "what")
	equal(t, "heartbeat", len(body[*transport.SCTPHeartbeat](t, "sctp-heartbeat").Parameters[0].Value), 9)
}

func TestDCCP(t *testing.T) {
	d := packet.Get[transport.DCCP](stack(t, "dccp-request"))
	equal(t, "request", []any{d.Type.String(), d.ServiceCode, d.Seq(), views(t, d.Options)}, []any{
		"Request", uint32(0x68747470), uint64(0x102), []any{&transport.DCCPFeature{Feature: 1, Values: []byte{2}}, &transport.DCCPFeature{Feature: 3, Values: []byte{0, 0, 0x64}}, nil, nil},
	})
	d = packet.Get[transport.DCCP](stack(t, "dccp-ack"))
	equal(t, "ack", []any{d.Ack(), views(t, d.Options)[0]}, []any{uint64(0x304), &transport.DCCPAckVector{Runs: []transport.DCCPRun{{Length: 5}, {State: 3, Length: 1}}}})
	d = packet.Get[transport.DCCP](stack(t, "dccp-reset"))
	equal(t, "reset", []any{d.ResetCode.String(), d.ResetData}, []any{"Option Error", [3]byte{1, 2, 3}})
}

func TestRDPAndPGM(t *testing.T) {
	r := packet.Get[transport.RDP](stack(t, "rdp-syn"))
	equal(t, "syn", r.Open, &transport.RDPSyn{MaxOutstanding: 8, MaxSegment: 1400, Options: 0x8000})
	equal(t, "eack", packet.Get[transport.RDP](stack(t, "rdp-eack")).OutOfOrder, []uint32{5, 7})
	r = packet.Get[transport.RDP](stack(t, "rdp-v2"))
	src, dst := r.Ports()
	equal(t, "ports", []uint16{src, dst}, []uint16{5, 6})
	p := packet.Get[transport.PGM](stack(t, "pgm-spm6"))
	equal(t, "path", p.SPM.Path.Addr(), netip.MustParseAddr("2001:db8::1"))
	equal(t, "options", []string{p.Options.List[0].Type.String(), p.Options.List[1].Type.String()}, []string{"OPT_JOIN", "OPT_SYN"})
	n := packet.Get[transport.PGM](stack(t, "pgm-nak"))
	equal(t, "group", n.NAK.Group.Addr(), netip.MustParseAddr("239.192.0.1"))
}

// TestMalformed: what is wrong is said.
func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		name  string
		layer any
		data  string
		err   error
		keep  bool // the error is recovered
	}{
		{"chunk shorter than its header", &transport.SCTPChunk{}, "0b000003", codec.ErrLength, false},
		{"data chunk shorter than its fields", &transport.SCTPChunk{}, "0003000800000001", codec.ErrTruncated, false},
		{"parameter of length 3", &transport.SCTPChunk{}, "0400000800010003", codec.ErrLength, true},
		{"sack with too few blocks", &transport.SCTPChunk{}, "03000010000000010000000200020000", codec.ErrTruncated, true},
		{"offset below the header", &transport.DCCP{}, "0001000202000000050000000000", codec.ErrLength, false},
		{"option of length 1", &transport.DCCP{}, "0001000204000000040000002001ffff", codec.ErrLength, true},
		{"header length 1", &transport.RDP{}, "4101050600000000000100000002deadbeef", codec.ErrLength, false},
		{"address that is cut", &transport.PGM{}, "03e807d00000000000010203040500000000000900000001000000080001", codec.ErrTruncated, false},
	} {
		data, _ := hex.DecodeString(c.data)
		_, err := codec.Unmarshal(data, c.layer)
		var e *codec.Error
		if !errors.Is(err, c.err) || !errors.As(err, &e) || e.Recovered != c.keep {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestBuild: lengths, padding and numbers follow from what is there.
func TestBuild(t *testing.T) {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	for want, stack := range map[string][]any{
		"000300150000000100020003000000 0068656c6c6f 000000": {&transport.SCTPChunk{Flags: 3, TSN: 1, StreamID: 2, StreamSeq: 3}, []byte("hello")},
		"0300 0010 00000064 00001000 00000000":               {&transport.SCTPChunk{Body: &transport.SCTPSack{CumulativeTSN: 100, Window: 4096}}},
		"0600 000b 000c 0007 627965 00":                      {&transport.SCTPChunk{Type: 6, Body: &transport.SCTPCauses{Causes: []transport.SCTPCause{{Code: 12, Info: []byte("bye")}}}}},
	} {
		want = strings.ReplaceAll(want, " ", "")
		out, err := e.Marshal(stack...)
		if got := hex.EncodeToString(out); err != nil || got != want {
			t.Errorf("%v: %s, want %s, %v", reflect.TypeOf(stack[0]), got, want, err)
		}
	}
	// Two messages in a packet with the checksum of both.
	one, two := &transport.SCTPChunk{Flags: 3, TSN: 1}, &transport.SCTPChunk{Flags: 3, TSN: 2}
	out, err := e.Marshal(codec.At(0, &layers.IPv4{}), codec.At(1, &transport.SCTP{SrcPort: 1, DstPort: 2}), codec.At(2, one), codec.At(3, []byte("a")), codec.At(2, two), codec.At(3, []byte("bc")))
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(out, 228)
	for c := range p.Checksums() {
		equal(t, c.Field, c.State, codec.SumGood)
	}
	equal(t, "length", len(out), 20+12+20+20)
}
