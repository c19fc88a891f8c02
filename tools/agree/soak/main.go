// Command soak decodes many damaged packets, made of those of captures, and checks that
// decoding neither panics nor takes long, that layers lie inside the packet, that encoding what was
// decoded gives the same bytes, and that the input is not written to.
//
//	soak -n 10000000 -seed 1 $WIRETAG_DATA/corpus/captures
//
// It stops at the first packet that fails, and prints it with the seed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/wiretag/wiretag/pcapio"
)

func main() {
	n := flag.Int("n", 1_000_000, "`number` of inputs")
	seed := flag.Uint64("seed", 1, "`seed` of the mutations")
	most := flag.Int("each", 200, "packets taken from each capture")
	bound := flag.Duration("bound", 20*time.Millisecond, "the longest that decoding a packet may take")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	samples, err := readSamples(flag.Args(), *most)
	if err == nil {
		err = run(os.Stdout, samples, *n, *seed, *bound)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// run checks n mutations of the samples.
func run(w io.Writer, samples []sample, n int, seed uint64, bound time.Duration) error {
	if len(samples) == 0 {
		return errors.New("no packets")
	}
	m := newMutator(samples, seed)
	c := &checker{bound: bound}
	start := time.Now()
	for i := range n {
		data, link, base := m.next()
		if err := c.check(data, link); err != nil {
			return fmt.Errorf("input %d of seed %d, from packet %d, link type %d: %w\n%x", i, seed, base, link, err, data)
		}
	}
	fmt.Fprintf(w, "%d inputs from %d packets in %v, %d layers, %d inputs with an error, slowest %v\n",
		c.count, len(samples), time.Since(start).Round(time.Millisecond), c.layers, c.failed, c.slowest)
	return nil
}

// readSamples reads the first packets of the captures in folders and files.
func readSamples(paths []string, most int) ([]sample, error) {
	var all []sample
	for _, p := range paths {
		err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			r, err := pcapio.Open(path)
			if err != nil {
				return nil // not a capture: mutations start from packets
			}
			defer r.Close()
			for range most {
				data, info, err := r.Next()
				if err != nil {
					break // the end, or damage that ends it
				}
				all = append(all, sample{append([]byte(nil), data...), info.LinkType})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
