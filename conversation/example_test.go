package conversation_test

import (
	"bytes"
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// A connection over a network that loses a packet in ten, written to a capture file.
func Example() {
	var file bytes.Buffer
	w, err := pcapio.NewWriter(&file, pcapio.Header{LinkType: capture.LinkTypeEthernet})
	if err != nil {
		fmt.Println(err)
		return
	}
	n := conversation.New(w, conversation.Path{Latency: 5 * time.Millisecond, Faults: conversation.Faults{Loss: 0.1}, Seed: 2})
	c, err := n.DialTCP(netip.MustParseAddrPort("192.0.2.1:49152"), netip.MustParseAddrPort("198.51.100.2:80"))
	if err != nil {
		fmt.Println(err)
		return
	}
	say := func(side conversation.Side, text string) {
		if _, err := io.WriteString(c.From(side), text); err != nil {
			fmt.Println(err)
		}
	}
	say(conversation.Client, "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n")
	say(conversation.Server, "HTTP/1.1 204 No Content\r\n\r\n")
	if err := c.Close(conversation.Server); err != nil {
		fmt.Println(err)
	}
	if err := n.Flush(); err != nil {
		fmt.Println(err)
	}
	if err := w.Flush(); err != nil {
		fmt.Println(err)
	}
	r, err := pcapio.NewReaderBytes(file.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	var v packet.View
	for {
		data, info, err := r.Next()
		if err != nil {
			break
		}
		v.Decode(data, info.LinkType)
		l, _ := v.Transport()
		fmt.Println(l)
	}
	// Output:
	// TCP 49152 > 80, SYN, seq 3272022134, ack 0, window 65535
	// TCP 49152 > 80, SYN, seq 3272022134, ack 0, window 65535
	// TCP 80 > 49152, SYN|ACK, seq 3109186070, ack 3272022135, window 65535
	// TCP 49152 > 80, ACK, seq 3272022135, ack 3109186071, window 65535
	// TCP 49152 > 80, PSH|ACK, seq 3272022135, ack 3109186071, window 65535
	// TCP 80 > 49152, PSH|ACK, seq 3109186071, ack 3272022176, window 65535
	// TCP 80 > 49152, FIN|ACK, seq 3109186098, ack 3272022176, window 65535
	// TCP 49152 > 80, ACK, seq 3272022176, ack 3109186099, window 65535
	// TCP 49152 > 80, FIN|ACK, seq 3272022176, ack 3109186099, window 65535
	// TCP 49152 > 80, FIN|ACK, seq 3272022176, ack 3109186099, window 65535
	// TCP 80 > 49152, ACK, seq 3109186099, ack 3272022177, window 65535
}
