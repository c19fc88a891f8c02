package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// USB is the header of requests that Linux's usbmon writes, LINKTYPE_USB_LINUX (Documentation/usb/usbmon.rst). It is in the byte order of the host, taken for
// little-endian. [USBMapped] is the longer form.
type USB struct {
	Request USBRequest `bits:"*,le"`
}

// USBMapped is the header of requests that Linux's usbmon writes to mapped memory, LINKTYPE_USB_LINUX_MMAPPED. It has 16 bytes more than [USB], and the
// descriptors of isochronous transfers.
type USBMapped struct {
	Request       USBRequest `bits:"*,le"`
	Interval      uint32     `bits:"32,le"`
	StartFrame    uint32     `bits:"32,le"`
	TransferFlags uint32     `bits:"32,le"` // URB_ flags
	Count         uint32     `bits:"32,le,count=Descriptors"`
	Descriptors   []USBIso   `bits:"*,le"`
}

// Err tells whether there are not as many descriptors as an isochronous transfer says, or some in another one.
func (u *USBMapped) Err() error {
	s, n := &u.Request.Setup, uint32(0)
	if u.Request.Transfer == USBIsochronous {
		n = uint32(s.Index) | uint32(s.Length)<<16
	}
	if u.Count != n {
		return codec.ErrCount
	}
	return nil
}

// USBRequest are the fields that both forms have.
type USBRequest struct {
	ID        uint64      `bits:"64"` // of the request
	Event     USBEvent    `bits:"8"`
	Transfer  USBTransfer `bits:"8"`
	In        bool        `bits:"1"`
	Endpoint  uint8       `bits:"7"`
	Device    uint8       `bits:"8"`
	Bus       uint16      `bits:"16"`
	SetupFlag uint8       `bits:"8"` // 0: Setup counts
	DataFlag  uint8       `bits:"8"` // 0: there is data
	Seconds   int64       `bits:"64"`
	Micros    int32       `bits:"32"`
	Status    int32       `bits:"32"`
	Length    uint32      `bits:"32"` // of the data, as requested or done
	Captured  uint32      `bits:"32"` // of the data that follows
	Setup     USBSetup    `bits:"*"`
}

// Err tells whether there is a setup packet in a transfer that has none.
func (r *USBRequest) Err() error {
	if r.SetupFlag == 0 && r.Transfer != USBControl {
		return codec.ErrRange
	}
	return nil
}

// USBSetup is the setup packet of control transfers, USB 2.0 section 9.3. In isochronous transfers the same bytes are the number of errors and of
// descriptors, of 32 bits each.
type USBSetup struct {
	RequestType uint8  `bits:"8"` // direction, kind and recipient
	Request     uint8  `bits:"8"`
	Value       uint16 `bits:"16"`
	Index       uint16 `bits:"16"`
	Length      uint16 `bits:"16"`
}

// USBIso is a descriptor of an isochronous transfer.
type USBIso struct {
	Status  int32  `bits:"32"`
	Offset  uint32 `bits:"32"`
	Length  uint32 `bits:"32"`
	Padding uint32 `bits:"32"`
}

// USBEvent is what happened to a request.
type USBEvent uint8

// Events.
const (
	USBSubmit   USBEvent = 'S'
	USBComplete USBEvent = 'C'
	USBError    USBEvent = 'E'
)

func (e USBEvent) String() string {
	switch e {
	case USBSubmit:
		return "submit"
	case USBComplete:
		return "complete"
	case USBError:
		return "error"
	}
	return iana.NameAt(nil, uint8(e))
}

// USBTransfer is the kind of a transfer.
type USBTransfer uint8

// Kinds of transfers.
const (
	USBIsochronous USBTransfer = iota
	USBInterrupt
	USBControl
	USBBulk
)

func (t USBTransfer) String() string {
	return iana.NameAt([]string{"isochronous", "interrupt", "control", "bulk"}, t)
}

// NextLayer is by the kind of transfer (table usb): what the data mean is up to the class of the device.
func (u *USB) NextLayer([]byte) codec.Key { return u.Request.data() }

// NextLayer is by the kind of transfer (table usb): what the data mean is up to the class of the device.
func (u *USBMapped) NextLayer([]byte) codec.Key { return u.Request.data() }

func (r *USBRequest) data() codec.Key { return codec.Key{Table: "usb", Value: uint64(r.Transfer)} }

// HasSetup reports whether Setup is a setup packet.
func (r *USBRequest) HasSetup() bool { return r.SetupFlag == 0 && r.Transfer == USBControl }

func (r *USBRequest) text(name string) string {
	s := fmt.Sprintf("%s %s %s, device %d.%d endpoint %d", name, r.Transfer, r.Event, r.Bus, r.Device, r.Endpoint)
	if r.In {
		s += " in"
	}
	return s
}

func (u *USB) String() string { return u.Request.text("USB") }

func (u *USBMapped) String() string { return u.Request.text("USBMapped") }
