package aaa

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/wiretag/wiretag/codec"
)

// RADIUS is a packet of Remote Authentication Dial In User Service, RFC 2865 section 3, of accounting, RFC 2866, and of changes of authorization, RFC 5176. What is behind
// Length in the datagram is padding.
type RADIUS struct {
	Code          RADIUSCode        `bits:"8"`
	ID            uint8             `bits:"8"` // matches requests and responses
	Length        uint16            `bits:"16,len=header"`
	Authenticator [16]byte          `bits:"128"`
	Attributes    []RADIUSAttribute `bits:"*"`
	Rest          []byte            `bits:"*"` // from an attribute on that does not fit
}

// RADIUSCode is the kind of a packet.
type RADIUSCode uint8

// Kinds of packets, from IANA's registry.
const (
	RADIUSAccessRequest      RADIUSCode = 1
	RADIUSAccessAccept       RADIUSCode = 2
	RADIUSAccessReject       RADIUSCode = 3
	RADIUSAccountingRequest  RADIUSCode = 4
	RADIUSAccountingResponse RADIUSCode = 5
	RADIUSAccessChallenge    RADIUSCode = 11
	RADIUSStatusServer       RADIUSCode = 12
	RADIUSStatusClient       RADIUSCode = 13
	RADIUSDisconnectRequest  RADIUSCode = 40
	RADIUSDisconnectACK      RADIUSCode = 41
	RADIUSDisconnectNAK      RADIUSCode = 42
	RADIUSCoARequest         RADIUSCode = 43 // change of authorization
	RADIUSCoAACK             RADIUSCode = 44
	RADIUSCoANAK             RADIUSCode = 45
	RADIUSProtocolError      RADIUSCode = 52
)

var radiusCodes = [...]string{
	1: "Access-Request", "Access-Accept", "Access-Reject", "Accounting-Request", "Accounting-Response", "Accounting-Status", "Password-Request", "Password-Ack",
	"Password-Reject", "Accounting-Message", "Access-Challenge", "Status-Server", "Status-Client", 21: "Resource-Free-Request", "Resource-Free-Response",
	"Resource-Query-Request", "Resource-Query-Response", "Alternate-Resource-Reclaim-Request", "NAS-Reboot-Request", "NAS-Reboot-Response", 29: "Next-Passcode",
	"New-Pin", "Terminate-Session", "Password-Expired", "Event-Request", "Event-Response", 40: "Disconnect-Request", "Disconnect-ACK", "Disconnect-NAK",
	"CoA-Request", "CoA-ACK", "CoA-NAK", 50: "IP-Address-Allocate", "IP-Address-Release", "Protocol-Error",
}

func (c RADIUSCode) String() string {
	if int(c) < len(radiusCodes) && radiusCodes[c] != "" {
		return radiusCodes[c]
	}
	return strconv.Itoa(int(c))
}

// Recognizes asks for a known code and for a length of 20 to 4096 bytes, as RFC 2865 section 3 has it.
func (*RADIUS) Recognizes(data []byte) bool {
	if len(data) < 20 || int(data[0]) >= len(radiusCodes) || radiusCodes[data[0]] == "" {
		return false
	}
	n := binary.BigEndian.Uint16(data[2:])
	return n >= 20 && n <= 4096
}

// Attribute returns the first attribute of a type, nil if there is none.
func (r *RADIUS) Attribute(t RADIUSAttributeType) *RADIUSAttribute {
	for i := range r.Attributes {
		if r.Attributes[i].Type == t {
			return &r.Attributes[i]
		}
	}
	return nil
}

// Joined returns the values of all attributes of a type, one behind the other: what is longer than 253 bytes stands in several. The bytes are r's where there is one.
func (r *RADIUS) Joined(t RADIUSAttributeType) (data []byte) {
	n := 0
	for i := range r.Attributes {
		a := &r.Attributes[i]
		if a.Type != t {
			continue
		}
		if n++; n == 1 {
			data = a.Value[:len(a.Value):len(a.Value)]
		} else {
			data = append(data, a.Value...)
		}
	}
	return data
}

// EAPMessage is the packet of EAP in the attributes, put together, RFC 3579 section 3.1: a ppp.EAP. It is nil if there is none.
func (r *RADIUS) EAPMessage() []byte { return r.Joined(RADIUSEAPMessage) }

// Err tells whether the packet of EAP in the attributes is not whole: its length counts all of it, RFC 3748 section 4.
func (r *RADIUS) Err() error {
	if m := r.EAPMessage(); len(m) > 0 && (len(m) < 4 || int(m[2])<<8|int(m[3]) != len(m)) {
		return codec.ErrLength
	}
	return nil
}

// AppendEAPMessage adds the attributes for a packet of EAP.
func (r *RADIUS) AppendEAPMessage(eap []byte) {
	const most = 253 // bytes of a value
	for len(eap) > 0 {
		n := min(len(eap), most)
		r.Attributes = append(r.Attributes, RADIUSAttribute{Type: RADIUSEAPMessage, Length: uint8(n + 2), Value: eap[:n:n]})
		eap = eap[n:]
	}
}

// UserName is the value of that attribute, empty if there is none.
func (r *RADIUS) UserName() string { return string(r.Joined(RADIUSUserName)) }

// ResponseAuthenticator is what the authenticator of a response has to be, RFC 2865 section 3: packet is the encoded response, request
// the authenticator of the request that it answers. Of accounting requests and of changes, RFC 2866 section 3, request is zero.
func ResponseAuthenticator(packet []byte, request [16]byte, secret []byte) (sum [16]byte) {
	if len(packet) < 20 {
		return sum
	}
	h := md5.New()
	h.Write(packet[:4])
	h.Write(request[:])
	h.Write(packet[20:])
	h.Write(secret)
	return [16]byte(h.Sum(nil))
}

// MessageAuthenticator is what the attribute of that name has to be, RFC 3579 section 3.2: packet is encoded with zeros as its value, and with the authenticator of the
// request.
func MessageAuthenticator(packet, secret []byte) (sum [16]byte) {
	h := hmac.New(md5.New, secret)
	h.Write(packet)
	return [16]byte(h.Sum(nil))
}

func (r *RADIUS) String() string {
	s := fmt.Sprintf("RADIUS %s, id %d, %d attributes", r.Code, r.ID, len(r.Attributes))
	if u := r.UserName(); u != "" {
		s += fmt.Sprintf(", user %q", u)
	}
	return s
}
