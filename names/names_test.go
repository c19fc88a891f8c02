package names

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The assignments are those of the IEEE's lists.
func TestVendor(t *testing.T) {
	for _, test := range []struct {
		mac  [6]byte
		want string
	}{
		{[6]byte{0x00, 0x00, 0x0c, 1, 2, 3}, "Cisco Systems"},
		{[6]byte{0x00, 0x00, 0x5e, 0, 0x53, 1}, "ICANN, IANA Department"},
		{[6]byte{0x01, 0x00, 0x5e, 0, 0, 251}, "ICANN, IANA Department"}, // a group
		{[6]byte{0x01, 0x80, 0xc2, 0, 0, 0}, "IEEE 802.1 Chair"},
		{[6]byte{0x08, 0x00, 0x27, 1, 2, 3}, "PCS Systemtechnik"},
		{[6]byte{0x3c, 0x07, 0x54, 1, 2, 3}, "Apple"},
		{[6]byte{0x00, 0x50, 0x56, 0, 0, 1}, "VMware"},
		{[6]byte{0x70, 0xb3, 0xd5, 0x00, 0x10, 1}, "SOREDI touch systems"}, // MA-S: 36 bits
		{[6]byte{0x02, 0x00, 0x0c, 1, 2, 3}, ""},                           // locally administered
		{[6]byte{0x33, 0x33, 0, 0, 0, 1}, ""},
		{[6]byte{0xaa, 0x00, 0x04, 0, 1, 4}, "DIGITAL EQUIPMENT"}, // older than the bit
		{[6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, ""},
	} {
		if got := Vendor(test.mac); got != test.want {
			t.Errorf("%x: %q, want %q", test.mac, got, test.want)
		}
	}
	if a, b := OUI(0x00000c), OUI(0x70b3d5); a != "Cisco Systems" || b != "IEEE Registration Authority" {
		t.Errorf("%q, %q", a, b)
	}
}

// The smallest block counts: there are blocks of all sizes inside of others.
func TestLongestPrefix(t *testing.T) {
	table := vendorTable.get(unpackVendors)
	inside := 0
	for size, bits := range blockBits[1:] {
		for _, b := range table.blocks[size+1] {
			prefix := b >> 16
			address := prefix << (48 - bits)
			mac := [6]byte{byte(address >> 40), byte(address >> 32), byte(address >> 24), byte(address >> 16), byte(address >> 8), byte(address)}
			want := table.names[uint16(b)]
			if bits == 28 { // the first address of a block of 28 bits may be in one of 36
				if s := table.find(2, address>>12); s != "" {
					want = s
				}
			}
			if got := Vendor(mac); got != want || got == "" {
				t.Fatalf("%x: %q, want %q", mac, got, want)
			}
			if OUI(uint32(address>>24)) != "" {
				inside++
			}
		}
	}
	if inside < 10_000 {
		t.Errorf("only %d blocks are inside of larger ones", inside)
	}
}

func TestTablesAreWhole(t *testing.T) {
	v := vendorTable.get(unpackVendors)
	if !slices.IsSorted(v.names) || len(v.names) < 20_000 {
		t.Errorf("%d names", len(v.names))
	}
	for i, least := range []int{35_000, 5_000, 10_000} {
		if b := v.blocks[i]; len(b) < least || !slices.IsSorted(b) || b[len(b)-1]>>16>>blockBits[i] != 0 {
			t.Errorf("%d blocks of %d bits", len(b), blockBits[i])
		}
		for _, b := range v.blocks[i] {
			if int(uint16(b)) >= len(v.names) || b>>16>>(blockBits[i]-8)&1 != 0 {
				t.Fatalf("block %x", b)
			}
		}
	}
	for _, n := range v.names {
		if n == "" || strings.TrimSpace(n) != n || strings.ContainsAny(n, "\t\n") {
			t.Errorf("name %q", n)
		}
	}
	r := unpack(packedServices)
	for n := r.number(); n > 0; n-- {
		r.number()
		r.byte()
	}
	s := serviceTable.get(unpackServices)
	for p, ports := range s.ports {
		if !slices.IsSortedFunc(ports, func(a, b port) int { return int(a.number) - int(b.number) }) || len(ports) == 0 {
			t.Errorf("%d ports of protocol %d", len(ports), p)
		}
		for i := range ports {
			if i > 0 && ports[i].number == ports[i-1].number || ports[i].name == "" {
				t.Errorf("port %v of protocol %d", ports[i], p)
			}
		}
	}
	if n := len(s.ports[0]); n < 5500 || len(*serviceIndex.get(indexServices)) < 11_000 {
		t.Errorf("%d ports of TCP, %d of UDP", n, len(s.ports[1]))
	}
	if packed := len(packedVendors) + len(packedServices); packed > 512<<10 {
		t.Errorf("the tables have %d bytes", packed)
	}
}

func TestServices(t *testing.T) {
	for _, test := range []struct {
		protocol uint8
		port     uint16
		want     string
	}{
		{TCP, 80, "http"},
		{TCP, 443, "https"},
		{UDP, 443, "https"},
		{UDP, 53, "domain"},
		{TCP, 22, "ssh"},
		{UDP, 67, "bootps"},
		{SCTP, 3868, "diameter"},
		{UDP, 4789, "vxlan"},
		{UDP, 6081, "geneve"},
		{TCP, 6000, "x11"},
		{136, 53, "domain"},
		{UDP, 5353, "mdns"},
		{DCCP, 9, "discard"},
		{TCP, 0, ""},
		{UDP, 65535, ""},
		{1, 80, ""},
	} {
		if got := Service(test.protocol, test.port); got != test.want {
			t.Errorf("protocol %d port %d: %q, want %q", test.protocol, test.port, got, test.want)
		}
		if test.want == "" {
			continue
		}
		if got, ok := Port(test.protocol, test.want); !ok || got != test.port {
			t.Errorf("protocol %d service %s: %d, %v, want %d", test.protocol, test.want, got, ok, test.port)
		}
	}
	for _, test := range []struct {
		protocol uint8
		alias    string
		want     uint16
	}{{TCP, "mail", 25}, {TCP, "www", 80}, {TCP, "authentication", 113}, {TCP, "null", 9}, {TCP, "syslog", 514}, {UDP, "syslog", 514}, {TCP, "ident", 113}} {
		if got, ok := Port(test.protocol, test.alias); !ok || got != test.want {
			t.Errorf("protocol %d alias %s: %d, %v, want %d", test.protocol, test.alias, got, ok, test.want)
		}
	}
	for _, bad := range []string{"", "no-such-service", "HTTPS!", "zzzz"} {
		if got, ok := Port(TCP, bad); ok {
			t.Errorf("%q is port %d", bad, got)
		}
	}
	if _, ok := Port(1, "http"); ok {
		t.Error("ICMP has ports")
	}
	for p := range 1 << 16 { // every name leads to a port with that name
		if name := Service(TCP, uint16(p)); name != "" {
			if n, ok := Port(TCP, name); !ok || n > uint16(p) || Service(TCP, n) != name {
				t.Fatalf("%d is %s, which is %d", p, name, n)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	for i := range 256 {
		if name := Protocol(uint8(i)); name != "" {
			if n, ok := ProtocolNumber(name); !ok || n != uint8(i) {
				t.Errorf("protocol %d is %s, which is %d", i, name, n)
			}
		}
	}
	found := 0
	for i := range 1 << 16 {
		if name := EtherType(uint16(i)); name != "" {
			found++
			if n, ok := EtherTypeNumber(name); !ok || n != uint16(i) {
				t.Errorf("EtherType %#x is %s, which is %#x", i, name, n)
			}
		}
	}
	if found != len(etherTypes) || EtherType(0x0800) != "IPv4" || EtherType(0x88f7) != "PTP" || Protocol(6) != "tcp" || Protocol(254) != "" {
		t.Errorf("%d EtherTypes of %d are found", found, len(etherTypes))
	}
	if _, ok := ProtocolNumber(""); ok {
		t.Error("a protocol without a name")
	}
	if _, ok := EtherTypeNumber(""); ok {
		t.Error("an EtherType without a name")
	}
}

// The names of the host's files are ours, where it has them.
func TestHostFiles(t *testing.T) {
	known := map[string]uint8{"tcp": TCP, "udp": UDP, "sctp": SCTP, "dccp": DCCP}
	lines := 0
	each(t, "/etc/services", func(f []string) {
		number, protocol, _ := strings.Cut(f[1], "/")
		port, err := strconv.ParseUint(number, 10, 16)
		if p := known[protocol]; err == nil && p != 0 {
			lines++
			if got := Service(p, uint16(port)); got != f[0] {
				t.Logf("port %s: %s, here %s", f[1], got, f[0]) // another version of the file
			}
		}
	})
	each(t, "/etc/protocols", func(f []string) {
		n, err := strconv.ParseUint(f[1], 10, 8)
		if err == nil && f[0] != "ip" && Protocol(uint8(n)) != f[0] {
			t.Errorf("protocol %d: %s, here %s", n, Protocol(uint8(n)), f[0])
		}
	})
	t.Logf("%d services of the host", lines)
}

func each(t *testing.T, file string, line func(fields []string)) {
	f, err := os.Open(file)
	if err != nil {
		t.Logf("%v", err)
		return
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		text, _, _ := strings.Cut(s.Text(), "#")
		if fields := strings.Fields(text); len(fields) >= 2 {
			line(fields)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	work := func() {
		_ = Vendor([6]byte{0x70, 0xb3, 0xd5, 0, 0x10, 1})
		_ = Service(TCP, 443)
		_, _ = Port(UDP, "domain")
		_ = Protocol(6)
		_ = EtherType(0x0800)
	}
	work()
	if n := testing.AllocsPerRun(100, work); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestTogether(t *testing.T) {
	var l lazy[services]
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if n := len(l.get(unpackServices).ports[0]); n < 5000 {
				t.Errorf("%d ports", n)
			}
		})
	}
	wg.Wait()
}

// A program that imports the package does nothing for it when it starts, and has the tables in it only if it asks for
// them.
func TestCostsNothingUntilUsed(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	host, err := exec.Command(goTool, "env", "GOHOSTOS", "GOHOSTARCH").Output() // the test may be another machine's
	if err != nil {
		t.Fatal(err)
	}
	target := strings.Fields(string(host))
	build := func(name, body string) (size int64, trace string) {
		dir := t.TempDir()
		source := "package main\n\nimport \"github.com/wiretag/wiretag/names\"\n\nfunc main() { println(" + body + ") }\n"
		for file, text := range map[string]string{
			"main.go": source,
			"go.mod":  "module example\n\ngo 1.26\n\nrequire github.com/wiretag/wiretag v0.0.0\n\nreplace github.com/wiretag/wiretag => " + root + "\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		bin := filepath.Join(dir, "program")
		cmd := exec.Command(goTool, "build", "-mod=mod", "-o", bin, ".")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOOS="+target[0], "GOARCH="+target[1])
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		run := exec.Command(bin)
		run.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		out, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		info, err := os.Stat(bin)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size(), string(out)
	}
	small, trace := build("protocols", "names.Protocol(6)")
	if strings.Contains(trace, "wiretag/names") || !strings.Contains(trace, "tcp") {
		t.Errorf("work at the start of the program:\n%s", trace)
	}
	large, trace := build("vendors", "names.Vendor([6]byte{0, 0, 0x0c})")
	if strings.Contains(trace, "wiretag/names") || !strings.Contains(trace, "Cisco") {
		t.Errorf("work at the start of the program:\n%s", trace)
	}
	if d := large - small; d < int64(len(packedVendors)) {
		t.Errorf("a program that asks for vendors is only %d bytes larger: the table is always in it", d)
	}
}

func BenchmarkVendor(b *testing.B) {
	b.ReportAllocs()
	mac := [6]byte{0x70, 0xb3, 0xd5, 0, 0x10, 1}
	for b.Loop() {
		mac[5]++
		_ = Vendor(mac)
	}
}

func BenchmarkService(b *testing.B) {
	b.ReportAllocs()
	port := uint16(0)
	for b.Loop() {
		port++
		_ = Service(TCP, port)
	}
}

// BenchmarkFirst is the cost of the first question.
func BenchmarkFirst(b *testing.B) {
	b.Run("vendors", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			unpackVendors()
		}
	})
	b.Run("services", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			unpackServices()
		}
	})
}
