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
	if len(data) < 4 {
		p.leap("dccp")
		return
	}
	p.ports(binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:]), protoDCCP)
	p.str("DCCP")
	if len(data) < 12 {
		p.short("dccp")
		return
	}
	h := layerAt(p, data, &p.dec.dccp)
	p.str(" ")
	if p.opt.Verbose > 0 {
		p.text("(CCVal ", uint64(h.CCVal))
		p.text(", CsCov ", uint64(h.ChecksumCoverage))
		p.str(", ")
		p.dccpSum(h, data, length)
		p.str(") ")
	}
	p.name(dccpTypes, uint16(h.Type), "unknown-type-")
	p.str(" ")
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
		ack := h.Ack()
		if h.Type == transport.DCCPListen && h.Extended && len(data) >= 24 {
			ack = binary.BigEndian.Uint64(data[16:])
		}
		p.text("(ack=", ack)
		p.str(") ")
	}
}

// dccpSum prints whether the checksum is right, over what it covers.
func (p *Printer) dccpSum(h *transport.DCCP, data []byte, length int) {
	p.str("cksum 0x")
	p.hex(uint64(h.Checksum), 4)
	covered := min(h.Covers(data), len(data))
	if len(data) < length || p.network.fragment {
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
