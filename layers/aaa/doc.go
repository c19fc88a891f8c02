// Package aaa holds the layers of authentication, authorization and accounting: RADIUS and Diameter, with a dictionary of their attributes.
//
// The dictionary is compressed in the program and is unpacked when a name or the type of a vendor's attribute is first asked for, once. Its facts, which are numbers,
// names and types, come from the dictionaries in Debian's libwireshark-data 4.0.17, which follow the registries of IANA and 3GPP and the documents of vendors;
// gen.go says from which files. It has no text of theirs.
//
// The package's rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package aaa

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
