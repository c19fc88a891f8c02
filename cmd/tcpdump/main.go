// Command tcpdump prints the packets of an interface or of a capture file in the
// text of tcpdump 4.99.3, as JSON, or as a tree of fields, or writes them to other
// files. Files may be of any format that package pcapio reads, and compressed.
//
//	tcpdump -ni eth0 -c 10 icmp
//	tcpdump -nr file.pcap
//	tcpdump -r file.pcap -vv -XX -c 10
//	tcpdump -r file.pcap --json
//	tcpdump -nr file.pcap 'tcp port 80 and not net 10.0.0.0/8'
//	tcpdump -d -y EN10MB vlan 100
//	tcpdump -r file.pcapng.zst -w part.pcap -C 100 -W 10
//	tcpdump -r file.pcap --follow tcp,0
//	tcpdump -r file.pcap --streams dir 'tcp port 80'
//
// What follows the flags is a filter expression (pcap-filter(7)); -d, -dd and -ddd
// print the program that it becomes.
//
// Flags have tcpdump's letters and meanings and combine (-nnvvXSs0); docs/tcpdump.md
// lists them beside tcpdump's. Capturing takes CAP_NET_RAW.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"syscall"
)

// version is what --version prints: the text that is reproduced.
const version = "tcpdump (wiretag), text of version 4.99.3"

// garbage is how much is allocated between two collections, in percent of what is in use. That is a few megabytes, so memory remains
// small, and printing takes a tenth less time than with Go's 100.
const garbage = 400

func main() {
	ignoreBrokenPipes()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command with its surroundings; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c, err := parseFlags(args, stdout, stderr)
	switch {
	case errors.Is(err, errDone):
		return 0
	case err != nil:
		say(stderr, err)
		return 1
	}
	err = c.dump(stdin, stdout, stderr)
	var output *outputError
	switch {
	case errors.As(err, &output):
		say(stderr, output)
		return statusOutput
	case errors.Is(err, syscall.EPIPE):
		// Whoever read the packets has had enough.
		return 0
	case errors.Is(err, errEnough):
		fmt.Fprintf(stderr, "Maximum file limit reached: %d\n", c.save.files)
		return 0
	case err != nil:
		say(stderr, err)
		return 1
	}
	return 0
}

// say reports an error.
func say(stderr io.Writer, err error) { fmt.Fprintln(stderr, "tcpdump:", err) }
