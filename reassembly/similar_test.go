package reassembly

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestSimilarFragments: fragments of datagrams whose addresses, numbers, protocols and tags differ in single bits come mixed up. Each datagram is
// made of its own, also where others have to go for it.
func TestSimilarFragments(t *testing.T) {
	for _, size := range []int{16, 6000} { // of a fragment: the longer ones do not all find room
		rnd := rand.New(rand.NewPCG(1, uint64(size)))
		bit := func() byte { return byte(1) << rnd.IntN(8) & byte(rnd.IntN(256)) }
		outer := func() (list []any) {
			if list = []any{&layers.Ethernet{}}; rnd.IntN(3) == 0 {
				list = append(list, &layers.Dot1Q{VLAN: 1 + uint16(bit())})
			}
			if rnd.IntN(3) == 0 {
				list = append(list, &layers.IPv4{TTL: 1, Src: netip.AddrFrom4([4]byte{10, 0, 0, bit()}), Dst: netip.AddrFrom4([4]byte{10, 0, 0, bit()})})
			}
			return list
		}
		type piece struct {
			of   int
			data []byte
		}
		var pieces []piece
		datagrams := map[string]int{}
		for len(datagrams) < 150 {
			id, around := uint32(bit())|uint32(bit())<<16, outer()
			src, dst, protocol := [16]byte{15: bit()}, [16]byte{15: bit()}, 253+layers.IPProtocol(rnd.IntN(2))
			version6 := rnd.IntN(2) == 0
			if version6 {
				src[7], dst[7], protocol = bit(), bit(), 253
			} else {
				id &= 0xffff
			}
			var key strings.Builder
			key.WriteString(fmt.Sprint(version6, src, dst, id, protocol))
			for _, l := range around[1:] {
				key.WriteString(fmt.Sprint(l))
			}
			if _, ok := datagrams[key.String()]; ok {
				continue
			}
			of := len(datagrams)
			datagrams[key.String()] = of
			parts := 2 + of%4
			for i := range parts {
				payload, more := bytes.Repeat([]byte{byte(of), byte(i)}, size/2), i < parts-1
				list := append([]any(nil), around...)
				if version6 {
					list = append(list, &layers.IPv6{HopLimit: 64, Src: netip.AddrFrom16(src), Dst: netip.AddrFrom16(dst)},
						&layers.IPv6Fragment{NextHeader: protocol, FragOffset: uint16(i * size / 8), More: more, ID: id}, payload)
				} else {
					ip := &layers.IPv4{
						TTL: 64, ID: uint16(id), FragOffset: uint16(i * size / 8), Protocol: protocol,
						Src: netip.AddrFrom4([4]byte(src[12:])), Dst: netip.AddrFrom4([4]byte(dst[12:])),
					}
					if more {
						ip.Flags = layers.IPv4MoreFragments
					}
					list = append(list, ip, payload)
				}
				b, err := codec.Marshal(list...)
				if err != nil {
					t.Fatal(err)
				}
				pieces = append(pieces, piece{of, b})
			}
		}
		rnd.Shuffle(len(pieces), func(i, k int) { pieces[i], pieces[k] = pieces[k], pieces[i] })
		d, err := NewDefragmenter(FragmentConfig{Memory: MinFragmentMemory, Event: func(e *FragmentEvent) {
			if e.Kind != FragmentEvicted {
				t.Errorf("%+v", e)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		var v packet.View
		whole := 0
		for i := range pieces {
			info := capture.Info{LinkType: capture.LinkTypeEthernet, Time: capture.Unix(0, int64(i))}
			if !d.Decode(&v, pieces[i].data, &info) {
				continue
			}
			whole++
			of := pieces[i].of
			var want []byte
			for k := range 2 + of%4 {
				want = append(want, bytes.Repeat([]byte{byte(of), byte(k)}, size/2)...)
			}
			if g := d.Datagram(); g == nil || !bytes.Equal(g.Payload, want) {
				t.Fatalf("datagram %d is not what was sent", of)
			}
		}
		if s := d.Stats(); (size == 16) != (whole == len(datagrams)) || whole == 0 || (size == 16) != (s.Events[FragmentEvicted] == 0) {
			t.Errorf("%d datagrams of %d, %+v", whole, len(datagrams), s)
		}
	}
}
