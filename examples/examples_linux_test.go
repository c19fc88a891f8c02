package examples

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/pcapio"
)

// neighbor makes a namespace that is connected to this one: 192.0.2.1 here, 192.0.2.9 and 192.0.2.10 there. It returns its name.
func neighbor(t *testing.T) string {
	netlab.Isolate(t)
	ns := netlab.Namespace(t)
	netlab.Veth(t, "va", "vb")
	for _, line := range []string{
		"ip link set dev vb netns " + ns,
		"ip addr add 192.0.2.1/24 dev va",
		"ip -n " + ns + " link set dev lo up",
		"ip -n " + ns + " link set dev vb address 00:00:0c:00:00:0b up",
		"ip -n " + ns + " addr add 192.0.2.9/24 dev vb",
		"ip -n " + ns + " addr add 192.0.2.10/24 dev vb",
	} {
		netlab.Run(t, strings.Fields(line)...)
	}
	return ns
}

func TestARPScan(t *testing.T) {
	program := build(t, "arpscan")
	neighbor(t)
	out := netlab.Run(t, program, "-vendors", "va")
	for _, want := range []string{"192.0.2.9 ", "192.0.2.10 "} {
		if !strings.Contains(out, want) || strings.Count(out, "00:00:0c:00:00:0b Cisco") != 2 || strings.Count(out, "\n") != 2 {
			t.Errorf("no %s in:\n%s", want, out)
		}
	}
}

// TestSYNScan finds the ports that are open, and no others, as connect(2) does.
func TestSYNScan(t *testing.T) {
	program := build(t, "synscan")
	netlab.Isolate(t)
	ns := netlab.Namespace(t)
	// The scanner goes into the other namespace; this one has the servers.
	netlab.Veth(t, "va", "vb")
	for _, line := range []string{
		"ip link set dev vb netns " + ns,
		"ip addr add 192.0.2.1/24 dev va",
		"ip -n " + ns + " addr add 192.0.2.9/24 dev vb",
		"ip -n " + ns + " link set dev vb up",
	} {
		netlab.Run(t, strings.Fields(line)...)
	}
	var want strings.Builder
	for _, port := range []int{1005, 1022, 1080} {
		l, err := net.Listen("tcp4", fmt.Sprintf("192.0.2.1:%d", port))
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		want.WriteString(fmt.Sprintln(port, "open"))
	}
	if out := netlab.Run(t, "ip", "netns", "exec", ns, program, "192.0.2.1", "1000", "1100"); out != want.String() {
		t.Errorf("%s; want\n%s", out, want.String())
	}
}

// TestTraceroute goes through two routers.
func TestTraceroute(t *testing.T) {
	program := build(t, "traceroute")
	ns := neighbor(t)
	far := netlab.Namespace(t)
	for _, line := range []string{
		"ip route add default via 192.0.2.9",
		"ip -n " + ns + " link add vc type veth peer name vd netns " + far,
		"ip -n " + ns + " addr add 198.51.100.1/24 dev vc",
		"ip -n " + ns + " link set dev vc up",
		"ip -n " + far + " addr add 198.51.100.2/24 dev vd",
		"ip -n " + far + " link set dev vd up",
		"ip -n " + far + " route add default via 198.51.100.1",
	} {
		netlab.Run(t, strings.Fields(line)...)
	}
	netlab.Run(t, "ip", "netns", "exec", ns, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward")
	out := netlab.Run(t, program, "198.51.100.2")
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], " 1  192.0.2.9 ") || !strings.HasPrefix(lines[1], " 2  198.51.100.2 ") {
		t.Errorf("%s", out)
	}
}

// TestDNSLog reads queries from an interface.
func TestDNSLog(t *testing.T) {
	program := build(t, "dnslog")
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s, err := afpacket.OpenSender("va", afpacket.WithSendBatch(1))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	name, err := layers.ParseDNSName("example.org.")
	if err != nil {
		t.Fatal(err)
	}
	query, err := codec.Marshal(&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}}, &layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.53")},
		&layers.UDP{SrcPort: 4000, DstPort: 53}, &layers.DNS{RD: true, Questions: []layers.DNSQuestion{{Name: name, Type: layers.DNSTypeA, Class: layers.DNSClassIN}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "vb")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				_ = s.WritePacket(query, nil)
			}
		}
	}()
	line := make([]byte, 200)
	n, err := out.Read(line)
	close(stop)
	_ = cmd.Process.Signal(os.Interrupt)
	if !strings.Contains(string(line[:n]), "192.0.2.1->192.0.2.53 asks") || !strings.Contains(string(line[:n]), "example.org") {
		t.Errorf("%s, %v", line[:n], err)
	}
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}

// TestReplay sends a capture of real programs, and gets the same packets.
func TestReplay(t *testing.T) {
	program := build(t, "replay")
	file, err := filepath.Abs("../testdata/mixed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	netlab.Run(t, "ip", "link", "set", "dev", "va", "mtu", "9000")
	netlab.Run(t, "ip", "link", "set", "dev", "vb", "mtu", "9000")
	src, err := afpacket.Open("vb", capture.Live{}, afpacket.WithVLANInserted())
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	out := netlab.Run(t, program, "-i", "va", "-pps", "5000", file)
	r, err := pcapio.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_ = src.SetReadDeadline(time.Now().Add(10 * time.Second))
	n := 0
	for rec, err := range capture.Packets(context.Background(), r) {
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := src.Next()
		if err != nil || string(got) != string(rec.Data) {
			t.Fatalf("packet %d: %x, %v; want %x", n, got, err, rec.Data)
		}
		n++
	}
	if !strings.HasPrefix(out, fmt.Sprint(n, " packets, ")) || !strings.Contains(out, " 0 lost") {
		t.Errorf("%d packets; %s", n, out)
	}
	_ = src.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if _, _, err := src.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%v", err)
	}
}
