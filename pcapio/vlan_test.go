package pcapio_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// TestVLANTag: tags that the kernel took out are put back where they were, in both formats, without an allocation.
func TestVLANTag(t *testing.T) {
	const addresses, cooked = "\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02", "\x00\x00\x00\x01\x00\x06\x02\x00\x00\x00\x00\x01\x00\x00"
	for _, c := range []struct {
		link       capture.LinkType
		vlan       capture.VLAN
		data, want string
	}{
		{capture.LinkTypeEthernet, capture.VLAN{TCI: 0x6123, TPID: 0x88a8, Present: true}, addresses + "\x08\x00ip", addresses + "\x88\xa8\x61\x23\x08\x00ip"},
		{capture.LinkTypeEthernet, capture.VLAN{TCI: 5, Present: true}, addresses, addresses + "\x81\x00\x00\x05"},
		{capture.LinkTypeEthernet, capture.VLAN{TCI: 5, Present: true}, addresses[:11], addresses[:11]},
		{capture.LinkTypeEthernet, capture.VLAN{TCI: 5}, addresses + "\x08\x00ip", addresses + "\x08\x00ip"},
		{capture.LinkTypeLinuxSLL, capture.VLAN{TCI: 5, Present: true}, cooked + "\x08\x00ip", cooked + "\x81\x00\x00\x05\x08\x00ip"},
		{capture.LinkTypeRaw, capture.VLAN{TCI: 5, Present: true}, "ip packet of some length", "ip packet of some length"},
	} {
		info := capture.Info{
			Time: at(1, 0), CaptureLength: uint32(len(c.data)), Length: 100, LinkType: c.link, VLAN: c.vlan,
		}
		var pcap, pcapng bytes.Buffer
		w := must(pcapio.NewWriter(&pcap, pcapio.Header{LinkType: c.link}))(t)
		ng := must(pcapio.NewNgWriter(&pcapng))(t)
		for _, sink := range []pcapio.FileWriter{w, ng} {
			if err := sink.WritePacket([]byte(c.data), &info); err != nil {
				t.Fatal(err)
			}
			if err := sink.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		for name, file := range map[string]io.Reader{"pcap": &pcap, "pcapng": &pcapng} {
			list, _, err := readAll(file)
			if err != io.EOF || len(list) != 1 || list[0].data != c.want || int(list[0].info.Length) != 100+len(c.want)-len(c.data) {
				t.Errorf("%s, %v: %+v, %v", name, c.vlan, list, err)
			}
		}
		for _, sink := range []pcapio.FileWriter{w, ng} {
			data := []byte(c.data)
			if n := testing.AllocsPerRun(100, func() {
				if err := sink.WritePacket(data, &info); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("%v allocations", n)
			}
		}
	}
}
