package main

import (
	"io"
	"io/fs"
	"math/rand"
	"path/filepath"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// packet is a packet and its length on the wire.
type packet struct {
	data []byte
	wire int
}

// readPackets reads the first packets of all captures under a folder, by link type.
func readPackets(dir string) (map[capture.LinkType][]packet, error) {
	all := map[capture.LinkType][]packet{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(d.Name(), ".pcap") {
			return err
		}
		r, err := pcapio.Open(path)
		if err != nil {
			return nil // another reader's concern
		}
		defer r.Close()
		for range 200 {
			data, info, err := r.Next()
			if err == io.EOF || err != nil {
				break
			}
			if len(data) > 0 {
				all[info.LinkType] = append(all[info.LinkType], packet{append([]byte(nil), data[:min(len(data), 256)]...), int(info.Length)})
			}
		}
		return nil
	})
	return all, err
}

// mutate gives a packet that is cut, changed or extended, or the same.
func mutate(r *rand.Rand, p packet) packet {
	q := packet{append([]byte(nil), p.data...), p.wire}
	switch r.Intn(5) {
	case 0:
		q.data = q.data[:r.Intn(len(q.data)+1)]
	case 1, 2:
		for range 1 + r.Intn(4) {
			if n := min(len(q.data), 70); n > 0 {
				q.data[r.Intn(n)] = [...]byte{0, 6, 17, 0x45, 0x60, 0xff, 8, 0x86, 0xdd, 0x81, byte(r.Intn(256))}[r.Intn(11)]
			}
		}
	case 3:
		r.Read(q.data)
	}
	q.wire = max(q.wire, len(q.data))
	return q
}
