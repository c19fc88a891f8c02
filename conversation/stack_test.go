package conversation_test

import (
	"bytes"
	"net/netip"
	"os"
	"os/exec"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/pcapio"
)

// TestStacksThatGrow: packets are what they are wherever the stack of the goroutine grows while they are made. It runs in a process of its own, where memory that
// was freed is a fault, the stack that was left too.
func TestStacksThatGrow(t *testing.T) {
	if os.Getenv("GODEBUG") != "efence=1" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestStacksThatGrow$")
		cmd.Env = append(os.Environ(), "GODEBUG=efence=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%.2000s", err, out)
		}
		return
	}
	talk := func() []byte {
		var file bytes.Buffer
		w, err := pcapio.NewWriter(&file, pcapio.Header{LinkType: capture.LinkTypeEthernet})
		if err != nil {
			t.Error(err)
			return nil
		}
		n := conversation.New(w, conversation.Path{Fragment: 80, Seed: 2})
		u, err := n.UDP(netip.MustParseAddrPort("192.0.2.1:49152"), netip.MustParseAddrPort("198.51.100.2:53"))
		if err != nil {
			t.Error(err)
			return nil
		}
		for range 4 {
			if _, err := u.Send(conversation.Client, []byte("a payload that is cut into pieces, as the path does not take all of it at once, and is put together")); err != nil {
				t.Error(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Error(err)
		}
		return file.Bytes()
	}
	want := talk()
	var deep func(n int) byte
	var got []byte
	deep = func(n int) byte {
		var room [64]byte
		if n == 0 {
			got = talk()
			return 0
		}
		room[n%64] = deep(n - 1)
		return room[(n+1)%64]
	}
	for n := range 400 {
		done := make(chan struct{})
		go func() {
			defer close(done)
			deep(n)
		}()
		<-done
		if !bytes.Equal(got, want) {
			t.Fatalf("at depth %d: %d bytes, want %d", n, len(got), len(want))
		}
	}
}
