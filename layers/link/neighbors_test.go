package link_test

import (
	"errors"
	"io"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestNeighbors reads what lldpd sends as EDP and FDP: names, addresses, slots, and checksums that are right.
func TestNeighbors(t *testing.T) {
	r, err := pcapio.Open("../../testdata/neighbors.pcap")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	names := map[string]int{}
	var v packet.View
	for {
		data, info, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Decode(data, info.LinkType); err != nil {
			t.Fatal(err)
		}
		for c := range v.Checksums() {
			if c.State != codec.SumGood {
				t.Errorf("%v: a wrong checksum", c)
			}
		}
		if e := packet.Get[link.EDP](&v); e != nil {
			names["EDP "+string(e.TLV(link.EDPDisplay).Value)]++
			info, err := e.TLV(link.EDPInfo).View()
			if d, ok := info.(*link.EDPDevice); !ok || err != nil || d.Slot != 8 || d.Version != [4]byte{7, 6, 4, 99} {
				t.Errorf("info is %+v, %v", info, err)
			}
			if e.TLV(link.EDPVLAN) != nil || len(e.Rest) > 0 {
				t.Errorf("%+v has a VLAN, or a rest", e)
			}
		}
		if f := packet.Get[link.FDP](&v); f != nil {
			names["FDP "+string(f.TLV(link.FDPDeviceID).Value)]++
			list, err := f.TLV(link.FDPAddresses).View()
			if l, ok := list.(*link.CDPAddressList); !ok || err != nil || len(l.Addresses) != 1 || !netip.MustParsePrefix("198.51.100.0/24").Contains(l.Addresses[0].IP()) {
				t.Errorf("addresses are %+v, %v", list, err)
			}
			if f.TLV(9) != nil {
				t.Errorf("%+v has a TLV of type 9", f)
			}
		}
	}
	for _, name := range []string{"EDP switch.example\x00", "EDP router.example\x00", "FDP switch.example", "FDP router.example"} {
		if names[name] == 0 {
			t.Errorf("%q: none in %v", name, names)
		}
	}
}
