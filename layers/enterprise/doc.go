// Package enterprise holds what the hosts of an organisation say to each other: file sharing (NetBIOS, SMB), remote procedures (DCE and ONC RPC), tunnels of user programs (OpenVPN,
// WireGuard), orders (FIX), services that are looked for (SLP), and the transport of ISO protocols over TCP.
//
// Headers are typed; what depends on the state of a connection, or is encrypted, is payload.
package enterprise

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
