package infra

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/osi"
)

// TFTP is a packet of the Trivial File Transfer Protocol, RFC 1350 section 5, with the options of RFC 2347. Only the
// request goes to the known port: both sides then choose ports of their own, so that what follows is known by its conversation alone.
type TFTP struct {
	Opcode    TFTPOpcode   `bits:"16"`
	Filename  ZString      `bits:"*,if=IsRequest"`
	Mode      ZString      `bits:"*,if=IsRequest"`             // netascii, octet or mail, in any case
	Block     uint16       `bits:"16,if=Opcode==3||Opcode==4"` // of data and acknowledgements, from 1; 0 acknowledges options
	ErrorCode TFTPError    `bits:"16,if=Opcode==5"`
	Message   ZString      `bits:"*,if=Opcode==5"`
	Options   []TFTPOption `bits:"*,if=HasOptions"`
	Data      []byte       `bits:"*"` // of the file, a block that is not full is the last one; in other packets what is behind their end
}

// TFTPOption is an option of a request or of its acknowledgement, RFC 2347.
type TFTPOption struct {
	Name  ZString `bits:"*"` // blksize, timeout, tsize, windowsize, multicast; in any case
	Value ZString `bits:"*"`
}

// ZString is text that ends with a zero byte, which is not a part of it.
type ZString string

// DecodeField looks for the zero byte.
func (s *ZString) DecodeField(layer []byte, at int) (int, error) {
	*s = ""
	n := bytes.IndexByte(layer[at:], 0)
	if n < 0 {
		return len(layer) - at + 1, codec.ErrTruncated
	}
	*s = ZString(layer[at : at+n])
	return n + 1, nil
}

// AppendField writes the text and the zero byte. Text with a zero byte in it has no such form.
func (s ZString) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if strings.IndexByte(string(s), 0) >= 0 {
		return dst, codec.ErrRange
	}
	return append(append(dst, s...), 0), nil
}

// TFTPOpcode is the kind of a packet.
type TFTPOpcode uint16

// Kinds of packets.
const (
	TFTPRead      TFTPOpcode = 1 // RRQ
	TFTPWrite     TFTPOpcode = 2 // WRQ
	TFTPData      TFTPOpcode = 3
	TFTPAck       TFTPOpcode = 4
	TFTPErr       TFTPOpcode = 5
	TFTPOptionAck TFTPOpcode = 6 // OACK
)

func (o TFTPOpcode) String() string {
	return iana.NameAt([]string{1: "RRQ", 2: "WRQ", 3: "DATA", 4: "ACK", 5: "ERROR", 6: "OACK"}, o)
}

// TFTPError says what went wrong.
type TFTPError uint16

// Error codes. The text of an undefined error is in the message.
const (
	TFTPErrorUndefined     TFTPError = 0
	TFTPErrorNotFound      TFTPError = 1
	TFTPErrorAccess        TFTPError = 2
	TFTPErrorDiskFull      TFTPError = 3
	TFTPErrorIllegal       TFTPError = 4
	TFTPErrorUnknownID     TFTPError = 5
	TFTPErrorExists        TFTPError = 6
	TFTPErrorNoUser        TFTPError = 7
	TFTPErrorOptionRefused TFTPError = 8
)

func (e TFTPError) String() string {
	return iana.NameAt([]string{
		"not defined", "file not found", "access violation", "disk full", "illegal operation", "unknown transfer id", "file already exists", "no such user", "options refused",
	}, e)
}

// Recognizes asks for a known opcode.
func (*TFTP) Recognizes(data []byte) bool {
	return len(data) >= 4 && data[0] == 0 && data[1] >= byte(TFTPRead) && data[1] <= byte(TFTPOptionAck)
}

// IsRequest reports whether a file is asked for or offered.
func (t *TFTP) IsRequest() bool { return t.Opcode == TFTPRead || t.Opcode == TFTPWrite }

// Announces tells that the server answers a request from a port of its own.
func (t *TFTP) Announces(_ []byte, yield func(osi.Expected)) {
	if t.IsRequest() {
		yield(osi.Expected{Key: codec.Key{Table: "udp", Value: portTFTP}})
	}
}

// HasOptions reports whether options can stand in the packet.
func (t *TFTP) HasOptions() bool { return t.IsRequest() || t.Opcode == TFTPOptionAck }

// Option returns the value of an option, in whatever case its name is written.
func (t *TFTP) Option(name string) (value string, ok bool) {
	for i := range t.Options {
		if strings.EqualFold(string(t.Options[i].Name), name) {
			return string(t.Options[i].Value), true
		}
	}
	return "", false
}

// BlockSize is the number of data bytes in a full block that the packet asks for or agrees to, RFC 2348: 512 if it says nothing.
func (t *TFTP) BlockSize() int {
	if s, ok := t.Option("blksize"); ok {
		if n, err := strconv.ParseUint(s, 10, 16); err == nil {
			return int(n)
		}
	}
	return 512
}

func (t *TFTP) String() string {
	switch {
	case t.IsRequest():
		return fmt.Sprintf("TFTP %s %q %s", t.Opcode, string(t.Filename), string(t.Mode))
	case t.Opcode == TFTPErr:
		return fmt.Sprintf("TFTP ERROR %s %q", t.ErrorCode, string(t.Message))
	case t.Opcode == TFTPData:
		return fmt.Sprintf("TFTP DATA %d, %d bytes", t.Block, len(t.Data))
	case t.Opcode == TFTPAck:
		return fmt.Sprintf("TFTP ACK %d", t.Block)
	}
	return fmt.Sprintf("TFTP %s", t.Opcode)
}
