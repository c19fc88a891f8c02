package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/capture"
)

// anyDevice is all interfaces together.
const anyDevice = "any"

// device is something that can be captured on, as -D lists it.
type device struct {
	name  string
	text  string
	flags []string
	order int // up and running first, loopback behind, as libpcap sorts them
}

// devices lists the interfaces of the host and "any".
func devices() ([]device, error) {
	found, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	list := []device{{name: anyDevice, text: "Pseudo-device that captures on all interfaces", flags: []string{"Up", "Running"}, order: 1}}
	for _, i := range found {
		d := device{name: i.Name, order: 4}
		up, running := i.Flags&net.FlagUp != 0, i.Flags&net.FlagRunning != 0
		if up {
			d.flags, d.order = append(d.flags, "Up"), 3
		}
		if running {
			d.flags = append(d.flags, "Running")
		}
		switch loopback := i.Flags&net.FlagLoopback != 0; {
		case loopback:
			d.flags = append(d.flags, "Loopback")
			d.order = 2
		case up && running:
			d.order = 0
			d.flags = append(d.flags, connection(i.Name)...)
		case up:
			d.flags = append(d.flags, connection(i.Name)...)
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b device) int { return a.order - b.order })
	return list, nil
}

// connection says what Linux knows of the cable.
func connection(name string) []string {
	state, err := os.ReadFile("/sys/class/net/" + name + "/operstate")
	switch {
	case err != nil:
		return nil
	case strings.TrimSpace(string(state)) == "up":
		return []string{"Connected"}
	case strings.TrimSpace(string(state)) == "unknown":
		return []string{"Connection status unknown"}
	}
	return []string{"Disconnected"}
}

func (d *device) String() string {
	text := d.name
	if d.text != "" {
		text += " (" + d.text + ")"
	}
	if len(d.flags) == 0 {
		return text + " [none]"
	}
	return text + " [" + strings.Join(d.flags, ", ") + "]"
}

// printDevices is -D.
func printDevices(w io.Writer) error {
	list, err := devices()
	for i := range list {
		fmt.Fprintf(w, "%d.%s\n", i+1, &list[i])
	}
	return err
}

// device is the interface that -i names, by name or number; without -i it is the first one of -D.
func (l *live) device() (string, error) {
	n, err := strconv.Atoi(l.name)
	if l.name != "" && err != nil {
		return l.name, nil
	}
	if _, e := net.InterfaceByName(l.name); l.name != "" && e == nil {
		return l.name, nil // a name that is a number
	}
	list, err := devices()
	switch {
	case err != nil:
		return "", err
	case len(list) == 0:
		return "", errors.New("no interface to capture on")
	case l.name == "":
		return list[0].name, nil
	case n < 1 || n > len(list):
		return "", fmt.Errorf("invalid adapter index %d: only %d interfaces found", n, len(list))
	}
	return list[n-1].name, nil
}

// ARPHRD_ numbers of linux/if_arp.h that have a link type of their own.
var hardwareTypes = map[int]capture.LinkType{
	1: capture.LinkTypeEthernet, 772: capture.LinkTypeEthernet, 512: capture.LinkTypeRaw, 768: capture.LinkTypeRaw, 769: capture.LinkTypeRaw,
	776: capture.LinkTypeRaw, 778: capture.LinkTypeRaw, 823: capture.LinkTypeRaw, 65534: capture.LinkTypeRaw, 519: capture.LinkTypeRaw,
	801: capture.LinkTypeIEEE80211, 802: capture.LinkTypePrism, 803: capture.LinkTypeIEEE80211Radiotap, 824: capture.LinkTypeNetlink,
	280: capture.LinkTypeCANSocketCAN, 513: capture.LinkTypeCHDLC,
}

// linkTypes are those that the interface can give, the usual one first.
func (l *live) linkTypes() ([]capture.LinkType, error) {
	if l.name == anyDevice {
		return []capture.LinkType{capture.LinkTypeLinuxSLL2, capture.LinkTypeLinuxSLL}, nil
	}
	if _, err := net.InterfaceByName(l.name); err != nil {
		return nil, fmt.Errorf("%s: No such device exists\n(No such device exists)", l.name)
	}
	text, err := os.ReadFile("/sys/class/net/" + l.name + "/type")
	if err != nil {
		return []capture.LinkType{capture.LinkTypeEthernet}, nil // not Linux: opening says so
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if link, ok := hardwareTypes[n]; err == nil && ok {
		return []capture.LinkType{link}, nil
	}
	return []capture.LinkType{capture.LinkTypeLinuxSLL}, nil
}

// print lists what is asked for.
func (l *live) print(stdout, w io.Writer) (err error) {
	if l.list {
		return printDevices(stdout)
	}
	if l.name, err = l.device(); err != nil {
		return err
	}
	if l.stampTypes {
		_, err = fmt.Fprintf(w, "Time stamp types for %s (use option -j to set):\n  host (Host)\n", l.name)
		return err
	}
	types, err := l.linkTypes()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Data link types for %s (use option -y to set):\n", l.name)
	for _, t := range types {
		fmt.Fprintf(w, "  %s (%s)\n", t.DLTName(), t.Description())
	}
	return nil
}
