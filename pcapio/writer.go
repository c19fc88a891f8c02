package pcapio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// DefaultSnapLen is the snapshot length of new files unless the header says another: 262144 bytes, the longest
// packet that libpcap takes.
const DefaultSnapLen = maxSnapLen

var (
	// ErrTime says that a time stamp cannot be written: pcap files hold the seconds from 1970 to 2106.
	ErrTime = errors.New("time out of range")
	// ErrLinkType says that a packet has another link type than the file, which can have only one.
	ErrLinkType = errors.New("link type differs from that of the file")
)

// Writer writes a pcap file: version 2.4, with microseconds or nanoseconds, in either byte order. It is a
// capture.Sink. It must not be used by several goroutines at once.
//
// Records are collected in a buffer, which is written when the next record does not fit and by Flush. The buffer has
// whole records only, so whatever happens to the process between two writes, the file ends with a whole record, and
// has all of them up to the last Flush. An error in writing is final: every later call returns it.
type Writer struct {
	buf    []byte // what has not been written yet, a part of mem
	mem    []byte
	dst    io.Writer
	err    error
	size   int64 // bytes written so far, with those in the buffer
	count  uint64
	header Header
	divide uint32 // nanoseconds of a unit
	room   int    // how much the buffer holds; 0: nothing stays in it
	closer io.Closer
	tag    tagger
}

// WriterOption changes how a Writer works.
type WriterOption func(*writerConfig)

type writerConfig struct {
	buffer int
	repair bool
	ngWriterConfig
}

// WithWriteBuffer sets the size of the buffer in bytes. The default is DefaultBuffer. With 0, every record is written
// at once.
func WithWriteBuffer(bytes int) WriterOption {
	return func(c *writerConfig) { c.buffer = max(bytes, 0) }
}

// WithRepair has Append cut off a record that is not complete at the end of the file, as a crash leaves it.
func WithRepair() WriterOption {
	return func(c *writerConfig) { c.repair = true }
}

func writerOptions(options []WriterOption) writerConfig {
	c := writerConfig{buffer: DefaultBuffer}
	for _, o := range options {
		o(&c)
	}
	return c
}

// NewWriter writes a file header to the buffer and returns a Writer. Of the header, which may be that of another
// file, it uses:
//
//   - Format: Pcap or PcapNano. The zero Format is Pcap. Of other formats, those with time stamps finer than
//     microseconds become PcapNano and the rest Pcap.
//   - BigEndian, ThisZone and SigFigs as they stand. A few link types (NFLOG, USB of Linux, PFLOG, …) have numbers in the
//     byte order of the capturing host, which readers take to be that of the file: it should stay what it was for them.
//   - SnapLen; 0 is DefaultSnapLen unless the header was read from a pcap file.
//   - LinkType, and with it bits 16 to 31 of Network: the length of the frame check sequence, and reserved bits.
func NewWriter(dst io.Writer, header Header, options ...WriterOption) (*Writer, error) {
	if header.LinkType == capture.LinkTypeNone {
		return nil, fmt.Errorf("pcapio: file header: no link type: %w", ErrLinkType)
	}
	w := newWriter(dst, writerOptions(options))
	h := Header{
		Format: header.Format.written(), BigEndian: header.BigEndian, VersionMajor: 2, VersionMinor: 4,
		ThisZone: header.ThisZone, SigFigs: header.SigFigs, SnapLen: header.SnapLen, LinkType: header.LinkType,
		Network: uint32(header.LinkType),
	}
	switch header.Format {
	case 0, Pcap, PcapNano, PcapModified, PcapRedHat, PcapSUSE, PcapNokia, PcapIxiaHardware, PcapIxiaSoftware:
		h.Network |= header.Network &^ 0xffff
	}
	if h.SnapLen == 0 && header.VersionMajor == 0 || header.Format == Snoop || header.Format == Pcapng && h.SnapLen == 0 {
		h.SnapLen = DefaultSnapLen
	}
	w.begin(h)
	w.empty(pcapHeaderLen)
	b := w.buf[:pcapHeaderLen]
	w.buf, w.size = b, pcapHeaderLen
	order := w.order()
	order.PutUint32(b, magicOf(h.Format))
	order.PutUint16(b[4:], h.VersionMajor)
	order.PutUint16(b[6:], h.VersionMinor)
	order.PutUint32(b[8:], uint32(h.ThisZone))
	order.PutUint32(b[12:], h.SigFigs)
	order.PutUint32(b[16:], h.SnapLen)
	order.PutUint32(b[20:], h.Network)
	return w, nil
}

// written is the format in which what was read from f is written.
func (f Format) written() Format {
	switch f {
	case PcapNano, PcapIxiaHardware, PcapAIX, Pcapng:
		return PcapNano
	}
	return Pcap
}

func newWriter(dst io.Writer, c writerConfig) *Writer {
	return &Writer{dst: dst, room: c.buffer}
}

// empty begins the buffer anew, with room for n bytes. In it a byte is at the same place within a page as in the
// file: kernels copy page by page, and faster so.
func (w *Writer) empty(n int) {
	room := max(n, w.room)
	if room+page > len(w.mem) {
		w.mem = make([]byte, pages(room)+page)
	}
	at := int(w.size & (page - 1))
	w.buf = w.mem[at : at : at+room]
}

// begin takes the header of the file for what follows.
func (w *Writer) begin(h Header) {
	w.header, w.divide = h, 1
	if h.Format == Pcap {
		w.divide = 1000
	}
}

func (w *Writer) order() binary.ByteOrder {
	if w.header.BigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// Create makes the named file, or empties it, and returns a Writer to it. Close closes it.
func Create(path string, header Header, options ...WriterOption) (*Writer, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w, err := NewWriter(f, header, options...)
	if err != nil {
		_ = f.Close() // it has nothing in it
		return nil, err
	}
	w.closer = f
	return w, nil
}

// Append opens the named pcap file to write behind its last packet, in its own format and byte order. It reads the
// file to its end: an error in it is returned, and what is there stays, but see WithRepair. Formats other than Pcap
// and PcapNano of version 2.4 and compressed files are refused.
func Append(path string, options ...WriterOption) (*Writer, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	w, err := appendTo(f, writerOptions(options))
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	w.closer = f
	return w, nil
}

func appendTo(f *os.File, c writerConfig) (*Writer, error) {
	r, err := NewReader(f)
	if err != nil {
		return nil, err
	}
	h := r.header
	plain := h.VersionMajor == 2 && h.VersionMinor == 4 && r.compression == Plain
	if !plain || h.Format != Pcap && h.Format != PcapNano {
		what := fmt.Sprintf("cannot append to %s version %d.%d, %s", h.Format, h.VersionMajor, h.VersionMinor, r.compression)
		return nil, &Error{What: "file header", Detail: what, Err: ErrFormat}
	}
	for err == nil {
		_, _, err = r.Next()
	}
	var e *Error
	end := r.in.offset()
	switch {
	case err == io.EOF:
	case c.repair && errors.As(err, &e) && errors.Is(err, ErrTruncated):
		if end = e.Offset; end >= pcapHeaderLen {
			err = f.Truncate(end)
			break
		}
		return nil, err
	default:
		return nil, err
	}
	if err != nil && err != io.EOF {
		return nil, err
	}
	if _, err := f.Seek(end, io.SeekStart); err != nil {
		return nil, err
	}
	w := newWriter(f, c)
	w.begin(h)
	w.size, w.count = end, r.count
	w.empty(0)
	return w, nil
}

// Header is the header of the file as it is written.
func (w *Writer) Header() Header { return w.header }

// Size is the length of the file in bytes, with what is still in the buffer.
func (w *Writer) Size() int64 { return w.size }

// Packets is how many packets the file has, with those still in the buffer.
func (w *Writer) Packets() uint64 { return w.count }

// WritePacket writes one packet, as capture.Sink says. All of data is written, whatever the snapshot length. A nil
// info means: now, whole. Info.Length is written as it stands, so that odd records stay as they are, unless
// CaptureLength is 0 too, which means that neither is known, nor a link type that is 0. What is finer than the file's unit of time is cut off,
// and a packet without a time gets 0. A VLAN tag that the kernel took out is put back into packets of Ethernet and of
// Linux cooked captures; lengths are then those with it. Interface, flags and options have no place in a pcap file.
//
// A packet whose time or link type does not fit is not written, with an error that is ErrTime or ErrLinkType; the
// Writer stays usable.
func (w *Writer) WritePacket(data []byte, info *capture.Info) error {
	if info == nil {
		now := capture.Info{Time: capture.TimestampOf(time.Now()), LinkType: w.header.LinkType}
		return w.WritePacket(data, &now)
	}
	if info.VLAN.Present {
		data, info = w.tag.put(data, info)
	}
	captured, length := uint32(len(data)), info.Length
	made := info.CaptureLength == 0 && length == 0
	if made {
		length = captured
	}
	if info.LinkType != w.header.LinkType && (!made || info.LinkType != 0) {
		return fmt.Errorf("pcapio: packet %d: %v in a file of %v: %w", w.count+1, info.LinkType, w.header.LinkType, ErrLinkType)
	}
	sec := info.Time.Sec
	if uint64(sec) > 1<<32-1 || info.Time.Era != 0 {
		return fmt.Errorf("pcapio: packet %d: %v: %w", w.count+1, info.Time, ErrTime)
	}
	if need := recordHeaderLen + len(data); w.err != nil || need > cap(w.buf)-len(w.buf) {
		if err := w.makeRoom(need); err != nil {
			return err
		}
	}
	at := len(w.buf)
	b := w.buf[at : at+recordHeaderLen]
	if w.header.BigEndian {
		be := binary.BigEndian
		be.PutUint32(b, uint32(sec))
		be.PutUint32(b[4:], info.Time.Nsec/w.divide)
		be.PutUint32(b[8:], captured)
		be.PutUint32(b[12:], length)
	} else {
		le := binary.LittleEndian
		le.PutUint32(b, uint32(sec))
		le.PutUint32(b[4:], info.Time.Nsec/w.divide)
		le.PutUint32(b[8:], captured)
		le.PutUint32(b[12:], length)
	}
	w.buf = append(w.buf[:at+recordHeaderLen], data...)
	w.size += int64(recordHeaderLen + len(data))
	w.count++
	if w.room == 0 {
		return w.Flush()
	}
	return nil
}

// makeRoom writes what is in the buffer, and makes the buffer as large as one record if that is larger.
func (w *Writer) makeRoom(need int) error {
	if err := w.Flush(); err != nil {
		return err
	}
	if uint64(need) > 1<<32-1 {
		return fmt.Errorf("pcapio: packet %d has %d bytes: %w", w.count+1, need-recordHeaderLen, ErrLimit)
	}
	w.empty(need)
	return nil
}

// Flush writes what is in the buffer. What has been flushed survives the end of the process; to survive that of the
// system the file must be synchronized too (os.File.Sync).
func (w *Writer) Flush() error {
	if w.err != nil || len(w.buf) == 0 {
		return w.err
	}
	n, err := w.dst.Write(w.buf)
	if err == nil && n < len(w.buf) {
		err = io.ErrShortWrite
	}
	w.empty(0)
	w.err = err
	return err
}

// Close flushes, and closes the file that Create or Append opened; a destination given to NewWriter stays open and
// is the caller's. Later calls of WritePacket return capture.ErrClosed.
func (w *Writer) Close() error {
	if w.err == capture.ErrClosed {
		return nil
	}
	err := w.Flush()
	w.err = capture.ErrClosed
	if w.closer != nil {
		err = errors.Join(err, w.closer.Close())
	}
	return err
}

var _ capture.Sink = (*Writer)(nil)
