module github.com/wiretag/wiretag/tools/bpfdiff

go 1.26

require golang.org/x/net v0.55.0

replace github.com/wiretag/wiretag => ../../
