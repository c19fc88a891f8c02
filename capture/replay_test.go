package capture_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// timed is a source of packets at times from a start on.
type timed struct {
	list
	times []time.Duration
}

func (s *timed) Next() ([]byte, *capture.Info, error) {
	if len(s.times) == 0 {
		return nil, nil, io.EOF
	}
	s.info.Time, s.times = capture.Unix(1e9, 0).Add(s.times[0]), s.times[1:]
	return []byte("packet"), &s.info, nil
}

// slow is a sink that takes its time to send what it has collected.
type slow time.Duration

func (slow) WritePacket([]byte, *capture.Info) error { return nil }

func (s slow) Flush() error {
	time.Sleep(time.Duration(s))
	return nil
}

// TestReplayCancelled: the end of the context ends a replay that waits for a packet, and one that has not begun sends nothing.
func TestReplayCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	src := &list{packets: []string{"a"}, block: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if res, err := (capture.Replay{}).Run(ctx, src, slow(0)); res.Sent != 1 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%+v, %v", res, err)
		}
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("it waits for a packet")
	}
	src = &list{packets: []string{"a"}, err: io.EOF}
	if res, err := (capture.Replay{}).Run(ctx, src, slow(0)); res.Sent != 0 || src.closed != 0 || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("already cancelled: %+v, %v, closed %d times", res, err, src.closed)
	}
}

// TestReplayTimes: the time that flushing takes is no part of the waiting, packets with times before the first are not late, and a time that no
// Duration holds is not now.
func TestReplayTimes(t *testing.T) {
	const step = 400 * time.Millisecond
	var res capture.ReplayResult
	var err error
	for range 8 { // a machine that is busy is late itself, but not each time
		res, err = (capture.Replay{Speed: 1}).Run(t.Context(), &timed{times: []time.Duration{0, step, -time.Hour}}, slow(step/2))
		if res.Elapsed < 2*step-step/8 && res.Latest < step*3/4 { // the last flush is behind all packets
			break
		}
	}
	if err != nil || res.Sent != 3 || res.Elapsed > 2*step-step/8 || res.Latest > step*3/4 {
		t.Errorf("%+v, %v", res, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	res, err = (capture.Replay{Speed: 1e-9}).Run(ctx, &timed{times: []time.Duration{0, 1e6 * time.Hour}}, slow(0))
	if res.Sent != 1 || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v, %v", res, err)
	}
}
