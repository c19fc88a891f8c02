//go:build !wiretag_reflect

package example

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// TestStackAllocs: stacks that take turns cost no memory, whatever stands inside what.
func TestStackAllocs(t *testing.T) {
	ip := &Net{Src: netip.IPv4Unspecified(), Dst: netip.IPv4Unspecified()}
	f, tcp, udp, sealed, label := &Frame{}, &TCP{}, &UDP{SrcPort: 1, DstPort: 2}, &Sealed{}, &Label{}
	buf := make([]byte, 0, 200)
	if _, err := codec.Append(buf, f, ip, (*Sealed)(nil)); err == nil { // what is learned of nil is not kept
		t.Error("nil was encoded")
	}
	n := testing.AllocsPerRun(100, func() {
		for _, inside := range []any{tcp, udp, sealed} {
			b, err := codec.Append(buf, f, ip, inside, buf[:3])
			c, err2 := codec.Append(buf, f, label, ip, inside)
			if err != nil || err2 != nil || len(b) < 40 || len(c) < 40 {
				t.Fatal(err, err2)
			}
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
