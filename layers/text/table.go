package text

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Links returns who follows whom, as far as these layers have a part in it. Ports are hints: these layers look at their data too, but for those that hold
// what does not begin a message. Its dispatch tables are, besides tcp and udp:
//
//   - media: kinds of bodies, as [Media] numbers them; sap: 0 is the type of an announcement
func Links() []codec.Link {
	var rows []codec.Link
	for _, p := range ports {
		for _, n := range p.ports {
			for _, l := range p.layers {
				rows = append(rows, codec.Link{Table: p.table, Key: uint64(n), Layer: l})
			}
		}
	}
	rows = append(rows, codec.Link{Table: "sap", Layer: (*SAPType)(nil)})
	for _, m := range media {
		rows = append(rows, codec.Link{Table: "media", Key: uint64(m.kind), Layer: m.layer})
	}
	return rows
}

// portFTPData is the server's port of data connections that it opens.
const portFTPData = 20

// ports are where the protocols are. The first port is the one that building writes; layers are asked in their order.
var ports = [...]struct {
	table  string
	ports  []uint16
	layers []any
}{
	{"tcp", []uint16{80, 8080, 3128, 591, 631, 2869, 5985, 8008, 8088, 11371}, []any{(*HTTPRequest)(nil), (*HTTPResponse)(nil), (*HTTPData)(nil)}}, // proxies, IPP, UPnP, WinRM, HKP
	{"tcp", []uint16{554, 8554}, []any{(*RTSPRequest)(nil), (*RTSPResponse)(nil), (*RTSPInterleaved)(nil), (*RTSPData)(nil)}},
	{"udp", []uint16{5060}, []any{(*SIPRequest)(nil), (*SIPResponse)(nil)}},
	{"tcp", []uint16{5060}, []any{(*SIPRequest)(nil), (*SIPResponse)(nil), (*SIPData)(nil)}},
	{"tcp", []uint16{25, 587}, []any{(*SMTPReply)(nil), (*SMTPCommand)(nil), (*SMTPData)(nil)}},
	{"tcp", []uint16{110}, []any{(*POPReply)(nil), (*POPCommand)(nil), (*POPData)(nil)}},
	{"tcp", []uint16{143}, []any{(*IMAPResponse)(nil), (*IMAPCommand)(nil), (*IMAPData)(nil)}},
	{"tcp", []uint16{21}, []any{(*FTPReply)(nil), (*FTPCommand)(nil), (*FTPControlData)(nil)}},
	{"tcp", []uint16{portFTPData}, []any{(*FTPData)(nil)}},
	{"tcp", []uint16{6667}, []any{(*IRC)(nil), (*IRCData)(nil)}},
	{"tcp", []uint16{6665, 6666, 6668, 6669}, []any{(*IRC)(nil)}},
	{"tcp", []uint16{22}, []any{(*SSHIdentification)(nil), (*SSHData)(nil)}},
	{"udp", []uint16{2944}, []any{(*MEGACO)(nil)}},
	{"tcp", []uint16{2944}, []any{(*MEGACO)(nil)}},
	{"udp", []uint16{9875}, []any{(*SAP)(nil)}},
	{"udp", []uint16{1900}, []any{(*SSDPRequest)(nil), (*SSDPResponse)(nil)}},
}

var media = [...]struct {
	kind  Media
	layer any
}{
	{MediaChunked, (*Chunked)(nil)},
	{MediaText, (*Text)(nil)},
	{MediaJSON, (*JSON)(nil)},
	{MediaXML, (*XML)(nil)},
	{MediaForm, (*Form)(nil)},
	{MediaMultipart, (*Multipart)(nil)},
	{MediaSDP, (*SDP)(nil)},
	{MediaMessage, (*Message)(nil)},
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	var rows []osi.Layer
	seen := map[any]bool{}
	for _, p := range ports {
		for _, l := range p.layers {
			if !seen[l] {
				seen[l] = true
				rows = append(rows, osi.Layer{Layer: l, Role: osi.Application})
			}
		}
	}
	return rows
}

// Guesses returns the layers that are looked for where no port says what there is: their first lines are like those of no other
// protocol.
func Guesses() []osi.Guess {
	methods := osi.Bytes('A', 'Z')
	return []osi.Guess{
		{Table: "tcp", Layer: (*HTTPRequest)(nil), First: methods},
		{Table: "tcp", Layer: (*HTTPResponse)(nil), First: "H"},
		{Table: "tcp", Layer: (*RTSPRequest)(nil), First: methods},
		{Table: "tcp", Layer: (*RTSPResponse)(nil), First: "R"},
		{Table: "tcp", Layer: (*SIPRequest)(nil), First: methods},
		{Table: "tcp", Layer: (*SIPResponse)(nil), First: "S"},
		{Table: "tcp", Layer: (*SSHIdentification)(nil), First: "S"},
		{Table: "udp", Layer: (*SIPRequest)(nil), First: methods},
		{Table: "udp", Layer: (*SIPResponse)(nil), First: "S"},
	}
}
