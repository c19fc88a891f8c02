package dumptext

import (
	"time"

	"github.com/wiretag/wiretag/capture"
)

// Stamp is the form of the time before each packet.
type Stamp uint8

// The forms of no -t, -t, -tt, -ttt, -tttt and -ttttt.
const (
	StampClock Stamp = iota
	StampNone
	StampSeconds
	StampSincePrevious
	StampDate
	StampSinceFirst
)

// stamp appends the time of a packet and a space.
func (p *Printer) stamp(t capture.Timestamp) {
	switch p.opt.Stamp {
	case StampNone:
		return
	case StampClock, StampDate:
		if t.Era != 0 || int32(t.Sec) < 0 {
			// Seconds are taken as 32 bits with a sign.
			p.str("[Error converting time]")
			break
		}
		p.clock(t.Sec+int64(t.Nsec/1e9), int(t.Nsec%1e9))
	case StampSeconds:
		p.long(t.Sec)
		p.fraction(int(t.Nsec))
	case StampSincePrevious, StampSinceFirst:
		p.since(t)
	}
	p.buf = append(p.buf, ' ')
}

// second is the text of the second that was printed last: that of most packets is the same.
type second struct {
	at   int64
	text []byte
}

// clock appends the time of day, after the date if that is wanted.
func (p *Printer) clock(sec int64, ns int) {
	if s := &p.second; s.text == nil || s.at != sec {
		s.at, s.text = sec, p.appendDate(s.text[:0], time.Unix(sec, 0).In(p.zone))
	}
	p.buf = append(p.buf, p.second.text...)
	p.fraction(ns)
}

func (p *Printer) appendDate(dst []byte, t time.Time) []byte {
	if p.opt.Stamp == StampDate {
		dst = appendPadded(dst, uint64(t.Year()), 4)
		dst = append(dst, '-')
		dst = appendPadded(dst, uint64(t.Month()), 2)
		dst = append(dst, '-')
		dst = appendPadded(dst, uint64(t.Day()), 2)
		dst = append(dst, ' ')
	}
	return appendClock(dst, uint64(t.Hour()*3600+t.Minute()*60+t.Second()))
}

// since appends the time since the packet before, or since the first one.
func (p *Printer) since(t capture.Timestamp) {
	if !p.opt.Nano {
		t.Nsec -= t.Nsec % 1000
	}
	if !p.started {
		p.reference, p.started = t, true
	}
	d := t.Sub(p.reference)
	if p.opt.Stamp == StampSincePrevious {
		p.reference = t
	}
	sign := byte(' ')
	if d < 0 {
		sign, d = '-', -d
	}
	p.buf = append(p.buf, sign)
	p.buf = appendClock(p.buf, uint64(d%(24*time.Hour)/time.Second)) // days are not shown
	p.fraction(int(d % time.Second))
}

func (p *Printer) fraction(ns int) {
	p.buf = append(p.buf, '.')
	if p.opt.Nano {
		p.buf = appendPadded(p.buf, uint64(ns), 9)
		return
	}
	p.buf = appendPadded(p.buf, uint64(ns/1000), 6)
}
