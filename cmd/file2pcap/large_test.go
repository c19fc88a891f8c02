package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// large is the size of the files of TestTsharkLarge, in bytes: 100 MiB with WIRETAG_LONG=1, which takes some minutes.
func large() int {
	if os.Getenv("WIRETAG_LONG") == "" {
		return 3 << 20
	}
	return 100 << 20
}

// TestTsharkLarge has tshark give back large files in every form. Putting one message together from so many segments takes tshark
// minutes to hours: its time grows with their square. So it leaves HTTP and mail aside here and follows the streams, for which it looks at
// every packet, segment and checksum; the file is taken out of what the streams say by net/http, or as from a mail. What the messages
// are is judged where they are shorter.
func TestTsharkLarge(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	data := sample(large())
	for i, form := range forms {
		if testing.Short() && i%4 != 0 {
			continue
		}
		t.Run(strings.ReplaceAll(form, " ", "_"), func(t *testing.T) {
			capture := convert(t, data, append([]string{"-p"}, strings.Fields(form)...)...)
			j := &judge{T: t, capture: capture}
			protocol, _, _ := strings.Cut(form, " ")
			began := time.Now()
			got := j.large(protocol)
			t.Logf("%.1f s", time.Since(began).Seconds())
			if j.complaints != "" {
				t.Errorf("tshark says: %.500s", j.complaints)
			}
			if !bytes.Equal(got, data) {
				t.Errorf("%d bytes came back, want %d", len(got), len(data))
			}
		})
	}
}

// large gets a large file out of a capture.
func (t *judge) large(protocol string) []byte {
	t.Helper()
	kind, _, _ := strings.Cut(protocol, "-")
	switch kind {
	case "tcp", "udp":
		t.options = noGuesses(t.T)
		fallthrough
	case "tftp", "ftp":
		return t.extract(protocol, false)
	case "pop3":
		kind = "pop"
	}
	t.options = append(noGuesses(t.T), "--disable-protocol", kind)
	return (&heard{streams: [][2][]byte{t.follow(0)}}).extract(t.T, protocol)
}
