package dumptext

import (
	"bytes"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// TestManyHeaders: headers of per-packet information inside each other end where the packet does.
func TestManyHeaders(t *testing.T) {
	data := bytes.Repeat([]byte{0, 0, 8, 0, 192, 0, 0, 0}, 20_000)
	p := New(Options{Dump: DumpHex})
	info := &capture.Info{LinkType: capture.LinkTypePPI, CaptureLength: uint32(len(data)), Length: uint32(len(data))}
	if out := p.Append(nil, data, info); len(out) > 2*mostText {
		t.Errorf("%d bytes of text", len(out))
	}
}
