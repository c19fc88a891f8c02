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
		p.date(time.Unix(t.Sec, int64(t.Nsec)).In(p.zone), p.opt.Stamp == StampDate)
	case StampSeconds:
		p.long(t.Sec)
		p.fraction(int(t.Nsec))
	case StampSincePrevious, StampSinceFirst:
		p.since(t)
	}
	p.buf = append(p.buf, ' ')
}

// date appends the time of day, and the date before it if that is wanted.
func (p *Printer) date(t time.Time, date bool) {
	if date {
		p.buf = appendPadded(p.buf, uint64(t.Year()), 4)
		p.buf = append(p.buf, '-')
		p.buf = appendPadded(p.buf, uint64(t.Month()), 2)
		p.buf = append(p.buf, '-')
		p.buf = appendPadded(p.buf, uint64(t.Day()), 2)
		p.buf = append(p.buf, ' ')
	}
	p.buf = appendClock(p.buf, uint64(t.Hour()*3600+t.Minute()*60+t.Second()))
	p.fraction(t.Nanosecond())
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
