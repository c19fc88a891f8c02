package ppp_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ppp"
)

// TestEAPOLKeyMIC: a key frame whose MIC would be read with another length is refused, and written as it stands where nothing is derived.
func TestEAPOLKeyMIC(t *testing.T) {
	mic := make([]byte, 24)
	binary.BigEndian.PutUint16(mic[16:], 24-16-2+2+3) // what is behind the first 16 bytes and this number
	k := &ppp.EAPOLKey{Descriptor: ppp.KeyDescriptorRSN, RSN: &ppp.RSNKey{MIC: mic, DataLength: 3, Data: []byte{1, 2, 3}}}
	if _, err := codec.Marshal(k); !errors.Is(err, codec.ErrRange) {
		t.Errorf("error %v", err)
	}
	if b, err := (codec.Encoder{}).Marshal(k); err != nil || len(b) != 77+24+2+3 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if b, err := (codec.Encoder{Derive: codec.All}).Marshal(codec.Placed{Layer: k, Keep: []string{"RSN.DataLength"}}); err != nil || b[77+24+1] != 3 {
		t.Errorf("%x, %v", b, err)
	}
	k.RSN.DataLength = 9
	mic[17]--
	if b, err := (codec.Encoder{Derive: codec.All}).Marshal(codec.Placed{Layer: k, Keep: []string{"RSN.DataLength"}}); err != nil || b[77+24+1] != 9 {
		t.Errorf("%x, %v", b, err)
	}
	b, err := codec.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	var again ppp.EAPOLKey
	if _, err := codec.Unmarshal(b, &again); err != nil || !bytes.Equal(again.RSN.MIC, mic) || !bytes.Equal(again.RSN.Data, k.RSN.Data) {
		t.Errorf("%+v, %v", again.RSN, err)
	}
}
