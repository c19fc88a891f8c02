package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// saving is what -w and the flags around it ask for.
type saving struct {
	name  string        // template of file names; "-": standard output; empty: nothing is saved
	size  int64         // -C: a file that is longer gets no further packet, bytes; 0: no limit
	every time.Duration // -G: time in one file; 0: no limit
	files int           // -W: how many files; 0: no limit
	flush bool          // -U
	nano  bool          // nanoseconds in the file
	print bool          // --print: packets are printed as well
	after string        // -z: a command for each file that is complete
	reads []string      // files that packets come from, which are not to be emptied
}

// errEnough ends the program without an error: -W files have been written.
var errEnough = errors.New("maximum file limit reached")

// savefile writes packets to files, which follow each other by size (-C) and time (-G), with tcpdump's names.
type savefile struct {
	saving
	header pcapio.Header
	stdout io.Writer
	now    func() time.Time

	w      *pcapio.Writer
	stderr io.Writer
	file   *os.File // nil for standard output
	number int      // of the file in this slice of time
	slices int
	since  time.Time
}

// newSavefile opens the first file for packets from a file, or an interface, with this header. It also exists if there are none.
func newSavefile(s saving, in pcapio.Header, stdout, stderr io.Writer) (*savefile, error) {
	f := &savefile{saving: s, header: s.savedHeader(in), stdout: stdout, stderr: stderr, now: time.Now}
	f.since = f.now()
	return f, f.open()
}

// savedHeader is the header of the files: that of the input, as far as it has one.
func (s *saving) savedHeader(in pcapio.Header) pcapio.Header {
	h := pcapio.Header{Format: pcapio.Pcap, SnapLen: snapLen(&in), LinkType: in.LinkType.Canonical()}
	if s.nano {
		h.Format = pcapio.PcapNano
	}
	switch in.Format {
	case pcapio.Pcap, pcapio.PcapNano, pcapio.PcapModified:
		const lengthOfFCS = 0xfc000000
		h.Network = in.Network & lengthOfFCS
	}
	return h
}

// path is the name of the current file.
func (f *savefile) path() string {
	name := f.name
	if f.every > 0 {
		name = strftime(name, f.since)
	}
	digits := 0
	if f.size > 0 && f.files > 1 {
		digits = len(strconv.Itoa(f.files - 1))
	}
	if f.number == 0 && digits == 0 {
		return name
	}
	return fmt.Sprintf("%s%0*d", name, digits, f.number)
}

func (f *savefile) open() error {
	path := f.path()
	dst := f.stdout
	if f.file = nil; path != "-" {
		if f.isRead(path) {
			return fmt.Errorf("%s is to be read and to be written", path)
		}
		file, err := os.Create(path)
		var wrong *fs.PathError
		if errors.As(err, &wrong) {
			return fmt.Errorf("%s: %s", path, reason(wrong.Err))
		}
		if err != nil {
			return err
		}
		f.file, dst = file, file
	}
	w, err := pcapio.NewWriter(dst, f.header)
	if err != nil {
		return err
	}
	f.w = w
	if f.flush {
		return f.w.Flush()
	}
	return nil
}

// isRead reports whether packets come from a file.
func (s *saving) isRead(path string) bool {
	out, err := os.Stat(path)
	if err != nil || !out.Mode().IsRegular() {
		return false
	}
	for _, name := range s.reads {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
			return true
		}
	}
	return false
}

func (f *savefile) close() error {
	err := f.w.Close()
	if f.file != nil {
		err = errors.Join(err, f.file.Close())
		if f.after != "" && err == nil {
			f.process(f.file.Name())
		}
	}
	return err
}

// process has a command look at a file that is complete, as its only argument. Nobody waits for it, and it goes on when this program ends.
func (f *savefile) process(name string) {
	cmd := exec.Command(f.after, name)
	if err := cmd.Start(); err != nil {
		fmt.Fprintf(f.stderr, "tcpdump: compress_savefile: execlp(%s, %s) failed: %v\n", f.after, name, reason(err))
		return
	}
	go cmd.Wait() // so that the system forgets it
}

// write writes a packet, to the next file if the current one is full or old.
func (f *savefile) write(data []byte, info *capture.Info) error {
	if f.every > 0 {
		if now := f.now(); now.Sub(f.since) >= f.every {
			if err := f.nextSlice(now); err != nil {
				return err
			}
		}
	}
	if f.size > 0 && f.w.Size() > f.size {
		if err := f.close(); err != nil {
			return err
		}
		if f.number++; f.files > 0 && f.number >= f.files {
			f.number = 0
		}
		if err := f.open(); err != nil {
			return err
		}
	}
	if err := f.w.WritePacket(data, info); err != nil {
		return err
	}
	if f.flush {
		return f.w.Flush()
	}
	return nil
}

// nextSlice begins a new slice of time.
func (f *savefile) nextSlice(now time.Time) error {
	f.since, f.number = now, 0
	f.slices++
	if f.size == 0 && f.files > 0 && f.slices >= f.files {
		return errEnough
	}
	if err := f.close(); err != nil {
		return err
	}
	return f.open()
}

// strftime expands the conversions of the C function in the C locale. Others stay as they are.
func strftime(format string, t time.Time) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		b.WriteString(conversion(format[i], t))
	}
	return b.String()
}

// conversion expands one conversion.
func conversion(c byte, t time.Time) string {
	layouts := map[byte]string{
		'a': "Mon", 'A': "Monday", 'b': "Jan", 'h': "Jan", 'B': "January", 'c': "Mon Jan _2 15:04:05 2006", 'd': "02",
		'D': "01/02/06", 'e': "_2", 'F': "2006-01-02", 'H': "15", 'I': "03", 'j': "002", 'm': "01", 'M': "04", 'p': "PM",
		'P': "pm", 'r': "03:04:05 PM", 'R': "15:04", 'S': "05", 'T': "15:04:05", 'x': "01/02/06", 'X': "15:04:05", 'y': "06",
		'Y': "2006", 'z': "-0700", 'Z': "MST",
	}
	if layout, ok := layouts[c]; ok {
		return t.Format(layout)
	}
	isoYear, isoWeek := t.ISOWeek()
	day, weekday := t.YearDay()-1, int(t.Weekday())
	switch c {
	case '%':
		return "%"
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 's':
		return strconv.FormatInt(t.Unix(), 10)
	case 'C':
		return fmt.Sprintf("%02d", t.Year()/100)
	case 'k':
		return fmt.Sprintf("%2d", t.Hour())
	case 'l':
		return fmt.Sprintf("%2d", (t.Hour()+11)%12+1)
	case 'u':
		return strconv.Itoa((weekday+6)%7 + 1)
	case 'w':
		return strconv.Itoa(weekday)
	case 'G':
		return strconv.Itoa(isoYear)
	case 'g':
		return fmt.Sprintf("%02d", isoYear%100)
	case 'V':
		return fmt.Sprintf("%02d", isoWeek)
	case 'U': // weeks begin on Sunday
		return fmt.Sprintf("%02d", (day+7-weekday)/7)
	case 'W': // weeks begin on Monday
		return fmt.Sprintf("%02d", (day+7-(weekday+6)%7)/7)
	}
	return string([]byte{'%', c})
}

// fileSize is the value of -C in bytes: millions of bytes, or with a letter KiB, MiB or GiB.
func fileSize(s string) (int64, error) {
	digits, unit := s, int64(1_000_000)
	if s != "" {
		switch s[len(s)-1] | 0x20 {
		case 'k':
			digits, unit = s[:len(s)-1], 1<<10
		case 'm':
			digits, unit = s[:len(s)-1], 1<<20
		case 'g':
			digits, unit = s[:len(s)-1], 1<<30
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("invalid file size %s", s)
	}
	if n > (1<<63-1)/unit {
		return 0, fmt.Errorf("file size %s is too large", s)
	}
	return n * unit, nil
}
