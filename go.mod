module github.com/wiretag/wiretag

go 1.26

require (
	github.com/klauspost/compress v1.20.3
	github.com/spf13/pflag v1.1.0
	golang.org/x/net v0.55.0
	golang.org/x/sys v0.45.0
)

require github.com/leanovate/gopter v0.2.11

require github.com/pierrec/lz4/v4 v4.1.33
