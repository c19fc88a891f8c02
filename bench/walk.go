package bench

import (
	"encoding/binary"
	"io"
	"os"
)

// walk reads a file as readAll does, and goes through its records: they begin at first, and one whose length stands at
// length is that long and fixed bytes more.
func walk(file *os.File, buffer []byte, first, length, fixed int) (total int, err error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	const page = 4096
	at, end := page+first, page
	for {
		n, err := readOnce(file, buffer[page:]) // so that the beginning of a record can stand before the next bytes
		if err != nil || n == 0 {
			return total, err
		}
		total += n
		b := buffer[:page+n]
		for at+16 <= len(b) {
			next := at + fixed + int(binary.LittleEndian.Uint32(b[at+length:]))
			if next > len(b) {
				break
			}
			at = next
		}
		end = len(b)
		at = page - copy(buffer[page-(end-at):page], b[at:])
	}
}
