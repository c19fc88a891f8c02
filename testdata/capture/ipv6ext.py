"""Sends UDP and ICMPv6 with IPv6 extension headers: ipv6ext.py ADDRESS."""

import socket
import struct
import sys
import time

target = sys.argv[1]
PADN4 = bytes([1, 4, 0, 0, 0, 0])
ROUTER_ALERT = bytes([5, 2, 0, 0, 1, 0])  # value 0, then PadN without data
# Twelve bytes: an experimental option (RFC 4727) of which receivers skip the
# content, Pad1 and a PadN of length 1.
EXPERIMENT = bytes([0x1E, 6, 1, 2, 3, 4, 5, 6, 0, 1, 1, 0])
REFUSED = bytes([0x9E, 4, 1, 2, 3, 4])  # of which receivers must send a parameter problem


def header(options):
    """An options header: next header (set by the kernel), length, options."""
    assert (len(options) + 2) % 8 == 0
    return bytes([0, (len(options) + 2) // 8 - 1]) + options


def send(*ancillary, data=b"with extension headers", port=9):
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.sendmsg([data], [(socket.IPPROTO_IPV6, kind, value) for kind, value in ancillary], 0, (target, port))
    time.sleep(0.1)


LONG = header(EXPERIMENT + bytes([1, 0]))
send((socket.IPV6_HOPOPTS, header(PADN4)))
send((socket.IPV6_HOPOPTS, header(ROUTER_ALERT)))
send((socket.IPV6_DSTOPTS, LONG))
send((socket.IPV6_HOPOPTS, header(PADN4)), (socket.IPV6_DSTOPTS, LONG), data=bytes(2500))
send((socket.IPV6_DSTOPTS, header(REFUSED)))

# No next header (59), and a next header that nobody knows (253, for experiments).
for protocol, data in ((59, b""), (253, b"experiment")):
    s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, protocol)
    s.sendto(data, (target, 0))
    time.sleep(0.1)

# A fragment header that makes no fragments (an atomic fragment), by hand.
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 44)
s.sendto(struct.pack("!BBHI", 59, 0, 0, 0x12345678), (target, 0))
