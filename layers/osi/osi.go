// Package osi has what packages of layers say of them besides their fields and who follows whom: roles, which are their places in the OSI model
// ([Layer]), layers that are looked for on any port ([Guess]), and the methods by which packet.Conversations learns from messages what is spoken
// elsewhere ([Announcer], [Continuer], [Asker], [Middle]).
package osi

import "strconv"

// Role is the place of a layer in the OSI model, as far as it has one.
type Role uint8

// Roles of layers.
const (
	None Role = iota
	Link
	Network
	Transport
	Application
)

// String gives the name.
func (r Role) String() string {
	names := [...]string{"none", "link", "network", "transport", "application"}
	if int(r) < len(names) {
		return names[r]
	}
	return strconv.Itoa(int(r))
}

// Layer is a row of a table of roles: Layer, a nil pointer to the layer's struct, has Role.
type Layer struct {
	Layer any
	Role  Role
}
