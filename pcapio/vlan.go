package pcapio

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/capture"
)

// tagger puts VLAN tags that a kernel took out of packets back to their place, since files have no other for them.
// libpcap does the same when it captures.
type tagger struct {
	data []byte
	info capture.Info
}

// put returns packet and info with the tag, in memory that is used again, where the link type has a place for it.
func (t *tagger) put(data []byte, info *capture.Info) ([]byte, *capture.Info) {
	const tagLen, tpid8021Q = 4, 0x8100
	at := len(data) + 1
	switch info.LinkType {
	case capture.LinkTypeEthernet:
		at = 12 // behind the addresses
	case capture.LinkTypeLinuxSLL:
		at = 14 // before the protocol
	}
	if at > len(data) {
		return data, info
	}
	tpid := info.VLAN.TPID
	if tpid == 0 {
		tpid = tpid8021Q
	}
	t.data = append(t.data[:0], data[:at]...)
	t.data = binary.BigEndian.AppendUint32(t.data, uint32(tpid)<<16|uint32(info.VLAN.TCI))
	t.data = append(t.data, data[at:]...)
	t.info = *info
	t.info.VLAN = capture.VLAN{}
	if info.CaptureLength != 0 || info.Length != 0 {
		t.info.CaptureLength += tagLen
		t.info.Length += tagLen
	}
	return t.data, &t.info
}
