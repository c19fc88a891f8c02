package dumptext

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

func TestSus(t *testing.T) {
	root := os.Getenv("WIRETAG_DATA")
	rnd := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	ps := []*Printer{New(Options{Verbose: 5}), New(Options{}), New(Options{Verbose: 1}), New(Options{Verbose: 2, Link: true})}
	type seed struct { data []byte; link capture.LinkType; file string }
	var seeds []seed
	seen := map[string]bool{}
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() { return nil }
		r, err := pcapio.Open(path)
		if err != nil { return nil }
		defer r.Close()
		for i := 0; i < 40; i++ {
			data, info, err := r.Next()
			if err != nil { break }
			if !Supported(info.LinkType) || len(data) > 2000 { continue }
			k := fmt.Sprint(info.LinkType, len(data)/16, data[:min(14,len(data))])
			if len(data) > 42 { k = fmt.Sprint(info.LinkType, data[12:14], data[23], data[34:38], len(data)/64, data[42:min(len(data),46)]) }
			if seen[k] { continue }
			seen[k] = true
			seeds = append(seeds, seed{append([]byte(nil), data...), info.LinkType, path})
		}
		return nil
	})
	fmt.Println(len(seeds), "seeds")
	end := time.Now().Add(250 * time.Second)
	n := 0
	worst := map[string]int{}
	for time.Now().Before(end) {
		s := seeds[rnd.IntN(len(seeds))]
		if len(s.data) < 20 { continue }
		b := append([]byte(nil), s.data...)
		at := 14 + rnd.IntN(max(1, len(b)-14))
		at = min(at, len(b)-1)
		q := at + 1 + rnd.IntN(min(len(b)-at, 64))
		q = min(q, len(b))
		chunk := append([]byte(nil), b[at:q]...)
		if rnd.IntN(2) == 0 { for range 1 + rnd.IntN(4) { chunk[rnd.IntN(len(chunk))] = [...]byte{0, 1, 0xff, 4, 8, 12, 16, byte(rnd.Uint32())}[rnd.IntN(8)] } }
		if rnd.IntN(2) == 0 { for range 1 + rnd.IntN(3) { b[14+rnd.IntN(len(b)-14)] = [...]byte{0, 1, 0xff, 4, 8, 12, 16, byte(rnd.Uint32())}[rnd.IntN(8)] } }
		b = b[:at]
		size := []int{1500, 9000, 65000}[rnd.IntN(3)]
		for len(b) < size { b = append(b, chunk...) }
		if s.link == 1 && at > 34 && rnd.IntN(8) > 0 {
			switch binary.BigEndian.Uint16(b[12:]) {
			case 0x800:
				b[14] = s.data[14]; b[23] = s.data[23]
				binary.BigEndian.PutUint16(b[16:], uint16(len(b)-14))
				if h := 14 + int(b[14]&15)*4; b[23] == 17 && at >= h+8 { binary.BigEndian.PutUint16(b[h+4:], uint16(len(b)-h)); copy(b[h:h+4], s.data[h:h+4]) }
			case 0x86dd:
				binary.BigEndian.PutUint16(b[18:], uint16(len(b)-54))
				if b[20] == 17 && at >= 62 { binary.BigEndian.PutUint16(b[58:], uint16(len(b)-54)) }
			default:
				if binary.BigEndian.Uint16(b[12:]) < 1536 { if len(b) > 1514 { b = b[:1514] }; binary.BigEndian.PutUint16(b[12:], uint16(len(b)-14)) }
			}
		}
		info := capture.Info{LinkType: s.link, CaptureLength: uint32(len(b)), Length: uint32(len(b))}
		for i, p := range ps {
			st := time.Now()
			out := p.Append(nil, b, &info)
			d := time.Since(st)
			for _, c := range out {
				if (c < ' ' && c != '\n' && c != '\t') || c == 0x7f || c >= 0x80 {
					k := fmt.Sprint("ctl", s.file)
					if worst[k]++; worst[k] < 2 {
					fmt.Printf("CONTROL %x printer %d file %s at %d\n", c, i, filepath.Base(s.file), at)
					os.WriteFile(fmt.Sprintf("/tmp/s3/ctl-%d", n), b, 0o600) }
					break
				}
			}
			if ratio := len(out) / len(b); ratio > 30 || false {
				k := fmt.Sprint(filepath.Base(s.file), i)
				if worst[k] == 0 || ratio > 2*worst[k] {
				worst[k] = max(ratio, 1)
				fmt.Printf("LARGE %d out of %d in %v printer %d file %s at %d chunk %x: %.100q\n", len(out), len(b), d, i, filepath.Base(s.file), at, chunk, out)
				os.WriteFile(fmt.Sprintf("/tmp/s3/large-%s-%d", filepath.Base(s.file), i), b, 0o600)
				}
			}
			if i > 0 && len(out) > 1<<20 { break }
		}
		n++
	}
	fmt.Println(n, "packets")
}
