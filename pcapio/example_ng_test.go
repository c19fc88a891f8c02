package pcapio_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// exampleFile is a pcapng file with two interfaces and three packets.
func exampleFile() []byte {
	var file bytes.Buffer
	w, err := pcapio.NewNgWriter(&file, pcapio.WithSection(pcapio.SectionOptions{Application: "example"}))
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"eth0", "eth1"} {
		if _, err := w.AddInterface(capture.LinkTypeEthernet, 0, &pcapio.InterfaceOptions{Name: name}); err != nil {
			log.Fatal(err)
		}
	}
	for i, id := range []int{0, 1, 0} {
		info := capture.Info{
			Time: capture.Unix(1_700_000_000+int64(i), 0), CaptureLength: 4, Length: 60, Interface: id, LinkType: capture.LinkTypeEthernet,
		}
		if err := w.WritePacket([]byte{2, 0, 0, byte(i)}, &info); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	return file.Bytes()
}

// Packets on two interfaces with options, and what else belongs into a capture file.
func ExampleNgWriter() {
	var file bytes.Buffer
	w, err := pcapio.NewNgWriter(&file)
	if err != nil {
		log.Fatal(err)
	}
	eth, err := w.AddInterface(capture.LinkTypeEthernet, 262144, &pcapio.InterfaceOptions{
		Name: "eth0", Speed: new(uint64(10e9)), Filter: &pcapio.Filter{Value: []byte("tcp port 443")},
	})
	if err != nil {
		log.Fatal(err)
	}
	steps := []func() error{
		func() error {
			return w.WriteNames([]pcapio.NameRecord{pcapio.NewNameRecord(netip.MustParseAddr("192.0.2.1"), "example.org")}, nil)
		},
		func() error { return w.WriteSecrets(pcapio.SecretsTLS, []byte("CLIENT_RANDOM …\n")) },
		func() error {
			o := pcapio.PacketOptions{Comments: []string{"the first one"}, Queue: new(uint32(3))}
			list, err := o.Encode(false)
			if err != nil {
				return err
			}
			return w.WritePacket([]byte{2, 0, 0, 1}, &capture.Info{
				Time: capture.Unix(1_700_000_000, 5), CaptureLength: 4, Length: 60, Interface: eth, LinkType: capture.LinkTypeEthernet,
				Flags: capture.MakeFlags(capture.Inbound, capture.ReceptionUnicast, 0), Options: list,
			})
		},
		func() error {
			return w.WriteStatistics(eth, capture.Unix(1_700_000_001, 0), &pcapio.StatisticsOptions{Received: new(uint64(1))})
		},
		w.Close,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			log.Fatal(err)
		}
	}

	r, err := pcapio.NewReader(&file)
	if err != nil {
		log.Fatal(err)
	}
	_, info, err := r.Next()
	if err != nil {
		log.Fatal(err)
	}
	var o pcapio.PacketOptions
	if err := o.Decode(info.Options); err != nil {
		log.Fatal(err)
	}
	fmt.Println(info.Time, info.Direction(), o.Comments, *o.Queue, r.Interfaces()[0].Name())
	// Output: 1700000000.000000005 in [the first one] 3 eth0
}

// Change a comment and drop a packet; everything else stays as it was, byte for byte.
func ExampleBlockReader() {
	r, err := pcapio.NewBlockReader(bytes.NewReader(exampleFile()))
	if err != nil {
		log.Fatal(err)
	}
	var edited bytes.Buffer
	w := pcapio.NewBlockWriter(&edited)
	packet := 0
	for b, err := range r.Blocks() {
		if err != nil {
			log.Fatal(err)
		}
		if b.Type.Packet() {
			packet++
		}
		switch {
		case packet == 2 && b.Type.Packet(): // dropped
			continue
		case packet == 3 && b.Type == pcapio.BlockEnhancedPacket:
			var p pcapio.EnhancedPacket
			if err = b.DecodeTo(&p); err != nil {
				log.Fatal(err)
			}
			if err = p.Options.Set(capture.OptionComment, []byte("look here")); err == nil {
				err = w.Write(&p)
			}
		default:
			err = w.WriteBlock(b)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	list, err := pcapio.NewReader(&edited)
	if err != nil {
		log.Fatal(err)
	}
	for {
		data, info, err := list.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		for c := range info.Comments() {
			fmt.Printf("%q ", c)
		}
		fmt.Printf("% x\n", data)
	}
	// Output:
	// 02 00 00 00
	// "look here" 02 00 00 02
}

// Names and keys are put in front of the first packet of a file that has none.
func ExampleBlockWriter() {
	r, err := pcapio.NewBlockReader(bytes.NewReader(exampleFile()))
	if err != nil {
		log.Fatal(err)
	}
	var names pcapio.NameResolution
	if err := names.Add(pcapio.NewNameRecord(netip.MustParseAddr("192.0.2.1"), "example.org")); err != nil {
		log.Fatal(err)
	}
	add := []pcapio.Content{&names, &pcapio.Secrets{Type: pcapio.SecretsTLS, Data: []byte("CLIENT_RANDOM …\n")}}

	var edited bytes.Buffer
	w := pcapio.NewBlockWriter(&edited)
	for b, err := range r.Blocks() {
		if err != nil {
			log.Fatal(err)
		}
		if b.Type.Packet() {
			for _, c := range add {
				if err := w.Write(c); err != nil {
					log.Fatal(err)
				}
			}
			add = nil
		}
		if err := w.WriteBlock(b); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	again, err := pcapio.NewBlockReader(&edited)
	if err != nil {
		log.Fatal(err)
	}
	for b, err := range again.Blocks() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(b.Type)
	}
	// Output:
	// section header block
	// interface description block
	// interface description block
	// name resolution block
	// decryption secrets block
	// enhanced packet block
	// enhanced packet block
	// enhanced packet block
}

// Filter, cut and shift: what editcap does with packets. The interfaces that are left are copied with them.
func ExampleCopier() {
	r, err := pcapio.NewReader(bytes.NewReader(exampleFile()))
	if err != nil {
		log.Fatal(err)
	}
	var file bytes.Buffer
	w, err := pcapio.NewNgWriter(&file)
	if err != nil {
		log.Fatal(err)
	}
	dst := pcapio.NewCopier(w, r)
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		if i, ok := r.Interface(info.Interface); !ok || i.Name() != "eth1" {
			continue
		}
		changed := *info
		changed.Time = info.Time.Add(-time.Hour)
		data = data[:min(len(data), 2)]
		if err := dst.WritePacket(data, &changed); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	copied, err := pcapio.NewReader(&file)
	if err != nil {
		log.Fatal(err)
	}
	data, info, err := copied.Next()
	i, _ := copied.Interface(info.Interface)
	fmt.Println(data, info.Time, i.Name(), err)
	_, _, err = copied.Next()
	fmt.Println(len(copied.Interfaces()), err)
	// Output:
	// [2 0] 1699996401.000000000 eth1 <nil>
	// 1 EOF
}

// Split a file by interface. The packets of each go to a pcap file, which can have only one link type.
func ExampleReader_Interfaces() {
	r, err := pcapio.NewReader(bytes.NewReader(exampleFile()))
	if err != nil {
		log.Fatal(err)
	}
	files := make(map[int]*bytes.Buffer)
	writers := make(map[int]*pcapio.Writer)
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		w := writers[info.Interface]
		if w == nil {
			files[info.Interface] = new(bytes.Buffer)
			header := pcapio.Header{Format: pcapio.PcapNano, LinkType: info.LinkType}
			if w, err = pcapio.NewWriter(files[info.Interface], header); err != nil {
				log.Fatal(err)
			}
			writers[info.Interface] = w
		}
		if err := w.WritePacket(data, info); err != nil {
			log.Fatal(err)
		}
	}
	for id := range len(writers) {
		if err := writers[id].Close(); err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Interfaces()[id].Name(), writers[id].Packets(), "packets,", files[id].Len(), "bytes")
	}
	// Output:
	// eth0 2 packets, 64 bytes
	// eth1 1 packets, 44 bytes
}

// Names, statistics and secrets are reached while packets are read.
func ExampleWithBlocks() {
	r, err := pcapio.NewReader(bytes.NewReader(exampleFile()), pcapio.WithBlocks(func(b pcapio.Block) error {
		c, err := b.Decode()
		if err != nil {
			return err
		}
		switch c := c.(type) {
		case *pcapio.Section:
			var o pcapio.SectionOptions
			err = o.Decode(c.Options)
			fmt.Println("written by", o.Application)
		case *pcapio.Interface:
			fmt.Println(c.Name(), c.LinkType, c.Resolution())
		}
		return err
	}))
	if err != nil {
		log.Fatal(err)
	}
	for err == nil {
		_, _, err = r.Next()
	}
	fmt.Println(err)
	// Output:
	// written by example
	// eth0 ETHERNET 10^-9 s
	// eth1 ETHERNET 10^-9 s
	// EOF
}

// Go on behind damage, and know what was lost.
func ExampleWithResync() {
	file := exampleFile()
	clear(file[len(file)-72 : len(file)-60]) // the beginning of the block before the last one
	r, err := pcapio.NewReader(bytes.NewReader(file), pcapio.WithResync(func(damage *pcapio.Error, skipped int64) {
		fmt.Println(damage)
		fmt.Println(skipped, "bytes left out")
	}))
	if err != nil {
		log.Fatal(err)
	}
	for {
		data, _, err := r.Next()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(data)
	}
	// Output:
	// [2 0 0 0]
	// pcapio: block at offset 160: type 0x00000000 has length 0: malformed
	// 36 bytes left out
	// [2 0 0 2]
	// EOF
}

// Split a file by number of packets. Every file has the interfaces of its packets.
func ExampleRotator_pcapng() {
	r, err := pcapio.NewReader(bytes.NewReader(exampleFile()))
	if err != nil {
		log.Fatal(err)
	}
	var files []*bytes.Buffer
	split := pcapio.NewRotator(pcapio.Limits{Packets: 2}, func(int, *capture.Info) (pcapio.FileWriter, error) {
		file := new(bytes.Buffer)
		files = append(files, file)
		w, err := pcapio.NewNgWriter(file)
		if err != nil {
			return nil, err
		}
		return pcapio.NewCopier(w, r), nil
	})
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = split.WritePacket(data, info)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := split.Close(); err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		b, err := pcapio.NewBlockReader(file)
		if err != nil {
			log.Fatal(err)
		}
		n := 0
		for block, err := range b.Blocks() {
			if err != nil {
				log.Fatal(err)
			}
			if block.Type.Packet() {
				n++
			}
		}
		for _, i := range b.Interfaces() {
			fmt.Print(i.Name(), " ")
		}
		fmt.Println(n, "packets")
	}
	// Output:
	// eth0 eth1 2 packets
	// eth0 1 packets
}
