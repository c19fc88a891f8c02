package osi

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// Expected is a conversation that a message announces: that of an address and a port with whoever it is. Key says what is spoken there, by the
// number under which a dispatch table has it.
type Expected struct {
	Key  codec.Key
	Addr netip.Addr // the zero Addr: that of the message's sender
	Port uint16     // 0: that of the message's sender
	Here bool       // the conversation of the message itself goes on as that; Key is of any table then
}

// Announcer is implemented by layers that agree on other conversations: transfers of files, media.
type Announcer interface {
	// Announces calls yield for each conversation that the message announces, a few at most. It looks at the struct, with its payload behind it.
	Announces(payload []byte, yield func(Expected))
}

// Continuer is implemented by layers that recognize how a conversation begins, but not all of what follows.
type Continuer interface {
	// Continues reports whether data can be a later message of a conversation in which the layer was recognized. The receiver is an empty struct.
	Continues(data []byte) bool
}

// Asker is implemented by layers whose replies have no number of what they carry, but that of their call.
type Asker interface {
	// Call gives the number of a call or a reply. For a call, key leads to what it carries.
	Call() (id uint64, key codec.Key, isCall bool)
}

// Middle is implemented by layers that have no beginning of their own: they stand for what is inside a conversation that another layer began. Where
// conversations are remembered, such a layer is taken only if one with that number was recognized before.
type Middle interface {
	// Middle is never called.
	Middle()
}
