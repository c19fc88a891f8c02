package netif

import (
	"errors"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// TestAnswer: a list that breaks off ends with an error, and one that does not with zero or nothing.
func TestAnswer(t *testing.T) {
	for _, c := range []struct {
		body []byte
		want error
	}{
		{nil, nil},
		{word.AppendUint32(nil, 0), nil},
		{word.AppendUint32(nil, 1+^uint32(unix.EMSGSIZE)), unix.EMSGSIZE},
	} {
		msg := word.AppendUint32(nil, uint32(messageHeader+len(c.body)))
		msg = word.AppendUint16(word.AppendUint16(msg, unix.NLMSG_DONE), unix.NLM_F_MULTI)
		msg = append(append(msg, make([]byte, 8)...), c.body...)
		if done, err := new(socket).answer(msg, nil); !done || !errors.Is(err, c.want) {
			t.Errorf("%x: %v, %v", c.body, done, err)
		}
	}
}

// TestIndex: an index that does not fit into the kernel's is that of no interface, not of another one.
func TestIndex(t *testing.T) {
	if strconv.IntSize == 32 {
		return // there is none
	}
	index := 1
	index += 1 << (strconv.IntSize / 2)
	if ifc, err := ByIndex(index); !errors.Is(err, ErrNoInterface) {
		t.Errorf("%+v, %v", ifc, err)
	}
	if s, err := Counters(index, 0); !errors.Is(err, ErrNoInterface) {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestHardware: the link type of an interface is that of what a capture gives.
func TestHardware(t *testing.T) {
	b := make([]byte, unix.SizeofIfInfomsg)
	for hardware, want := range map[uint16]capture.LinkType{
		unix.ARPHRD_ETHER: capture.LinkTypeEthernet, unix.ARPHRD_FDDI: capture.LinkTypeFDDI, unix.ARPHRD_CISCO: capture.LinkTypeCHDLC,
		unix.ARPHRD_IEEE80211_PRISM: capture.LinkTypePrism, unix.ARPHRD_INFINIBAND: capture.LinkTypeLinuxSLL,
	} {
		word.PutUint16(b[2:], hardware)
		if got := parseLink(b).LinkType; got != want {
			t.Errorf("ARPHRD %d: %v, a capture gives %v", hardware, got, want)
		}
	}
}
