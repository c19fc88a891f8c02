// Package bench does the same work with this library and with its peers.
//
// A [Case] names one kind of work and both ways of doing it. Its Check verifies that both give the same result:
// the same field values, the same bytes, the same packets. The cases are Go benchmarks here,
//
//	go test -bench . -benchmem
//
// and rows of a table in the command compare, which runs the two sides in turn, round after round, so that
// a machine that is busy with something else disturbs both alike:
//
//	go run ./cmd/compare
//	go run -tags wiretag_reflect ./cmd/compare    # the built-in layers without their generated code
//	go run -tags libpcap ./cmd/compare -run ilters    # filters, also against libpcap's C library (cgo, libpcap-dev)
//
// Ratios count, nanoseconds don't. A peer is used the way that suits it best: structs and buffers are reused
// where it can, readers get a buffer as large as ours.
//
// For peers in other languages, compare -packets prints the packets in hex, and a Case can hold any function: one
// that runs another program n times around the same bytes is as good as a call.
package bench
