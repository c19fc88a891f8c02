//go:build !unix

package bench

import (
	"io"
	"os"
)

// readAll reads a file to its end.
func readAll(file *os.File, buffer []byte) (total int, err error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	for {
		n, err := file.Read(buffer)
		total += n
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

func readOnce(file *os.File, buffer []byte) (int, error) {
	n, err := file.Read(buffer)
	if err == io.EOF {
		err = nil
	}
	return n, err
}
