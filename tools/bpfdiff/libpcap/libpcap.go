// Package libpcap calls the C library for what is compared with it: its compiler and its evaluator.
package libpcap

/*
#cgo LDFLAGS: -lpcap
#include <stdlib.h>
#include <string.h>
#include <pcap/pcap.h>

static int wt_compile(int dlt, int snaplen, const char *expr, int optimize, bpf_u_int32 mask, struct bpf_program *out, char *err) {
	pcap_t *p = pcap_open_dead(dlt, snaplen);
	if (p == NULL) { strcpy(err, "out of memory"); return -1; }
	int r = pcap_compile(p, out, expr, optimize, mask);
	if (r != 0) strncpy(err, pcap_geterr(p), 255);
	pcap_close(p);
	return r;
}

static void wt_run(const struct bpf_insn *code, const unsigned char *data, const unsigned int *at, const unsigned int *wire, int n, unsigned int *out, int rounds) {
	for (int k = 0; k < rounds; k++)
		for (int i = 0; i < n; i++)
			out[i] = bpf_filter(code, data + at[i], wire[i], at[i + 1] - at[i]);
}
*/
import "C"

import (
	"errors"
	"unsafe"

	"golang.org/x/net/bpf"
)

// NoMask says that the netmask is not known.
const NoMask = 0xffffffff

// Version is that of the library.
func Version() string { return C.GoString(C.pcap_lib_version()) }

// Compile compiles an expression for captures of a link type.
func Compile(expr string, dlt, snaplen int, mask uint32, optimize bool) ([]bpf.RawInstruction, error) {
	text := C.CString(expr)
	defer C.free(unsafe.Pointer(text))
	var program C.struct_bpf_program
	var message [256]C.char
	o := C.int(0)
	if optimize {
		o = 1
	}
	if C.wt_compile(C.int(dlt), C.int(snaplen), text, o, C.bpf_u_int32(mask), &program, &message[0]) != 0 {
		return nil, errors.New(C.GoString(&message[0]))
	}
	defer C.pcap_freecode(&program)
	code := make([]bpf.RawInstruction, program.bf_len)
	for i, in := range unsafe.Slice(program.bf_insns, len(code)) {
		code[i] = bpf.RawInstruction{Op: uint16(in.code), Jt: uint8(in.jt), Jf: uint8(in.jf), K: uint32(in.k)}
	}
	return code, nil
}

// Packets are packets one behind the other, as C takes them.
type Packets struct {
	Data []byte
	At   []uint32 // where each begins; one more than there are packets
	Wire []uint32 // lengths on the wire
}

// Add adds a packet.
func (p *Packets) Add(data []byte, wire int) {
	if len(p.At) == 0 {
		p.At = append(p.At, 0)
	}
	p.Data = append(p.Data, data...)
	p.At = append(p.At, uint32(len(p.Data)))
	p.Wire = append(p.Wire, uint32(wire))
}

// Len is the number of packets.
func (p *Packets) Len() int { return len(p.Wire) }

// Packet gives packet i.
func (p *Packets) Packet(i int) ([]byte, int) {
	return p.Data[p.At[i]:p.At[i+1]:p.At[i+1]], int(p.Wire[i])
}

// Run runs a program on all packets, so many times over; out gets the results. All of it is one call of C.
func Run(code []bpf.RawInstruction, p *Packets, out []uint32, rounds int) {
	if p.Len() == 0 || len(code) == 0 {
		return
	}
	data := append(p.Data, 0) // so that there is a first byte
	C.wt_run((*C.struct_bpf_insn)(unsafe.Pointer(&code[0])), (*C.uchar)(&data[0]), (*C.uint)(&p.At[0]), (*C.uint)(&p.Wire[0]), C.int(p.Len()), (*C.uint)(&out[0]), C.int(rounds))
}
