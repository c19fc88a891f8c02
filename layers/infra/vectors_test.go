package infra_test

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/infra"
)

var stack, equal = vectors.Packet, vectors.Equal

func TestTFTP(t *testing.T) {
	w := vectors.Layer[infra.TFTP](t, "tftp-write")
	equal(t, "text", w.String(), `TFTP WRQ "log" netascii`)
	equal(t, "block size", w.BlockSize(), 1428)
	size, ok := w.Option("TSIZE")
	equal(t, "tsize", size+strconv.FormatBool(ok), "65536true")
	_, ok = w.Option("multicast")
	equal(t, "multicast", ok, false)
	equal(t, "default", vectors.Layer[infra.TFTP](t, "tftp-read").BlockSize(), 512)
	d := vectors.Layer[infra.TFTP](t, "tftp-data")
	equal(t, "data", d.String(), "TFTP DATA 1, 200 bytes")
	equal(t, "ack", vectors.Layer[infra.TFTP](t, "tftp-ack").String(), "TFTP ACK 1")
	equal(t, "error", vectors.Layer[infra.TFTP](t, "tftp-error").String(), `TFTP ERROR options refused "refused"`)
	equal(t, "oack", vectors.Layer[infra.TFTP](t, "tftp-oack").Options, []infra.TFTPOption{{"blksize", "1428"}})
	_, err := codec.Marshal(&infra.TFTP{Opcode: infra.TFTPRead, Filename: "a\x00b", Mode: "octet"})
	equal(t, "a zero byte in a name", err != nil && strings.Contains(err.Error(), "TFTP.Filename"), true)
}

func TestNTP(t *testing.T) {
	n := vectors.Layer[infra.NTP](t, "ntp-server")
	equal(t, "transmit", n.Transmit.Time().Format(time.RFC3339), "2004-09-27T03:18:04Z")
	equal(t, "delay", n.RootDelay.Duration(), 1144409*time.Nanosecond)
	equal(t, "reference", n.RefID.String(), "192.0.2.1")
	equal(t, "precision", n.Precision, int8(-20))
	equal(t, "kiss", vectors.Layer[infra.NTP](t, "ntp-kiss").KissCode()+n.KissCode(), "RATE")
	equal(t, "clock", vectors.Layer[infra.NTP](t, "ntp-broadcast").RefID.String(), "GPS")
	mac := vectors.Layer[infra.NTP](t, "ntp-symmetric")
	equal(t, "key", mac.KeyID(), uint32(5))
	equal(t, "digest", len(mac.Digest()), 16)
	equal(t, "extensions of version 3", len(vectors.Layer[infra.NTP](t, "ntp-v3").Extensions), 0)
	equal(t, "its mac", len(vectors.Layer[infra.NTP](t, "ntp-v3").MAC), 32)
	for name, want := range map[string][]int{"ntp-nak": {4}, "ntp-sha1": {24}, "ntp-complement": {0, 24}, "ntp-extension-mac": {20, 24}, "ntp-nts": {0, 32, 100, 36}} {
		l := vectors.Layer[infra.NTP](t, name)
		got := []int{len(l.MAC)}
		for _, x := range l.Extensions {
			got = append(got, len(x.Value))
		}
		equal(t, name, got, want)
	}
	a, err := vectors.Layer[infra.NTP](t, "ntp-nts").Extension(infra.NTPNTSAuthenticator).Authenticator()
	if err != nil || len(a.Nonce) != 16 || len(a.Ciphertext) != 16 || a.Ciphertext[1] != 1 {
		t.Errorf("authenticator %+v, %v", a, err)
	}
}

func TestNTPTimestamp(t *testing.T) {
	for text, want := range map[string]infra.NTPTimestamp{ // RFC 5905 figure 4, and the first second of era 1
		"1970-01-01T00:00:00Z": 2208988800 << 32, "1972-01-01T00:00:00Z": 2272060800 << 32, "1999-12-31T00:00:00Z": 3155587200 << 32, "2036-02-07T06:28:16Z": 0,
		"2036-02-07T06:28:17Z": 1 << 32,
	} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, text, infra.NewNTPTimestamp(at), want)
		equal(t, text+" back", want.Time(), at)
	}
	for _, ns := range []int{0, 1, 2, 333333333, 500000000, 999999999} {
		at := time.Unix(1e9, int64(ns)).UTC()
		equal(t, "nanoseconds", infra.NewNTPTimestamp(at).Time(), at)
	}
}

func TestNTPControl(t *testing.T) {
	c := vectors.Layer[infra.NTPControl](t, "ntp-readvar")
	var got []string
	for name, value := range c.Variables {
		got = append(got, name+" "+value)
	}
	equal(t, "variables", got, []string{"version ntpd 4.2.8p15", "processor x86_64", "leap 0", "stratum 2", "precision -23", "refid 192.0.2.1"})
	equal(t, "system", c.SystemStatus(), infra.NTPSystemStatus{Source: 6, Count: 1, Event: 5})
	equal(t, "peer", vectors.Layer[infra.NTPControl](t, "ntp-readvar-more").PeerStatus(), infra.NTPPeerStatus{Configured: true, Reachable: true, Selection: 6, Count: 1, Event: 4})
	equal(t, "error", vectors.Layer[infra.NTPControl](t, "ntp-control-error").ErrorStatus(), uint8(1))
	m := vectors.Layer[infra.NTPControl](t, "ntp-control-mac")
	equal(t, "mac", []int{int(m.Count), len(m.Padding), len(m.MAC), int(m.KeyID())}, []int{3, 1, 20, 4})
	var list infra.NTPAssociations
	if _, err := codec.Unmarshal(vectors.Layer[infra.NTPControl](t, "ntp-readstat-response").Data, &list); err != nil || len(list.List) != 1 || list.List[0].ID != 0x1234 || !list.List[0].Status.Reachable {
		t.Errorf("associations %+v, %v", list, err)
	}
	p := vectors.Layer[infra.NTPPrivate](t, "ntp-monlist")
	equal(t, "items", []int{len(p.Item(0)), len(p.Item(1)), len(p.Item(2)), len(p.Item(-1))}, []int{72, 72, 0, 0})
}

// TestSyslog has the examples of RFC 3164 section 5.4 and RFC 5424 section 6.5.
func TestSyslog(t *testing.T) {
	s := vectors.Layer[infra.Syslog](t, "syslog-bsd")
	name, pid, content := s.Tag()
	equal(t, "bsd", []string{s.Facility().String(), s.Severity().String(), string(s.BSDTime), string(s.BSDHost), name, pid, string(content)},
		[]string{"auth", "critical", "Oct 11 22:14:15", "mymachine", "su", "", "'su root' failed for lonvick on /dev/pts/8"})
	s = vectors.Layer[infra.Syslog](t, "syslog-bsd-local")
	name, pid, content = s.Tag()
	equal(t, "local", []string{string(s.BSDTime), string(s.BSDHost), name, pid, string(content)}, []string{"Oct  1 02:03:04", "", "sshd", "4711", "accepted"})
	s = vectors.Layer[infra.Syslog](t, "syslog-ietf")
	name, pid, content = s.Tag()
	equal(t, "ietf", []string{string(s.Version), string(s.Hostname), name, pid, string(s.MsgID), string(s.Data), string(content)},
		[]string{"1", "mymachine.example.com", "su", "-", "ID47", "-", "'su root' failed"})
	at, ok := s.Time()
	equal(t, "time", at.String()+strconv.FormatBool(ok), "2003-10-11 22:14:15.003 +0000 UTCtrue")
	s = vectors.Layer[infra.Syslog](t, "syslog-data")
	want := []infra.SyslogElement{{"exampleSDID@32473", []infra.SyslogParam{{"iut", "3"}, {"eventSource", `App"lic]ation`}}}, {"x@32473", nil}}
	equal(t, "elements", s.Data.Elements(), want)
	equal(t, "made", infra.NewSyslogStructuredData(want...), s.Data)
	equal(t, "message", string(s.Message), "an event")
	equal(t, "no message", vectors.Layer[infra.Syslog](t, "syslog-data-alone").Space, infra.SyslogSpace(false))
	bare := vectors.Layer[infra.Syslog](t, "syslog-bare")
	equal(t, "bare", bare.Facility().String()+" "+bare.Severity().String()+" "+string(bare.Message), "user notice Use the BFG!")
}

// TestRecognized: on their ports, what is not of the form is no such layer.
func TestRecognized(t *testing.T) {
	for _, text := range []string{"0007", "00", "0100", "0001"} {
		data, _ := hex.DecodeString(text)
		equal(t, text, (&infra.TFTP{}).Recognizes(data), false)
	}
	var got []bool
	for _, mode := range []byte{0x26, 0x27, 0x24} {
		data := append([]byte{mode}, make([]byte, 47)...)
		got = append(got, (&infra.NTPControl{}).Recognizes(data), (&infra.NTPPrivate{}).Recognizes(data), (&infra.NTP{}).Recognizes(data))
	}
	equal(t, "modes", got, slices.Concat([]bool{true, false, false}, []bool{false, true, false}, []bool{false, false, true}))
}
