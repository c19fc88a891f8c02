package main

import (
	"reflect"
	"strconv"

	"github.com/wiretag/wiretag/layers/dot11"
)

// dot11 gives the fields of wireless LANs.
func (e *emitter) dot11(v any) {
	switch l := v.(type) {
	case *dot11.RadioTap:
		e.radiotap(l)
	case *dot11.Header:
		e.wlan(l)
	case *dot11.PaddedHeader:
		e.wlan(&l.Header)
	case *dot11.AMSDU:
		e.put(6, "wlan.da", l.Dst.String())
		e.put(12, "wlan.sa", l.Src.String())
	case *dot11.LWAPP:
		e.put(1, "lwapp.version", l.Version)
	case *dot11.LWAPPIdentity:
		e.put(7, "lwapp.version", l.Version)
	case *dot11.Action:
		e.action(l)
	case *dot11.Disassoc:
		e.put(2, "wlan.fixed.reason_code", uint16(l.Reason))
	case *dot11.Deauth:
		e.put(2, "wlan.fixed.reason_code", uint16(l.Reason))
	}
	e.elements(dot11.BodyElements(v))
	if rest := dot11.BodyRest(v); len(rest) >= 2 {
		e.put(2, "wlan.tag.number", rest[0]) // an element that is cut short
	}
}

// action gives the elements of an action frame.
func (e *emitter) action(a *dot11.Action) {
	v, err := a.View()
	if v == nil || err != nil && reflect.ValueOf(v).IsNil() {
		return
	}
	switch x := v.(type) {
	case *dot11.DELBA:
		e.put(2, "wlan.fixed.reason_code", uint16(x.Reason))
	case *dot11.DELTS:
		e.put(2, "wlan.fixed.reason_code", uint16(x.Reason))
	case *dot11.TDLSTeardown:
		e.put(2, "wlan.fixed.reason_code", uint16(x.Reason))
	case *dot11.GASRequest:
		e.put(2, "wlan.tag.number", uint8(x.Protocol.ID))
	case *dot11.GASResponse:
		e.put(2, "wlan.tag.number", uint8(x.Protocol.ID))
	case *dot11.GASComeback:
		e.put(2, "wlan.tag.number", uint8(x.Protocol.ID))
	}
	if f := reflect.ValueOf(v).Elem().FieldByName("Elements"); f.IsValid() {
		if all, ok := f.Interface().([]dot11.Element); ok {
			e.elements(all)
		}
	}
}

func (e *emitter) radiotap(l *dot11.RadioTap) {
	e.put(1, "radiotap.version", l.Version)
	e.put(4, "radiotap.length", l.Length)
	for _, w := range l.Fields.Present {
		e.put(4, "radiotap.present.word", w)
	}
	for i := range l.Fields.List {
		f := &l.Fields.List[i]
		switch f.Bit {
		case dot11.RadioTapFlags:
			e.put(8, "radiotap.flags", f.Data[0])
		case dot11.RadioTapRate:
			e.put(8, "radiotap.datarate", strconv.FormatFloat(float64(f.Data[0])/2, 'g', -1, 64))
		case dot11.RadioTapMCS:
			v, _ := f.View()
			if m, ok := v.(*dot11.RadioMCS); ok {
				if _, ok := m.Rate(); ok {
					rate := float64(dot11.HTRate(int(m.Index), m.Bandwidth == 1, false)) / 1000
					if m.ShortGI {
						rate = rate * 10 / 9
					}
					e.put(8, "radiotap.datarate", strconv.FormatFloat(rate, 'g', 6, 64))
				}
			}
		case dot11.RadioTapSignal:
			e.put(8, "radiotap.dbm_antsignal", int8(f.Data[0]))
		case dot11.RadioTapChannel:
			e.put(8, "radiotap.channel.freq", uint16(f.Data[0])|uint16(f.Data[1])<<8)
		}
	}
	if l.HasFCS() && !e.at.Failed() && e.rec.Cap == e.rec.Len {
		e.put(8, "wlan.fcs", l.FCS)
		e.put(8, "wlan.fcs.status", 2) // tshark does not verify it unless told to
	}
}

func (e *emitter) wlan(h *dot11.Header) {
	if h.Version != 0 {
		return
	}
	e.frameControl(h.FrameControl())
	if h.Type != dot11.TypeControl || h.Subtype != dot11.SubtypePSPoll {
		e.put(4, "wlan.duration", h.Duration&0x7fff) // the high bit says that it is another number
	}
	e.put(10, "wlan.ra", h.Addr1.String())
	bssid, hasBSSID := h.BSSID()
	if h.Type == dot11.TypeControl {
		if h.Subtype == dot11.SubtypeControlWrapper {
			e.frameControl(h.CarriedControl)
		}
		if h.HasAddr2() && h.Subtype != dot11.SubtypeCFEnd && h.Subtype != dot11.SubtypeCFEndAck {
			e.put(16, "wlan.ta", h.Addr2.String())
		}
		if hasBSSID {
			e.put(16, "wlan.bssid", bssid.String())
		}
		return
	}
	if h.Type == dot11.TypeExtension {
		if hasBSSID {
			e.put(10, "wlan.bssid", bssid.String())
		} else {
			e.put(10, "wlan.sa", h.Addr1.String())
		}
		return
	}
	end := 22
	if h.Type == dot11.TypeData && h.ToDS && h.FromDS {
		end = 30
	}
	// The third address of an aggregate is that of the network; each part has its own.
	if !h.IsAggregate() || !h.ToDS {
		e.put(16, "wlan.da", h.Destination().String())
	}
	e.put(16, "wlan.ta", h.Addr2.String())
	if !h.IsAggregate() || !h.FromDS {
		e.put(end, "wlan.sa", h.Source().String())
	}
	if hasBSSID {
		e.put(22, "wlan.bssid", bssid.String())
	}
	e.put(24, "wlan.frag", h.Fragment)
	e.put(24, "wlan.seq", h.Sequence)
	if h.IsQoS() {
		e.put(end+4, "wlan.qos.tid", h.TID)
	}
}

// frameControl gives the frame control field, which tshark shows big-endian.
func (e *emitter) frameControl(fc uint16) {
	typ, subtype, flags := fc>>2&3, fc>>4&15, fc>>8
	e.put(2, "wlan.fc", fc<<8|fc>>8)
	e.put(2, "wlan.fc.type", typ)
	e.put(2, "wlan.fc.subtype", subtype)
	if typ == uint16(dot11.TypeControl) && subtype == uint16(dot11.SubtypeControlExtension) {
		e.put(2, "wlan.fc.type_subtype", 0x160|flags&15)
	} else {
		e.put(2, "wlan.fc.type_subtype", typ<<4|subtype)
		e.put(2, "wlan.fc.ds", flags&3)
	}
	e.put(2, "wlan.flags", flags)
}

// elements gives the elements of a management frame.
func (e *emitter) elements(all []dot11.Element) {
	for i := range all {
		x := &all[i]
		e.put(2, "wlan.tag.number", uint8(x.ID))
		v, _ := x.View()
		switch d := v.(type) {
		case *dot11.SSID:
			if d.SSID == "" {
				e.put(2, "wlan.ssid", "<MISSING>")
			} else {
				e.put(2, "wlan.ssid", hexOf([]byte(d.SSID)))
			}
		case *dot11.RSN:
			e.put(2, "wlan.rsn.version", d.Version)
		}
	}
}
