//go:build unix

package bench

import (
	"io"
	"os"
	"syscall"
)

// readAll reads a file to its end, calling the operating system without anything between.
func readAll(file *os.File, buffer []byte) (total int, err error) {
	fd := int(file.Fd())
	if _, err := syscall.Seek(fd, 0, io.SeekStart); err != nil {
		return 0, err
	}
	for {
		n, err := syscall.Read(fd, buffer)
		if err != nil || n == 0 {
			return total, err
		}
		total += n
	}
}

func readOnce(file *os.File, buffer []byte) (int, error) { return syscall.Read(int(file.Fd()), buffer) }
