package docs_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/netip"
	"os"
	"path/filepath"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

func Example_changePackets() {
	dir, err := os.MkdirTemp("", "tutorial")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	dst, err := pcapio.Create(filepath.Join(dir, "changed.pcap"), src.Header())
	if err != nil {
		log.Fatal(err)
	}
	from, to := netip.MustParseAddr("198.51.100.10"), netip.MustParseAddr("192.0.2.77")
	var v packet.View
	var out []byte
	changed, wrong := 0, 0
	for {
		data, info, err := src.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		v.Decode(data, info.LinkType)
		if ip := packet.Get[layers.IPv4](&v); ip != nil && (ip.Src == from || ip.Dst == from) {
			if ip.Src == from {
				ip.Src = to
			} else {
				ip.Dst = to
			}
			// Lengths and checksums follow, those of TCP and UDP too. data stays as it was: it is the source's.
			if out, err = v.Append(out[:0], codec.Encoder{Derive: codec.All}); err != nil {
				log.Fatal(err)
			}
			data = out
			v.Decode(data, info.LinkType)
			for sum := range v.Checksums() {
				if sum.State == codec.SumBad {
					wrong++
				}
			}
			changed++
		}
		now := *info // info is the source's
		now.CaptureLength, now.Length = uint32(len(data)), uint32(len(data))
		if err := dst.WritePacket(data, &now); err != nil {
			log.Fatal(err)
		}
	}
	if err := dst.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(changed, "of", dst.Packets(), "packets changed, wrong checksums:", wrong)
	// Output:
	// 55 of 84 packets changed, wrong checksums: 0
}

func Example_buildPackets() {
	eth := &layers.Ethernet{Src: layers.MAC{0, 0, 0x5e, 0, 0x53, 1}, Dst: layers.MAC{0, 0, 0x5e, 0, 0x53, 2}}
	ip := &layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	data, err := codec.Marshal(eth, &layers.Dot1Q{VLAN: 7}, ip, &layers.UDP{SrcPort: 5000, DstPort: 6000}, []byte("hello"))
	if err != nil {
		log.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeEthernet)
	fmt.Println(p)
	fmt.Println("lengths, numbers and checksums follow:", packet.Get[layers.IPv4](p).Protocol, packet.Get[layers.IPv4](p).Length)
	fmt.Println("the struct stays as it was:", uint8(ip.Protocol), ip.Length)

	// Many of a kind: a template is encoded once, and stamped.
	t, err := packet.NewTemplate(eth, ip, &layers.TCP{SrcPort: 1024, DstPort: 80, Flags: layers.TCPSyn, Window: 65535})
	if err != nil {
		log.Fatal(err)
	}
	dst, err := t.Field("IPv4.Dst")
	if err != nil {
		log.Fatal(err)
	}
	port, err := t.Field("TCP.SrcPort")
	if err != nil {
		log.Fatal(err)
	}
	for i := range uint64(3) {
		if err := dst.SetAddr(netip.AddrFrom4([4]byte{203, 0, 113, byte(i)})); err != nil {
			log.Fatal(err)
		}
		if err := port.Set(40000 + i); err != nil {
			log.Fatal(err)
		}
		frame := t.Bytes() // valid until the next change. A sink takes it: afpacket.OpenSender(name), WritePacket(frame, nil)
		p := packet.New(frame, capture.LinkTypeEthernet)
		for sum := range p.Checksums() {
			fmt.Print(sum.Layer.Name(), " ", sum.State, " ")
		}
		fmt.Println(p.NetworkFlow(), p.TransportFlow())
	}
	// Output:
	// Ethernet 00:00:5e:00:53:01 > 00:00:5e:00:53:02, 802.1Q / Dot1Q vlan 7, priority 0, IPv4 / IPv4 192.0.2.1 > 192.0.2.2, UDP, ttl 64, id 0, length 33 / UDP 5000 > 6000, length 13 / Payload 5 bytes
	// lengths, numbers and checksums follow: UDP 33
	// the struct stays as it was: 0 0
	// IPv4 good TCP good 192.0.2.1->203.0.113.0 40000/tcp->80/tcp
	// IPv4 good TCP good 192.0.2.1->203.0.113.1 40001/tcp->80/tcp
	// IPv4 good TCP good 192.0.2.1->203.0.113.2 40002/tcp->80/tcp
}

// Reading is a protocol of our own: measured values on UDP port 9999.
type Reading struct {
	Version uint8    `bits:"4,const=1"`
	Urgent  bool     `bits:"1"`
	Kind    uint8    `bits:"3"`
	Count   uint8    `bits:"8,count=Values"`
	Station uint16   `bits:"16"`
	Values  []uint16 `bits:"*,each=16"`
}

func Example_ownLayer() {
	reg := packet.NewRegistry() // the built-in layers, and
	if err := packet.Register[Reading](reg, layers.RoleApplication, codec.Key{Table: "udp", Value: 9999}); err != nil {
		log.Fatal(err) // here all mistakes in tags are told
	}
	data, err := codec.Marshal(
		&layers.IPv6{HopLimit: 64, Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")},
		&layers.UDP{SrcPort: 40000, DstPort: 9999},
		&Reading{Station: 7, Values: []uint16{100, 200, 300}},
	)
	if err != nil {
		log.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeRaw, packet.WithRegistry(reg))
	r := packet.Get[Reading](p)
	fmt.Println(r.Station, r.Count, r.Values, p.Err())
	where, err := packet.ParseWhere("Reading.Station == 7 && !Reading.Urgent", packet.WithRegistry(reg))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(where.Match(p))
	cut := packet.New(data[:len(data)-1], capture.LinkTypeRaw, packet.WithRegistry(reg))
	fmt.Println(packet.Get[Reading](cut).Values, cut.Err())
	// Output:
	// 7 3 [100 200 300] <nil>
	// true
	// [100 200] Reading.Values at bit 416: need 6 bytes, have 5: truncated
}

func Example_writePcapng() {
	src, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var files []*bytes.Buffer // pcapio.CreateNg(name) in the place of pcapio.NewNgWriter makes real files
	dst := pcapio.NewRotator(pcapio.Limits{Packets: 50}, func(file int, first *capture.Info) (pcapio.FileWriter, error) {
		files = append(files, new(bytes.Buffer))
		w, err := pcapio.NewNgWriter(files[file], pcapio.WithSection(pcapio.SectionOptions{Application: "tutorial"}))
		if err != nil {
			return nil, err
		}
		return pcapio.NewCopier(w, src), nil // describes the interfaces of src in each file
	})
	var v packet.View
	for {
		data, info, err := src.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		v.Decode(data, info.LinkType)
		now := *info
		if tcp := packet.Get[layers.TCP](&v); tcp != nil && tcp.Flags&layers.TCPRst != 0 {
			if err := now.Options.Add(capture.OptionComment, []byte("refused")); err != nil {
				log.Fatal(err)
			}
		}
		if err := dst.WritePacket(data, &now); err != nil {
			log.Fatal(err)
		}
	}
	if err := dst.Close(); err != nil {
		log.Fatal(err)
	}

	for i, file := range files {
		r, err := pcapio.NewReader(file)
		if err != nil {
			log.Fatal(err)
		}
		packets := 0
		for {
			_, info, err := r.Next()
			if err != nil {
				break // io.EOF
			}
			packets++
			for comment := range info.Comments() {
				fmt.Println("file", i, "packet", packets, comment)
			}
		}
		fmt.Println("file", i, r.Header().Format, packets, "packets")
	}
	// Output:
	// file 0 pcapng 50 packets
	// file 1 packet 34 refused
	// file 1 pcapng 34 packets
}
