"""Joins, narrows and leaves IPv4 and IPv6 groups: multicast.py IF ADDRESS."""

import socket
import struct
import sys
import time

interface, address = sys.argv[1], socket.inet_aton(sys.argv[2])
index = socket.if_nametoindex(interface)
group4, group6 = socket.inet_aton("233.252.0.1"), socket.inet_pton(socket.AF_INET6, "ff0e::db8:0:1")

s4 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s4.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, address)
s4.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group4 + address)
s6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
s6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group6 + struct.pack("@I", index))
s4.sendto(b"to a group", ("233.252.0.1", 5000))
s6.sendto(b"to a group", ("ff0e::db8:0:1", 5000))
time.sleep(0.4)

# One source of one group (IP_ADD_SOURCE_MEMBERSHIP): INCLUDE records in version 3.
only = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
only.setsockopt(socket.IPPROTO_IP, 39, socket.inet_aton("232.0.1.1") + address + socket.inet_aton("198.51.100.10"))
time.sleep(0.4)
only.close()
s4.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, group4 + address)
s6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_LEAVE_GROUP, group6 + struct.pack("@I", index))
time.sleep(0.4)
