package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/transport"
)

var dccpTypes = map[uint16]string{
	0: "DCCP-Request", 1: "DCCP-Response", 2: "DCCP-Data", 3: "DCCP-Ack", 4: "DCCP-DataAck", 5: "DCCP-CloseReq", 6: "DCCP-Close", 7: "DCCP-Reset", 8: "DCCP-Sync", 9: "DCCP-SyncAck",
}

var dccpResets = map[uint16]string{
	0: "unspecified", 1: "closed", 2: "aborted", 3: "no_connection", 4: "packet_error", 5: "option_error", 6: "mandatory_error", 7: "connection_refused", 8: "bad_service_code",
	9: "too_busy", 10: "bad_init_cookie", 11: "aggression_penalty",
}

// dccp prints a packet of length bytes, of which data was captured.
func (p *Printer) dccp(data []byte, length int) {
	ack := 4 // how long an acknowledgement number is
	if len(data) > 8 && data[8]&1 != 0 {
		ack = 8
	}
	head := 8 + ack
	if len(data) < head {
		p.leap("dccp")
		return
	}
	p.ports(binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:]), protoDCCP)
	p.str("DCCP")
	h := layerAt(p, data, &p.dec.dccp)
	p.str(" ")
	if p.opt.Verbose > 0 {
		p.text("(CCVal ", uint64(h.CCVal))
		p.text(", CsCov ", uint64(h.ChecksumCoverage))
		p.dccpSum(h, data, length)
		p.str(") ")
	}
	switch h.Type {
	case transport.DCCPRequest:
		head += 4
	case transport.DCCPResponse, transport.DCCPReset:
		head += 12
	}
	if len(data) < head {
		p.leap("dccp")
		return
	}
	p.name(dccpTypes, uint16(h.Type), "unknown-type-")
	p.str(" ")
	if h.Type != transport.DCCPRequest && h.Type != transport.DCCPData && len(data) < 8+2*ack {
		p.leap("dccp")
		return
	}
	switch {
	case h.Type == transport.DCCPRequest || h.Type == transport.DCCPResponse:
		p.text("(service=", uint64(h.ServiceCode))
		p.str(") ")
	case h.Type == transport.DCCPReset:
		p.str("(code=")
		p.name(dccpResets, uint16(h.ResetCode), "unknown-")
		p.str(") ")
	}
	if h.Type != transport.DCCPRequest && h.Type != transport.DCCPData {
		number := h.Ack()
		if h.Type == transport.DCCPListen && h.Extended {
			number = binary.BigEndian.Uint64(data[16:])
		}
		p.text("(ack=", number)
		p.str(") ")
	}
}

// dccpSum prints whether the checksum is right, over what it covers.
func (p *Printer) dccpSum(h *transport.DCCP, data []byte, length int) {
	if len(data) < length {
		return
	}
	p.str(", cksum 0x")
	p.hex(uint64(h.Checksum), 4)
	covered := min(h.Covers(data), len(data))
	if p.network.fragment {
		return
	}
	sum := internetSum(p.pseudo(protoDCCP, length), data[:covered])
	if sum == 0 {
		p.str(" (correct)")
		return
	}
	p.str(" (incorrect -> 0x")
	p.hex(uint64(correct(h.Checksum, sum)), 4)
	p.str(")")
}
