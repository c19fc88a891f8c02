package afpacket

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// Clocks says what an interface can note the time of packets with.
func Clocks(name string) (ClockInfo, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return ClockInfo{}, fmt.Errorf("afpacket: socket: %w", err)
	}
	defer unix.Close(fd)
	ts, err := unix.IoctlGetEthtoolTsInfo(fd, name)
	if err != nil {
		return ClockInfo{}, fmt.Errorf("afpacket: %s: ETHTOOL_GET_TS_INFO: %w", name, err)
	}
	info := ClockInfo{
		Software: ts.So_timestamping&unix.SOF_TIMESTAMPING_RX_SOFTWARE != 0,
		Hardware: ts.So_timestamping&unix.SOF_TIMESTAMPING_RX_HARDWARE != 0 && ts.So_timestamping&unix.SOF_TIMESTAMPING_RAW_HARDWARE != 0,
		All:      ts.Rx_filters&(1<<unix.HWTSTAMP_FILTER_ALL) != 0,
		Device:   int(ts.Phc_index),
	}
	if now, err := unix.IoctlGetHwTstamp(fd, name); err == nil {
		info.On = now.Rx_filter != unix.HWTSTAMP_FILTER_NONE
	}
	return info, nil
}

// hardwareClock lets the interface note the time of all packets. What others have set for sending stays.
func (c *conn) hardwareClock() error {
	if c.index == 0 {
		return errors.New("the clock of the hardware is that of one interface")
	}
	cfg := unix.HwTstampConfig{}
	if now, err := unix.IoctlGetHwTstamp(c.fd, c.name); err == nil {
		if cfg = *now; cfg.Rx_filter == unix.HWTSTAMP_FILTER_ALL {
			return nil
		}
	}
	cfg.Rx_filter = unix.HWTSTAMP_FILTER_ALL
	if err := unix.IoctlSetHwTstamp(c.fd, c.name, &cfg); err != nil {
		return fmt.Errorf("the interface has no clock for all packets (SIOCSHWTSTAMP): %w", err)
	}
	return nil
}
