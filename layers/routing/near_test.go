package routing_test

import (
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/routing"
)

// Where there is a digest there is no checksum, whichever kind of sequence number stands beside it.
func TestOSPFDigestSum(t *testing.T) {
	for auth, zero := range map[routing.OSPFAuthType]bool{
		routing.OSPFAuthNull: false, routing.OSPFAuthPassword: false, routing.OSPFAuthCryptographic: true, routing.OSPFAuthExtendedCrypto: true,
	} {
		o := routing.OSPFv2{Version: 2, Type: 9, AuType: auth, Body: routing.OSPFRaw{1, 2, 3, 4}}
		b, err := codec.Marshal(&o)
		if err != nil {
			t.Fatal(err)
		}
		if got := b[12] == 0 && b[13] == 0; got != zero {
			t.Errorf("%v has the checksum %x", auth, b[12:14])
		}
	}
}
