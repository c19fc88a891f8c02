"""Sends ICMP messages that ping does not: icmp.py ADDRESS."""

import socket
import struct
import sys
import time


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def send(kind, body):
    message = struct.pack("!BBH", kind, 0, 0) + body
    message = message[:2] + struct.pack("!H", checksum(message)) + message[4:]
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).sendto(message, (sys.argv[1], 0))
    time.sleep(0.1)


# Time stamp request: identifier, sequence number, three times.
send(13, struct.pack("!HHIII", 0x1234, 1, 3600000, 0, 0))
# Extended echo request (RFC 8335), with an interface object: by index 2, and by name "s0".
for c_type, payload in ((2, struct.pack("!I", 2)), (1, b"s0\0\0")):
    obj = struct.pack("!HBB", 4 + len(payload), 3, c_type) + payload
    head = struct.pack("!BBH", 0x20, 0, 0)
    head = head[:2] + struct.pack("!H", checksum(head + obj))
    send(42, struct.pack("!HBB", 0x1234, 1, 1) + head + obj)
