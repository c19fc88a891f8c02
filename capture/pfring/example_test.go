package pfring_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/pfring"
)

// Both packages give the same things.
var (
	_ = []capture.LiveSource{(*pfring.Ring)(nil), (*afpacket.Ring)(nil)}
	_ = []capture.BatchSink{(*pfring.Ring)(nil), (*pfring.Sender)(nil), (*afpacket.Ring)(nil), (*afpacket.Sender)(nil)}
	_ = []tuner{(*pfring.Ring)(nil), (*afpacket.Ring)(nil)}
	_ = []sender{(*pfring.Sender)(nil), (*afpacket.Sender)(nil)}
)

// tuner is what an open source can be told.
type tuner interface {
	SetPromiscuous(on bool) error
	SetWriteDeadline(t time.Time) error
}

type sender interface {
	capture.BatchSink
	Flush() error
	Interface() (name string, index int)
	LinkType() capture.LinkType
	SetWriteDeadline(t time.Time) error
	Close() error
}

// Programs over both packages: the arguments of these functions are the one word in which they differ.

func listen[S capture.LiveSource, O any](open func(string, capture.Live, ...O) (S, error), name string, live capture.Live, use func(capture.Record)) error {
	src, err := open(name, live)
	if err != nil {
		return err
	}
	defer src.Close()
	_ = src.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	for rec, err := range capture.Packets(context.Background(), src) {
		if err != nil {
			return err
		}
		use(rec)
	}
	return nil
}

func share[O any](openGroup func(string, int, capture.Live, ...O) (*capture.Group, error), name string, read func(context.Context, int, capture.LiveSource) error) (capture.Stats, error) {
	group, err := openGroup(name, 2, capture.Live{})
	if err != nil {
		return capture.Stats{}, err
	}
	defer group.Close()
	if err := group.Run(context.Background(), read); err != nil {
		return capture.Stats{}, err
	}
	return group.Stats()
}

func replay[S capture.Sink, O any](openSender func(string, ...O) (S, error), name string, src capture.Source) (capture.ReplayResult, error) {
	sink, err := openSender(name)
	if err != nil {
		return capture.ReplayResult{}, err
	}
	return capture.Replay{}.Run(context.Background(), src, sink)
}

// TestOneWord runs a program with both packages. Each either works or says in the terms of package errors why it cannot.
func TestOneWord(t *testing.T) {
	count := func(capture.Record) {}
	read := func(_ context.Context, _ int, src capture.LiveSource) error {
		_ = src.SetReadDeadline(time.Now())
		if _, _, err := src.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
		return nil
	}
	run := func(listen func() error, share func() (capture.Stats, error), replay func() (capture.ReplayResult, error)) (errs [3]error) {
		errs[0] = listen()
		if errors.Is(errs[0], os.ErrDeadlineExceeded) {
			errs[0] = nil
		}
		_, errs[1] = share()
		_, errs[2] = replay()
		return errs
	}
	results := map[string][3]error{
		"afpacket": run(
			func() error { return listen(afpacket.Open, "lo", capture.Live{}, count) },
			func() (capture.Stats, error) { return share(afpacket.OpenGroup, "lo", read) },
			func() (capture.ReplayResult, error) { return replay(afpacket.OpenSender, "lo", &empty{}) },
		),
		"pfring": run(
			func() error { return listen(pfring.Open, "lo", capture.Live{}, count) },
			func() (capture.Stats, error) { return share(pfring.OpenGroup, "lo", read) },
			func() (capture.ReplayResult, error) { return replay(pfring.OpenSender, "lo", &empty{}) },
		),
	}
	for name, errs := range results {
		for i, err := range errs {
			known := err == nil
			for _, reason := range []error{errors.ErrUnsupported, fs.ErrPermission, pfring.ErrNoModule, pfring.ErrQuickMode, capture.ErrDown, syscall.ENODEV} {
				known = known || errors.Is(err, reason)
			}
			if !known {
				t.Errorf("%s, %d: %v", name, i, err)
			}
		}
	}
}

// empty is a source without packets.
type empty struct{}

func (*empty) Next() ([]byte, *capture.Info, error) { return nil, nil, io.EOF }
func (*empty) LinkType() capture.LinkType           { return capture.LinkTypeEthernet }
func (*empty) Stats() (capture.Stats, error)        { return capture.Stats{}, nil }
func (*empty) Close() error                         { return nil }

func Example() {
	filter, err := bpf.Compile("vlan 7 and tcp port 443", capture.LinkTypeEthernet, bpf.ForSocket())
	if err != nil {
		fmt.Println(err)
		return
	}
	src, err := pfring.Open("eth0", capture.Live{Promiscuous: true, Filter: filter.Raw()}, pfring.WithApplicationName("example"))
	if errors.Is(err, pfring.ErrNoModule) {
		fmt.Println("modprobe pf_ring")
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	defer src.Close()
	for rec, err := range capture.Packets(context.Background(), src) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(rec.Info.Time, len(rec.Data))
	}
}
