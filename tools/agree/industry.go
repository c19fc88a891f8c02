package main

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/industry"
)

// industry gives the fields of controllers and boards.
func (e *emitter) industry(v any) {
	switch l := v.(type) {
	case *industry.ModbusTCP:
		if p, ok := e.at.Parent(); ok {
			if _, is := p.Value().(*layers.UDP); is {
				e.rename("ModbusUDP")
				return
			}
		}
		e.put(2, "mbtcp.trans_id", l.TransactionID)
		e.put(7, "mbtcp.unit_id", l.UnitID)
	case *industry.Modbus:
		e.put(1, "modbus.func_code", uint8(l.Function&0x7f))
	case *industry.ENIP:
		e.put(2, "enip.command", uint16(l.Command))
		e.once("ENIP")
	case *industry.CIP:
		e.cip(l)
	case *industry.CIPUnconnected:
		var c industry.CIP
		if _, err := codec.Unmarshal(l.Message, &c); err == nil {
			e.put(1, "cip.service", uint8(c.Service))
		}
	case *industry.CIPMultiple:
		for b := range l.Messages() {
			var c industry.CIP
			if _, err := codec.Unmarshal(b, &c); err == nil {
				e.cip(&c)
			}
		}
	}
}

// cip gives a message, and the protocol that tshark sees in it by its class and service.
func (e *emitter) cip(c *industry.CIP) {
	s := uint8(c.Service)
	if c.Response {
		s |= 0x80
	}
	e.put(1, "cip.service", s)
	if class, ok := c.Class(); ok && class == 6 && c.Service > industry.CIPGetAttributeSingle {
		e.also("CIPManager")
	} else if c.Service > industry.CIPSetAttributeSingle {
		e.also("CIPClass")
	}
}

// rename gives the layer another name.
func (e *emitter) rename(name string) { e.rec.Layers[len(e.rec.Layers)-1][0] = name }

// also adds a protocol that tshark sees inside the layer.
func (e *emitter) also(name string) {
	e.rec.Layers = append(e.rec.Layers, [3]any{name, e.at.Offset(), 0})
}
