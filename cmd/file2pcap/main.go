// Command file2pcap writes a capture that shows given files in transit, for testing what looks at traffic: over HTTP, FTP, SMTP,
// POP3, IMAP, TFTP, plain TCP or UDP, with complete conversations, right checksums and, on request, a bad network.
//
//	file2pcap report.pdf                              # report.pdf.pcap: an HTTP download
//	file2pcap -p smtp --encoding base64 -w mail.pcap report.pdf
//	file2pcap -p http-get --chunked --gzip --vlan 5 -6 index.html
//	file2pcap -p tcp --loss 1 --reorder 2 --fragment 576 data.bin
//	file2pcap -p ftp-active -w - a.bin b.bin | tshark -r - --export-objects ftp-data,out
//
// The same arguments give the same capture.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the command with its surroundings; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout, stderr)
	if errors.Is(err, errDone) {
		return 0
	}
	if err == nil {
		err = o.make(stdin, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "file2pcap:", err)
		return 1
	}
	return 0
}
