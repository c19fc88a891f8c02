module github.com/wiretag/wiretag/bench

go 1.26

require (
	github.com/gopacket/gopacket v1.7.7
	github.com/wiretag/wiretag v0.0.0-00010101000000-000000000000
	golang.org/x/net v0.55.0
	golang.org/x/sys v0.45.0
)

require (
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/leanovate/gopter v0.2.11 // indirect
	github.com/pierrec/lz4/v4 v4.1.33 // indirect
)

replace github.com/wiretag/wiretag => ../
