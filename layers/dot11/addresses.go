package dot11

import "github.com/wiretag/wiretag/layers/ieee"

// Receiver is the address of the station that the frame is sent to next.
func (h *Header) Receiver() ieee.MAC { return h.Addr1 }

// Transmitter is the address of the station that sent the frame over the air, zero where the frame does not tell.
func (h *Header) Transmitter() ieee.MAC { return h.Addr2 }

// Destination is the address of the station that the frame is for in the end.
func (h *Header) Destination() ieee.MAC {
	if h.Type == TypeData && h.ToDS {
		return h.Addr3
	}
	return h.Addr1
}

// Source is the address of the station that the frame came from at first, zero where the frame does not tell.
func (h *Header) Source() ieee.MAC {
	switch {
	case h.Type != TypeData || !h.FromDS:
		return h.Addr2
	case h.ToDS:
		return h.Addr4
	}
	return h.Addr3
}

// BSSID is the address of the basic service set; ok is false where the frame does not tell, or has four addresses.
func (h *Header) BSSID() (bssid ieee.MAC, ok bool) {
	switch h.Type {
	case TypeManagement:
		return h.Addr3, true
	case TypeData:
		switch {
		case h.ToDS && h.FromDS:
			return ieee.MAC{}, false
		case h.ToDS:
			return h.Addr1, true
		case h.FromDS:
			return h.Addr2, true
		}
		return h.Addr3, true
	case TypeControl:
		switch h.Subtype {
		case SubtypePSPoll:
			return h.Addr1, true
		case SubtypeCFEnd, SubtypeCFEndAck:
			return h.Addr2, true
		}
	case TypeExtension:
		return h.Addr1, h.Subtype == SubtypeDMGBeacon
	}
	return ieee.MAC{}, false
}
