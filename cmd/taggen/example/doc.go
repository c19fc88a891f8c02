// Package example is a user's package of tagged structs with generated code: every word of
// the tag grammar is in it, and its tests compare the generated code with reflection.
package example

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
