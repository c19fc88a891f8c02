package docs_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

func watch(ctx context.Context, name, filter string, d time.Duration) (capture.Stats, error) {
	f, err := bpf.Compile(filter, capture.LinkTypeEthernet, bpf.ForSocket())
	if err != nil {
		return capture.Stats{}, err
	}
	src, err := afpacket.Open(name, capture.Live{Promiscuous: true, Filter: f.Raw()})
	if err != nil {
		return capture.Stats{}, err
	}
	defer src.Close()
	if err := src.SetReadDeadline(time.Now().Add(d)); err != nil {
		return capture.Stats{}, err
	}
	var v packet.View
	var state *capture.InterfaceError
	for {
		for rec, err := range capture.Packets(ctx, src) { // the end of ctx closes src
			switch {
			case errors.Is(err, os.ErrDeadlineExceeded):
				return src.Stats()
			case errors.As(err, &state) && !errors.Is(err, capture.ErrGone):
				fmt.Println(err) // it is down, or has another name: reading may go on
			case err != nil:
				return capture.Stats{}, err
			default:
				v.Decode(rec.Data, rec.Info.LinkType)
				fmt.Println(rec.Info.Direction(), &v)
			}
		}
	}
}

func send(name string, n int) (afpacket.SendStats, error) {
	dst, err := afpacket.OpenSender(name) // or afpacket.OpenSocket and its WritePacket, for few packets
	if err != nil {
		return afpacket.SendStats{}, err
	}
	defer dst.Close()
	t, err := packet.NewTemplate(
		&layers.Ethernet{Dst: layers.MAC{0, 0, 0x5e, 0, 0x53, 2}, Src: layers.MAC{0, 0, 0x5e, 0, 0x53, 1}},
		&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{DstPort: 9},
	)
	if err != nil {
		return afpacket.SendStats{}, err
	}
	port, err := t.Field("UDP.SrcPort")
	if err != nil {
		return afpacket.SendStats{}, err
	}
	for i := range n {
		if err := port.Set(uint64(1024 + i)); err != nil {
			return dst.SendStats(), err
		}
		if err := dst.WritePacket(t.Bytes(), nil); err != nil { // collects packets for one call of the kernel
			return dst.SendStats(), err
		}
	}
	err = dst.Flush()
	return dst.SendStats(), err
}
