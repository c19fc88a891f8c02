package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// input is a file that is shown. It can be read more than once.
type input struct {
	name  string // without folders
	kind  string // media type
	size  int64
	file  *os.File
	spool bool
}

// open opens a file; what comes from standard input goes through a temporary one.
func (o *options) open(path string, stdin io.Reader) (*input, error) {
	in := &input{name: filepath.Base(path)}
	var err error
	if path == "-" {
		in.name, in.spool = o.name, true
		if in.file, err = os.CreateTemp("", "file2pcap"); err == nil {
			_, err = io.Copy(in.file, stdin)
		}
	} else {
		in.file, err = os.Open(path)
	}
	if err == nil {
		err = in.look()
	}
	if err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

// look finds out the size and the type.
func (in *input) look() error {
	info, err := in.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", in.name)
	}
	in.size = info.Size()
	head := make([]byte, 512)
	n, err := in.file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return err
	}
	in.kind = http.DetectContentType(head[:n])
	return nil
}

// reader reads the file from its start.
func (in *input) reader() io.Reader { return io.NewSectionReader(in.file, 0, in.size) }

// part reads a part of it.
func (in *input) part(from, to int64) io.Reader { return io.NewSectionReader(in.file, from, to-from) }

func (in *input) close() {
	if in.file == nil {
		return
	}
	in.file.Close()
	if in.spool {
		os.Remove(in.file.Name())
	}
}
