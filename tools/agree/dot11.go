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
				if kbps, ok := m.Rate(); ok {
					e.put(8, "radiotap.datarate", strconv.FormatFloat(float64(kbps)/1000, 'g', 6, 64))
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
	fc := h.FrameControl()
	e.put(2, "wlan.fc", fc<<8|fc>>8)
	e.put(2, "wlan.fc.type", uint8(h.Type))
	e.put(2, "wlan.fc.subtype", h.Subtype)
	e.put(2, "wlan.fc.type_subtype", uint8(h.Type)<<4|h.Subtype)
	e.put(2, "wlan.fc.ds", h.Flags()&3)
	e.put(2, "wlan.flags", h.Flags())
	if h.Type != dot11.TypeControl || h.Subtype != dot11.SubtypePSPoll {
		e.put(4, "wlan.duration", h.Duration)
	}
	e.put(10, "wlan.ra", h.Addr1.String())
	bssid, hasBSSID := h.BSSID()
	if h.Type == dot11.TypeControl {
		if h.HasAddr2() {
			e.put(16, "wlan.ta", h.Addr2.String())
		}
		if hasBSSID {
			e.put(16, "wlan.bssid", bssid.String())
		}
		return
	}
	if h.Type == dot11.TypeExtension {
		return
	}
	end := 22
	if h.Type == dot11.TypeData && h.ToDS && h.FromDS {
		end = 30
	}
	e.put(16, "wlan.da", h.Destination().String())
	e.put(16, "wlan.ta", h.Addr2.String())
	e.put(end, "wlan.sa", h.Source().String())
	if hasBSSID {
		e.put(22, "wlan.bssid", bssid.String())
	}
	e.put(24, "wlan.frag", h.Fragment)
	e.put(24, "wlan.seq", h.Sequence)
	if h.IsQoS() {
		e.put(end+4, "wlan.qos.tid", h.TID)
	}
}

// elements gives the elements of a management frame.
func (e *emitter) elements(all []dot11.Element) {
	for i := range all {
		x := &all[i]
		e.put(2, "wlan.tag.number", uint8(x.ID))
		v, _ := x.View()
		switch d := v.(type) {
		case *dot11.SSID:
			e.put(2, "wlan.ssid", hexOf([]byte(d.SSID)))
		case *dot11.RSN:
			e.put(2, "wlan.rsn.version", d.Version)
		}
	}
}
