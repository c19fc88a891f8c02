package packet_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/industry"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/packet"
)

// TestLengthsByMethod: where a method sets the length of the payload, one that does not fit is an error as it is in a tagged field. The first size fits, the
// second does not.
func TestLengthsByMethod(t *testing.T) {
	for name, c := range map[string]struct {
		layer     any
		fits, not int
	}{
		"NFLOG":                {&link.NFLOG{}, 0xffff - 4, 0xffff - 3},
		"ICMPv4Unreachable":    {&layers.ICMPv4Unreachable{Length: 1}, 4 * 255, 4 * 256},
		"ICMPv6Unreachable":    {&layers.ICMPv6Unreachable{Length: 1}, 8 * 255, 8 * 256},
		"ICMPv6, as it stands": {&layers.ICMPv6Unreachable{}, 8 * 256, 0},
		"QUIC, 1 byte":         {&transport.QUIC{Long: true, Type: transport.QUICHandshake, Version: 1, Length: transport.QUICVarint{Width: 1}}, 63, 64},
		"QUIC, 2 bytes":        {&transport.QUIC{Long: true, Type: transport.QUICHandshake, Version: 1, Length: transport.QUICVarint{Width: 2}}, 1<<14 - 1, 1 << 14},
		"ENIPData":             {&industry.ENIPData{}, 4 * 0xffff, 4 * 0x10000},
	} {
		t.Run(name, func(t *testing.T) {
			for _, e := range []codec.Encoder{{Derive: codec.All}, {Derive: codec.All, Reflective: true}} {
				if _, err := e.Marshal(c.layer, make([]byte, c.fits)); err != nil {
					t.Error(err)
				}
				if c.not == 0 {
					continue
				}
				var located *codec.Error
				if _, err := e.Marshal(c.layer, make([]byte, c.not)); !errors.Is(err, codec.ErrRange) || !errors.As(err, &located) || located.Layer == "" || located.Have != c.not {
					t.Errorf("reflective %v: %v", e.Reflective, err)
				}
			}
			tpl, err := packet.NewTemplate(c.layer, layers.Payload(make([]byte, c.fits)))
			if err != nil {
				t.Fatal(err)
			}
			before := bytes.Clone(tpl.Bytes())
			if c.not == 0 {
				return
			}
			if err := tpl.SetPayload(make([]byte, c.not)); !errors.Is(err, codec.ErrRange) || !bytes.Equal(tpl.Bytes(), before) {
				t.Errorf("%v, %d bytes of %d", err, len(tpl.Bytes()), len(before))
			}
		})
	}
}
