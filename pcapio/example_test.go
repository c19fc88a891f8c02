package pcapio_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// A file that ends in the middle of a packet: what is whole is delivered, then the error says where it was cut.
func Example() {
	file := []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x01\x00\x00\x00" +
		"\x00\xf1\x53\x65\x40\xe2\x01\x00\x04\x00\x00\x00\x3c\x00\x00\x00" + "\x02\x00\x00\x01" +
		"\x01\xf1\x53\x65\x00\x00\x00\x00\x04\x00\x00\x00\x3c\x00\x00\x00" + "\x02\x00")

	r, err := pcapio.NewReader(bytes.NewReader(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	fmt.Println(r.Header().Format, r.LinkType())
	for rec, err := range capture.Packets(context.Background(), r) {
		if err != nil {
			fmt.Println(err)
			fmt.Println("truncated:", errors.Is(err, pcapio.ErrTruncated))
			return
		}
		fmt.Printf("%s: %d of %d bytes: % x\n", rec.Info.Time.Time().Format("15:04:05.000000"), len(rec.Data), rec.Info.Length, rec.Data)
	}
	// Output:
	// pcap ETHERNET
	// 22:13:20.123456: 4 of 60 bytes: 02 00 00 01
	// pcapio: record at offset 44: packet data: need 4 bytes, have 2: truncated
	// truncated: true
}
