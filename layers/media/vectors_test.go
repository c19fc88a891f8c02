package media_test

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/media"
	"github.com/wiretag/wiretag/packet"
)

var stack, equal = vectors.Packet, vectors.Equal

func views(t *testing.T, list []media.STUNAttribute) (out []any) {
	t.Helper()
	for i := range list {
		v, err := list[i].View()
		if err != nil {
			t.Error(list[i].Type, err)
		}
		out = append(out, v)
	}
	return out
}

func TestSTUN(t *testing.T) {
	s := packet.Get[media.STUN](stack(t, "stun-success"))
	equal(t, "type", []any{s.Type.Method(), s.Type.Class(), s.Type.String()}, []any{media.STUNBinding, media.STUNSuccess, "Binding Success Response"})
	v := views(t, s.Attributes)
	want := netip.MustParseAddrPort("192.0.2.1:40000")
	equal(t, "xor", v[0].(*media.STUNXorAddress).Addr(s.TransactionID), want)
	equal(t, "inverse", media.NewSTUNXorAddress(want, s.TransactionID), v[0])
	equal(t, "mapped", v[1], &media.STUNAddress{Family: 1, Port: 40000, IPv4: want.Addr()})
	equal(t, "software", v[4], &media.STUNText{Text: "server"})
	six := packet.Get[media.STUN](stack(t, "stun-success6"))
	equal(t, "xor of IPv6", views(t, six.Attributes)[0].(*media.STUNXorAddress).Addr(six.TransactionID), netip.MustParseAddrPort("[2001:db8::1]:40000"))
	e := views(t, packet.Get[media.STUN](stack(t, "stun-error")).Attributes)
	equal(t, "error", e[0].(*media.STUNErrorValue).Code(), 401)
	equal(t, "unknown", e[3], &media.STUNTypes{Types: []media.STUNAttributeType{0x7f01, 0x7f02}})
	equal(t, "icmp", views(t, packet.Get[media.STUN](stack(t, "stun-icmp")).Attributes)[0], &media.STUNICMP{Type: 3, Code: 4, Data: 1400})
	equal(t, "new type", media.NewSTUNType(media.STUNAllocate, media.STUNError), media.STUNType(0x113))
	equal(t, "classic", len(packet.Get[media.ClassicSTUN](stack(t, "classic-reply")).Attributes), 3)
}

// TestFingerprint: that of a message of RFC 5769 section 2.2.
func TestFingerprint(t *testing.T) {
	data, _ := hex.DecodeString("0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96")
	var s media.STUN
	if _, err := codec.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	equal(t, "fingerprint", media.Fingerprint(data[:len(data)-8]), binary.BigEndian.Uint32(data[len(data)-4:]))
	v := views(t, s.Attributes)
	equal(t, "address", v[1].(*media.STUNXorAddress).Addr(s.TransactionID), netip.MustParseAddrPort("192.0.2.1:32853"))
	equal(t, "software", v[0], &media.STUNText{Text: "test vector"})
}

func TestChannel(t *testing.T) {
	c := packet.Get[media.ChannelData](stack(t, "stun-channel-tcp"))
	equal(t, "channel", []any{c.Channel, c.Length, c.Padding}, []any{uint16(0x4000), uint16(5), []byte{0, 0, 0}})
}

func TestRTP(t *testing.T) {
	r := packet.Get[media.RTP](stack(t, "rtp-extension"))
	equal(t, "elements", r.Elements(), []media.RTPElement{{ID: 1, Data: []byte{0x7f}}, {ID: 3, Data: []byte("abc")}})
	r = packet.Get[media.RTP](stack(t, "rtp-extension-long"))
	equal(t, "long elements", r.Elements(), []media.RTPElement{{ID: 1, Data: []byte{0x7f}}, {ID: 2, Data: []byte("abc")}})
	r = packet.Get[media.RTP](stack(t, "rtp-csrc"))
	equal(t, "sources", []any{r.CSRC, r.PayloadType.String()}, []any{[]uint32{1, 2}, "96"})
	r = packet.Get[media.RTP](stack(t, "rtp-padding"))
	equal(t, "padding", r.Pad([]byte{1, 2, 0, 0, 3}), 3)
}

func TestRTCP(t *testing.T) {
	p := stack(t, "rtcp-sender")
	r := packet.Get[media.RTCP](p)
	equal(t, "sender", []any{r.Sender.Packets, r.Reports[0].Lost, r.Reports[0].HighestSeq}, []any{uint32(10), int32(5), uint32(70000)})
	var chunks []media.RTCPChunk
	for x := range packet.All[media.RTCP](p) {
		chunks = append(chunks, x.Chunks()...)
	}
	equal(t, "description", chunks, []media.RTCPChunk{{SSRC: 1, Items: []media.RTPElement{{ID: 1, Data: []byte("name")}, {ID: 6, Data: []byte("xyz")}}}})
	for x := range packet.All[media.RTCP](stack(t, "rtcp-bye")) {
		if list, reason := x.Sources(); x.Type == media.RTCPBye {
			equal(t, "bye", []any{list, reason}, []any{[]uint32{1, 2}, "end"})
		}
	}
	equal(t, "media", packet.Get[media.RTCP](stack(t, "rtcp-nack")).Media, uint32(2))
	equal(t, "a last packet that is a header alone", (&media.RTCP{}).Repeats([]byte{0x80, 203, 0, 0}), true)
}

func TestBuild(t *testing.T) {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	for want, stack := range map[string][]any{
		"0001000c2112a44200000000000000000000000080220005616263646 5000000": {&media.STUN{Type: 1, Attributes: []media.STUNAttribute{{Type: media.STUNSoftware, Value: []byte("abcde")}}}},
		"40000005 68656c6c6f 000000":                                        {&media.ChannelData{Channel: 0x4000}, []byte("hello")},
		"82600001 00000002 00000003 00000004 00000005 6162":                 {&media.RTP{PayloadType: 96, Seq: 1, Timestamp: 2, SSRC: 3, CSRC: []uint32{4, 5}}, []byte("ab")},
		"80c90001 00000007":                                                 {&media.RTCP{Type: media.RTCPReceiverReport, SSRC: 7}},
	} {
		want = strings.ReplaceAll(want, " ", "")
		out, err := e.Marshal(stack...)
		if got := hex.EncodeToString(out); err != nil || got != want {
			t.Errorf("%s, want %s, %v", got, want, err)
		}
	}
}

// TestLongestReason: a BYE gives a reason of 255 bytes.
func TestLongestReason(t *testing.T) {
	want := strings.Repeat("x", 255)
	r := media.RTCP{Type: media.RTCPBye, Rest: []byte("\xff" + want)}
	if _, reason := r.Sources(); reason != want {
		t.Errorf("%q", reason)
	}
}
