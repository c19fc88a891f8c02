// Package flow has two small values that say who talks to whom: an Endpoint is
// one address of one kind (a MAC address, an IP address, a port), a Flow is an
// ordered pair of them.
//
// Both are comparable with ==, hold no pointers and work as map keys. Kinds are
// plain numbers that carry their own name, size and way of printing, so new ones
// are made without any registration: the same name, size and form always give the same Kind.
//
// [Flow.FastHash] is the same for both directions of a conversation and is
// keyed, so that whoever chooses the addresses cannot choose the hash.
package flow
