package bpf

import (
	"fmt"
	"net/netip"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// options are what Compile needs besides the expression and the link type.
type options struct {
	snapLen   uint32
	netmask   uint32
	masked    bool // the netmask is known
	live      bool
	names     Names
	asWritten bool // do not optimize
}

// Option changes how Compile works.
type Option func(*options)

// WithSnapLen makes the program return n for packets that it accepts, which is how many bytes of a packet a socket keeps. The
// default is 262144. Zero, which would reject every packet, stands for the default.
func WithSnapLen(n uint32) Option {
	return func(o *options) {
		if n != 0 {
			o.snapLen = n
		}
	}
}

// WithNetmask tells the IPv4 netmask of the network that is captured on, which "ip broadcast" needs. An address that is not
// IPv4 stands for an unknown netmask, the default.
func WithNetmask(mask netip.Addr) Option {
	return func(o *options) {
		if o.masked = mask.Is4(); o.masked {
			b := mask.As4()
			o.netmask = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		}
	}
}

// WithNames gives the names of hosts, networks, ports and protocols another source than [DefaultNames].
func WithNames(n Names) Option {
	return func(o *options) {
		if n != nil {
			o.names = n
		}
	}
}

// ForSocket compiles for a Linux packet socket instead of a file: VLAN tags that the kernel has taken out of the packet, its
// direction and its interface are asked of the kernel by loads at negative offsets. Cooked link types ([capture.LinkTypeLinuxSLL] and
// [capture.LinkTypeLinuxSLL2]) become programs for a socket of type SOCK_DGRAM, which sees packets without the cooked header. [Validate] says what a
// kernel accepts: no loops (protochain), no more than 4096 instructions.
func ForSocket() Option { return func(o *options) { o.live = true } }

// WithoutOptimizer leaves the program as the parts of the expression make it.
func WithoutOptimizer() Option { return func(o *options) { o.asWritten = true } }

// Compile makes a program of an expression of the pcap-filter language for packets of a link type. The empty expression accepts
// everything. The error is an [*Error] with the place in the expression.
func Compile(expr string, link capture.LinkType, opts ...Option) (*Program, error) {
	c := &compiler{expr: expr, options: options{snapLen: accept, names: DefaultNames()}}
	for _, o := range opts {
		o(&c.options)
	}
	if len(expr) > MaxExpression {
		return nil, &Error{Expr: expr, Offset: MaxExpression, Err: ErrLimit, Detail: fmt.Sprintf("more than %d bytes", MaxExpression)}
	}
	c.lex.s = expr
	c.start(link)
	code, ok := c.compile()
	if !ok {
		return nil, c.err
	}
	code = initialise(code)
	if !c.asWritten && !c.chained {
		code = optimize(code)
		code = withoutRest(code, !c.length.useTotal && !c.tunnel)
	}
	return newProgram(code, true)
}

// withoutRest leaves of a program whose returns are all the same that return only. It is right where that is a rejection. Of a program that accepts
// what is long enough for its loads it makes one that accepts everything, as libpcap does where its optimizer runs: what "not (ip and ip6)" looks at
// decides nothing.
func withoutRest(code []bpf.RawInstruction, accepts bool) []bpf.RawInstruction {
	var last *bpf.RawInstruction
	for i := range code {
		switch in := &code[i]; {
		case in.Op&7 != clsRET:
		case in.Op != opRetK || in.K != 0 && !accepts || last != nil && last.K != in.K:
			return code
		default:
			last = in
		}
	}
	return []bpf.RawInstruction{*last}
}
