//go:build libpcap

package bench

import (
	"fmt"
	"io"

	"github.com/gopacket/gopacket/pcap"
)

// libpcapCase compares with libpcap through gopacket's binding, which needs cgo and libpcap's headers: -tags libpcap.
func (f captureFile) libpcapCase() []Case {
	return []Case{{
		Group: "Capture files", Name: f.name(), Ours: "pcapio.Reader", Peer: "libpcap,zero-copy", NoAllocs: true, Open: f.libpcap,
	}}
}

func (f captureFile) libpcap(env *Env) (*Pair, error) {
	r, size, sum, err := f.ours(env)
	if err != nil {
		return nil, err
	}
	path, err := f.path(env)
	if err != nil {
		return nil, err
	}
	each := func(use func(data []byte, seconds int64, nanos, length int)) error {
		h, err := pcap.OpenOffline(path)
		if err != nil {
			return err
		}
		defer h.Close()
		for {
			data, ci, err := h.ZeroCopyReadPacketData()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			use(data, ci.Timestamp.Unix(), ci.Timestamp.Nanosecond(), ci.Length)
		}
	}
	want := tally{sum.packets, sum.bytes}
	return &Pair{
		Units: sum.packets, Bytes: size,
		Ours: func(n int) error { return runReader(r, want, n) },
		Peer: func(n int) error {
			for range n {
				var got tally
				err := each(func(data []byte, _ int64, _, _ int) { got.packets++; got.bytes += len(data) })
				if err != nil || got != want {
					return fmt.Errorf("read %+v, want %+v: %w", got, want, err)
				}
			}
			return nil
		},
		Check: func() error {
			var other summary
			if err := each(other.add); err != nil || other != sum {
				return fmt.Errorf("ours read %+v, the peer %+v: %w", sum, other, err)
			}
			return nil
		},
		Close: r.Close,
	}, nil
}
