// Command agree measures how far the library agrees with tshark on a corpus of captures.
//
//	agree -corpus DIR > records.jsonl     what the library says of every packet
//	agree -corpus DIR -score              the table
//	agree -generated 20                   packets made from the tags, read by tshark
//	agree -mutated 1                      packets with a rule broken: what tshark notices, and what the library does
//	agree -generated 6 -write FILE        the tables of a document: docs/fuzzing.md has places for both
//
// The corpus has a manifest, the captures, and truth files with the protocols and
// fields that tshark gives for each packet; docs/agreement.md describes them and the table.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

type config struct {
	corpus   string
	out      string
	only     string
	score    bool
	examples int

	generated, mutated int
	seed               int
	vectors            string
	document           string
}

func main() {
	var c config
	flag.StringVar(&c.corpus, "corpus", os.Getenv("WIRETAG_DATA")+"/corpus", "corpus `directory` (captures/, truth/, manifest.jsonl)")
	flag.StringVar(&c.out, "out", "", "`file` for the output, standard output if empty")
	flag.StringVar(&c.only, "only", "", "only files whose name contains `text`")
	flag.BoolVar(&c.score, "score", false, "compare with the truth and print the table")
	flag.IntVar(&c.examples, "examples", 3, "examples of each difference in the table")
	flag.IntVar(&c.generated, "generated", 0, "instead of the corpus, compare `n` generated packets for each way to a layer")
	flag.IntVar(&c.mutated, "mutated", 0, "instead of the corpus, compare what is noticed of the mutations of `n` packets for each layer")
	flag.IntVar(&c.seed, "seed", 0, "with -generated or -mutated, other packets with each `number`")
	flag.StringVar(&c.vectors, "vectors", "../layers", "with -generated or -mutated, the `directory` of layers, whose test vectors are examples for the packets")
	flag.StringVar(&c.document, "write", "", "with -generated or -mutated, put the tables into the `document` that has a place for them")
	flag.Parse()
	if err := c.run(); err != nil {
		fmt.Fprintln(os.Stderr, "agree:", err)
		os.Exit(1)
	}
}

func (c *config) run() (err error) {
	var out io.Writer = os.Stdout
	if c.out != "" {
		f, err := os.Create(c.out)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	w := bufio.NewWriterSize(out, 1<<20)
	defer func() {
		if e := w.Flush(); err == nil {
			err = e
		}
	}()
	switch {
	case c.generated > 0:
		return compareGenerated(w, &made{c.generated, c.seed, c.vectors, c.examples}, c.document)
	case c.mutated > 0:
		return compareMutated(w, &made{c.mutated, c.seed, c.vectors, c.examples}, c.document)
	}
	if c.score {
		s, err := scoreCorpus(c.corpus, c.only, c.examples)
		if err != nil {
			return err
		}
		s.print(w, true)
		return nil
	}
	files, err := readManifest(c.corpus)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range files {
		if !strings.Contains(files[i].File, c.only) {
			continue
		}
		end, err := decodeFile(c.corpus, files[i].File, func(r *record) error { return enc.Encode(r) })
		if err != nil {
			return err
		}
		if err := enc.Encode(end); err != nil {
			return err
		}
	}
	return nil
}
