package infra

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// portTFTP is where servers of TFTP get requests.
const portTFTP = 69

// Links returns who follows whom, as far as these layers have a part in it. Ports are hints: each of these layers but Syslog looks at its data too.
func Links() []codec.Link {
	return []codec.Link{
		{Table: "udp", Key: portTFTP, Layer: (*TFTP)(nil)},
		{Table: "udp", Key: 123, Layer: (*NTPControl)(nil)},
		{Table: "udp", Key: 123, Layer: (*NTPPrivate)(nil)},
		{Table: "udp", Key: 123, Layer: (*NTP)(nil)},
		{Table: "udp", Key: 161, Layer: (*SNMP)(nil)},
		{Table: "udp", Key: 162, Layer: (*SNMP)(nil)}, // traps
		{Table: "tcp", Key: 161, Layer: (*SNMP)(nil)}, // RFC 3430
		{Table: "udp", Key: 514, Layer: (*Syslog)(nil)},
	}
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*TFTP)(nil), Role: osi.Application},
		{Layer: (*NTP)(nil), Role: osi.Application},
		{Layer: (*NTPControl)(nil), Role: osi.Application},
		{Layer: (*NTPPrivate)(nil), Role: osi.Application},
		{Layer: (*SNMP)(nil), Role: osi.Application},
		{Layer: (*Syslog)(nil), Role: osi.Application},
	}
}
