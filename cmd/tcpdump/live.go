package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"sync/atomic"
	"syscall"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/pcapio"
)

// openLive opens the interface, with the filter attached.
func (c *config) openLive() (capture.LiveSource, error) {
	name, err := c.live.device()
	if err != nil {
		return nil, err
	}
	c.live.name = name
	link, opts, err := c.live.link(c.filter)
	if err != nil {
		return nil, err
	}
	if link != capture.LinkTypeLinuxSLL2 { // which libpcap leaves without tags
		opts = append(opts, afpacket.WithVLANInserted())
	}
	if name == anyDevice {
		c.live.settings.Promiscuous = false // which all interfaces together cannot be
	}
	settings := c.live.settings
	if c.filter.expr != "" {
		c.filter.options = append(c.filter.options, bpf.WithSnapLen(liveSnapLen(settings.SnapLen)))
		p, err := bpf.Compile(c.filter.expr, link, append(c.filter.options, bpf.ForSocket())...)
		if err != nil {
			return nil, err
		}
		// What the kernel refuses, loops, is evaluated here instead.
		if raw := p.Raw(); bpf.Validate(raw) == nil {
			settings.Filter = raw
			c.filter.inKernel = true
		} else if err := c.filter.begin(link, liveSnapLen(settings.SnapLen)); err != nil {
			return nil, err
		}
	}
	src, err := afpacket.Open(name, settings, opts...)
	if err != nil {
		return nil, c.live.refused(name, err)
	}
	return src, nil
}

// liveSnapLen is the length that packets are cut to.
func liveSnapLen(n int) uint32 {
	if n == 0 {
		return defaultSnapLen
	}
	return uint32(n)
}

// link chooses the link type: that of -y where the interface has it.
func (l *live) link(f *filter) (link capture.LinkType, opts []afpacket.Option, err error) {
	types, err := l.linkTypes()
	if err != nil {
		return 0, nil, err
	}
	link = types[0]
	if f.typed {
		link = f.link
		if !l.has(types, link) {
			return 0, nil, fmt.Errorf("%s is not one of the DLTs supported by this device", link.DLTName())
		}
	}
	if link != types[0] || l.name == anyDevice {
		opts = append(opts, afpacket.WithCooked(link))
	}
	f.link = link
	return link, opts, nil
}

func (l *live) has(types []capture.LinkType, link capture.LinkType) bool {
	return slices.Contains(types, link)
}

// refused says what went wrong in tcpdump's words.
func (l *live) refused(name string, err error) error {
	switch {
	case errors.Is(err, syscall.ENODEV):
		return fmt.Errorf("%s: No such device exists\n(No such device exists)", name)
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s: You don't have permission to perform this capture on that device\n(%w; CAP_NET_RAW is needed)", name, err)
	case errors.Is(err, capture.ErrDown):
		return fmt.Errorf("%s: That device is not up", name)
	}
	return err
}

// listening says what is captured.
func (c *config) listening(src capture.LiveSource, stderr io.Writer) {
	if c.filter.typed || src.LinkType() == capture.LinkTypeLinuxSLL2 {
		fmt.Fprintln(stderr, "tcpdump: data link type", src.LinkType().DLTName())
	}
	if c.text.Verbose == 0 && c.save.name == "" {
		fmt.Fprintln(stderr, "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode")
	} else {
		fmt.Fprint(stderr, "tcpdump: ")
	}
	link := src.LinkType()
	fmt.Fprintf(stderr, "listening on %s, link-type %s", c.live.name, link.DLTName())
	if text := link.Description(); text != "" {
		fmt.Fprintf(stderr, " (%s)", text)
	}
	fmt.Fprintf(stderr, ", snapshot length %d bytes\n", liveSnapLen(c.live.settings.SnapLen))
}

// session is a capture on an interface with what signals do to it: interrupts end it, SIGUSR1 prints the counters.
type session struct {
	capture.LiveSource
	stderr      io.Writer
	captured    atomic.Uint64
	interrupted atomic.Bool
	signals     chan os.Signal
}

func newSession(src capture.LiveSource, stderr io.Writer) *session {
	s := &session{LiveSource: src, stderr: stderr, signals: make(chan os.Signal, 4)}
	signal.Notify(s.signals, append(endSignals, counterSignals...)...)
	go s.listen()
	return s
}

// listen takes signals until the channel is closed.
func (s *session) listen() {
	for sig := range s.signals {
		if isCounter(sig) {
			fmt.Fprint(s.stderr, "tcpdump: ", s.counters(", "), "\n")
			continue
		}
		s.interrupted.Store(true)
		s.Close()
	}
}

// Next counts packets and takes the closing by a signal for the end.
func (s *session) Next() ([]byte, *capture.Info, error) {
	data, info, err := s.LiveSource.Next()
	switch {
	case err == nil:
		s.captured.Add(1)
	case errors.Is(err, capture.ErrClosed) && s.interrupted.Load():
		err = io.EOF
	}
	return data, info, err
}

// end stops listening to signals and prints the counters.
func (s *session) end(stdout io.Writer, printed bool) {
	signal.Stop(s.signals)
	close(s.signals)
	if printed && s.interrupted.Load() {
		io.WriteString(stdout, "\n") // behind what ^C looks like on a terminal
	}
	fmt.Fprint(s.stderr, s.counters("\n"), "\n")
}

// counters are the lines at the end.
func (s *session) counters(separator string) string {
	st, err := s.Stats()
	if err != nil {
		return err.Error()
	}
	text := count(s.captured.Load(), "captured") + separator + count(st.Received+st.Dropped, "received by filter") +
		separator + count(st.Dropped, "dropped by kernel")
	if st.InterfaceDropped > 0 {
		text += separator + count(st.InterfaceDropped, "dropped by interface")
	}
	return text
}

func count(n uint64, what string) string {
	if n == 1 {
		return "1 packet " + what
	}
	return fmt.Sprintf("%d packets %s", n, what)
}

// liveHeader is the header of files that packets of an interface are written to.
func (c *config) liveHeader(link capture.LinkType) pcapio.Header {
	return pcapio.Header{Format: pcapio.Pcap, LinkType: link, SnapLen: liveSnapLen(c.live.settings.SnapLen)}
}
