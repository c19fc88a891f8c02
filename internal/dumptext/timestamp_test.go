package dumptext

import (
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// TestStamps: the forms of -t; the texts are those of tcpdump 4.99.3 with TZ=UTC.
func TestStamps(t *testing.T) {
	times := []capture.Timestamp{
		capture.Unix(1452286755, 346584123), capture.Unix(1452286755, 246584999),
		capture.Unix(1452286755+2*86400+3661, 346584123),
		{},
		capture.Unix(1<<31, 0),
	}
	for _, c := range []struct {
		stamp Stamp
		nano  bool
		want  []string
	}{
		{StampClock, false, []string{
			"20:59:15.346584 ", "20:59:15.246584 ", "22:00:16.346584 ", "00:00:00.000000 ", "[Error converting time] ",
		}},
		{StampClock, true, []string{"20:59:15.346584123 "}},
		{StampNone, false, []string{"", ""}},
		{StampSeconds, false, []string{
			"1452286755.346584 ", "1452286755.246584 ", "1452463216.346584 ", "0.000000 ", "2147483648.000000 ",
		}},
		{StampSincePrevious, false, []string{" 00:00:00.000000 ", "-00:00:00.100000 ", " 01:01:01.100000 "}},
		{StampDate, false, []string{
			"2016-01-08 20:59:15.346584 ", "2016-01-08 20:59:15.246584 ", "2016-01-10 22:00:16.346584 ",
			"1970-01-01 00:00:00.000000 ", "[Error converting time] ",
		}},
		{StampSinceFirst, true, []string{" 00:00:00.000000000 ", "-00:00:00.099999124 ", " 01:01:01.000000000 "}},
	} {
		p := New(Options{Stamp: c.stamp, Nano: c.nano})
		for i, want := range c.want {
			info := capture.Info{Time: times[i], LinkType: capture.LinkTypeEthernet, CaptureLength: 3, Length: 3}
			got, _ := strings.CutSuffix(string(p.Append(nil, []byte{1, 2, 3}, &info)), " [|ether]\n")
			if got != want {
				t.Errorf("form %d, packet %d: %q, want %q", c.stamp, i, got, want)
			}
		}
	}
}

// TestZone: times of day are those of the zone.
func TestZone(t *testing.T) {
	p := New(Options{Zone: time.FixedZone("", 2*3600+1800)})
	info := capture.Info{Time: capture.Unix(1452286755, 0), CaptureLength: 1, Length: 1, LinkType: capture.LinkTypeEthernet}
	if got, want := string(p.Append(nil, []byte{1}, &info)), "23:29:15.000000  [|ether]\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNumber: packets are counted, in five columns at least.
func TestNumber(t *testing.T) {
	p := New(Options{Number: true, Stamp: StampNone})
	info := capture.Info{CaptureLength: 1, Length: 1, LinkType: capture.LinkTypeEthernet}
	for n, want := range map[uint64]string{1: "    1  ", 9: "    9  ", 10: "   10  ", 12345: "12345  ", 123456: "123456  "} {
		p.number = n - 1
		if got := string(p.Append(nil, []byte{1}, &info)); got != want+" [|ether]\n" {
			t.Errorf("packet %d: %q", n, got)
		}
	}
}
