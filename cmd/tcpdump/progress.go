package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells on a terminal how far a long file has been read. A nil one tells nothing.
type progress struct {
	w     *os.File
	size  int64 // of the file, 0: not known
	bytes int64
	next  time.Time
	shown bool
}

// How often it is told, and after how many packets the clock is looked at.
const (
	progressEvery   = time.Second
	progressPackets = 4096
)

// newProgress tells on w, if it is a terminal and what is printed does not go to one too.
func newProgress(file string, w, stdout io.Writer) *progress {
	f, ok := w.(*os.File)
	if out, same := stdout.(*os.File); !ok || !terminal(f) || same && terminal(out) {
		return nil
	}
	p := &progress{w: f, next: time.Now().Add(progressEvery)}
	if i, err := os.Stat(file); err == nil && i.Mode().IsRegular() {
		p.size = i.Size()
	}
	return p
}

func terminal(f *os.File) bool {
	i, err := f.Stat()
	return err == nil && i.Mode()&os.ModeCharDevice != 0
}

// recordHeader is about what a packet takes in a file beside its bytes.
const recordHeader = 16

// step counts packet n, of a length.
func (p *progress) step(n, length int) {
	p.bytes += int64(length) + recordHeader
	if n%progressPackets != 0 {
		return
	}
	if now := time.Now(); now.After(p.next) {
		p.next = now.Add(progressEvery)
		p.shown = true
		fmt.Fprintf(p.w, "\r%s\x1b[K", p.text(n))
	}
}

// text says how far it is. The share is left out where the file is compressed and so is said to be more than whole.
func (p *progress) text(n int) string {
	s := fmt.Sprintf("%d packets, %d MiB", n, p.bytes>>20)
	if p.size > 0 && p.bytes <= p.size {
		s += fmt.Sprintf(", %d %%", 100*p.bytes/p.size)
	}
	return s
}

// end takes away what was told.
func (p *progress) end() {
	if p != nil && p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
