// Package ike holds the key management of IPsec: ISAKMP with IKE version 1, and IKE version 2. The message and each of its payloads are layers.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package ike

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
