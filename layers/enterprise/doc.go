// Package enterprise holds what the hosts of an organisation say to each other: file sharing (NetBIOS, SMB), remote procedures (DCE and ONC RPC), tunnels of user programs (OpenVPN,
// WireGuard), orders (FIX), services that are looked for (SLP), and the transport of ISO protocols over TCP.
//
// Headers are typed; what depends on the state of a connection, or is encrypted, is payload.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package enterprise

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
