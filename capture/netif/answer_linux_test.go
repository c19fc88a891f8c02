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

// TestAnswerOther: the answer to a question that was given up is not taken for that to the next one.
func TestAnswerOther(t *testing.T) {
	message := func(sequence uint32, body string) []byte {
		b := word.AppendUint32(nil, uint32(messageHeader+len(body)))
		b = word.AppendUint16(word.AppendUint16(b, unix.RTM_NEWLINK), 0)
		return append(word.AppendUint32(word.AppendUint32(b, sequence), 0), body...)
	}
	s := &socket{sequence: 7}
	got := ""
	each := func(_ uint16, body []byte) error { got += string(body); return nil }
	if done, err := s.answer(message(6, "late"), each); done || err != nil || got != "" {
		t.Errorf("%v, %v, %q", done, err, got)
	}
	if done, err := s.answer(append(message(6, "late"), message(7, "mine")...), each); !done || err != nil || got != "mine" {
		t.Errorf("%v, %v, %q", done, err, got)
	}
}

// TestRouteLabels: a label of MPLS has four bytes, and is no address.
func TestRouteLabels(t *testing.T) {
	b := make([]byte, unix.SizeofRtMsg)
	b[0], b[1] = unix.AF_MPLS, 20
	if list := parseRoute(appendAttribute(b, unix.RTA_DST, []byte{0, 0x06, 0x41, 0})); len(list) > 0 {
		t.Errorf("%+v", list)
	}
	b[0] = unix.AF_INET
	if list := parseRoute(appendAttribute(b, unix.RTA_DST, []byte{10, 0, 16, 0})); len(list) != 1 || list[0].Destination.String() != "10.0.16.0/20" {
		t.Errorf("%+v", list)
	}
}
