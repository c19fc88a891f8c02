package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// wrong are packets, or captures with some, that are wrong by the standard, and that tshark has no remark for, or a milder one.
var wrong = map[string]string{
	"suricata-verify/dns__dns-forward-pointer__input.pcap":         "a pointer to a later name, RFC 1035 section 4.1.4 has prior ones",
	"suricata-verify/bug-1450-04__tls_DER-incomplete-header.pcap":  "a certificate that is cut in half",
	"suricata-verify/bug-1450-05__tls_DER-incomplete-content.pcap": "a certificate that is cut in half",
	"tcpdump/q933-heapoverflow-2.pcap":                             "an address of Q.922 that does not end",
	"ndpi/default__pcap__stun.pcap#195":                            "a fingerprint that is not that of the message, which tshark warns of",
	"tcpdump/RADIUS-RFC3162.pcap#1":                                "a prefix of IPv6 without its length, RFC 3162 section 2.3 has at least two bytes",
	"zeek/snmp__snmp-oid-subidentifier-too-long.pcap#1":            "a number of an identifier that begins with zeros, X.690 section 8.19.2 has it shortest",
	"zeek/dns-edns-ecs-weirds.pcap":                                "addresses of more or fewer bytes than the prefix of a client subnet takes, RFC 7871 section 6",
	"tcpdump/lwapp-data.pcap":                                      "the bytes of the frame control are swapped: it looks like protocol version 1",
}

// TestFaults: of what real programs sent and tshark reads as well-formed, no value says by its method Err that something is wrong with it.
func TestFaults(t *testing.T) {
	data := os.Getenv("WIRETAG_DATA")
	if data == "" {
		t.Skip("WIRETAG_DATA is not set: no corpus")
	}
	corpus := filepath.Join(data, "corpus")
	files, err := readManifest(corpus)
	if err != nil {
		t.Fatal(err)
	}
	n, err := readNorm()
	if err != nil {
		t.Fatal(err)
	}
	packets := 0
	found := map[string][]string{}
	for i := range files {
		if files[i].Fuzz || wrong[files[i].File] != "" {
			continue
		}
		truths, err := readTruth(corpus, files[i].File)
		if err != nil {
			t.Fatal(err)
		}
		packets += faultsOf(filepath.Join(corpus, "captures", filepath.FromSlash(files[i].File)), files[i].File, truths, n, found)
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		all := found[name]
		t.Errorf("%s: %d packets, as %v", name, len(all), all[:min(4, len(all))])
	}
	if packets < 100_000 {
		t.Errorf("only %d packets", packets)
	}
	t.Logf("%d packets", packets)
}

// faultsOf notes the types of values that say that something is wrong with them, with the packets. Packets that tshark finds malformed, cut, or of other layers are left out.
func faultsOf(path, name string, truths []truth, n *norm, found map[string][]string) (packets int) {
	r, err := pcapio.Open(path)
	if err != nil {
		return 0 // others look at the files
	}
	defer r.Close()
	var view packet.View
	for i := range truths {
		data, info, err := r.Next()
		if err != nil {
			return packets
		}
		tr := &truths[i]
		if wrong[name+"#"+strconv.Itoa(tr.I)] != "" || tr.P == nil || len(tr.Malformed) > 0 || len(tr.Short) > 0 || info.CaptureLength < info.Length {
			continue
		}
		if view.Decode(data, info.LinkType) != nil || view.Truncated() {
			continue
		}
		packets++
		for _, f := range fuzz.Faults(view.Clone()) {
			seen := n.truthStack(*tr.P)
			if slices.ContainsFunc(n.stack(strings.Split(n.own(f.Layer), ":")), func(p string) bool { return !slices.Contains(seen, p) }) {
				continue // tshark takes it for something else
			}
			key := f.Type.String() + " in " + f.Layer + ": " + f.Err.Error()
			if where := name + "#" + strconv.Itoa(tr.I); !slices.Contains(found[key], where) {
				found[key] = append(found[key], where)
			}
		}
	}
	return packets
}
