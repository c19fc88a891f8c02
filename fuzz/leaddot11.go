package fuzz

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
)

// dot11Plain reports whether a row of table dot11 can follow a header with fields at random: not those of aggregates
// and of forms that other headers announce.
func dot11Plain(r codec.Link) bool { return r.Key < 0x101 || r.Key >= 0x160 }

// dot11Children are the rows that can follow a wireless layer.
func dot11Children(v any, rows map[string][]codec.Link) (out []codec.Link, ok bool) {
	switch v.(type) {
	case *dot11.Header, *dot11.PaddedHeader:
		for _, r := range rows["dot11"] {
			if dot11Plain(r) {
				out = append(out, r)
			}
		}
		return append(out, dot11LLC(rows)), true
	case *dot11.Encapsulated:
		for _, r := range rows["dot11"] {
			if r.Key == uint64(dot11.SubtypeAction) {
				out = append(out, r)
			}
		}
		return out, true
	case *dot11.RadioTap: // a padded header only with a flag
		for _, r := range rows["dot11"] {
			if r.Key == 0x103 {
				out = append(out, r)
			}
		}
		return out, true
	case *dot11.LWAPP, *dot11.LWAPPIdentity:
		return rows["lwapp"], true
	case *dot11.Monitor: // which header follows depends on it
		return nil, true
	}
	return nil, false
}

func dot11LLC(rows map[string][]codec.Link) codec.Link {
	for _, r := range rows["ethertype"] {
		if r.Key == uint64(layers.EtherTypeLLC) {
			return r
		}
	}
	return codec.Link{}
}

// dot11Lead sets the fields of a wireless layer so that row follows it.
func dot11Lead(v any, row codec.Link) {
	switch v := v.(type) {
	case *dot11.RadioTap:
		v.Version = 0
		_ = v.Fields.Set(dot11.RadioTapFlags, []byte{byte(v.Fields.Flags() & dot11.RadioTapFlagFCS)})
	case *dot11.Encapsulated:
		v.PayloadType = 2
	case *dot11.LWAPP:
		v.Version, v.Fragment, v.Control = 0, false, row.Key == 1
	case *dot11.LWAPPIdentity:
		v.Version, v.Fragment, v.Control = 0, false, row.Key == 1
	case *dot11.PaddedHeader:
		dot11Lead(&v.Header, row)
	case *dot11.Header:
		*v = dot11.Header{Duration: v.Duration, Sequence: v.Sequence, TID: v.TID, Addr1: layers.MAC{2, 1}, Addr2: layers.MAC{2, 2}, Addr3: layers.MAC{2, 3}}
		switch {
		case row.Table == "ethertype":
			v.Type = dot11.TypeData
		case row.Key < 0x40:
			v.Type, v.Subtype = dot11.FrameType(row.Key>>4), uint8(row.Key&15)
		case row.Key >= 0x160:
			v.Type, v.Subtype = dot11.TypeControl, dot11.SubtypeControlExtension
			v.ToDS, v.FromDS, v.MoreFragments, v.Retry = row.Key&1 != 0, row.Key&2 != 0, row.Key&4 != 0, row.Key&8 != 0
		default:
			v.Type, v.Subtype, v.Aggregate = dot11.TypeData, dot11.SubtypeQoSData, true
		}
	}
}

// dot11Announces takes back what a header says of fields of the layer that follows by row, which is made without regard to it: those of an S1G beacon, of
// which flags of the frame control say whether they are there (IEEE 802.11-2020 section 9.2.4.1.1).
func dot11Announces(v any, row codec.Link) {
	const beacon = 0x31
	if h, ok := v.(*dot11.Header); ok && row.Table == "dot11" && row.Key == beacon {
		h.ToDS, h.FromDS, h.MoreFragments = false, false, false // next TBTT, compressed SSID, access network options
	}
}
