"""Half a VLAN switch: switch.py ACCESS TRUNK TPID:TCI...

Frames from the access port get the tags (hexadecimal, the outer one first) and
go to the trunk; frames from the trunk with the same VLANs lose them and go to
the access port.
"""

import select
import socket
import struct
import sys

SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_AUXDATA = 263, 1, 8
PACKET_MR_PROMISC, PACKET_OUTGOING, TP_STATUS_VLAN_VALID = 1, 4, 1 << 4
tags = [tuple(int(part, 16) for part in arg.split(":")) for arg in sys.argv[3:]]
push = b"".join(struct.pack("!HH", *tag) for tag in tags)


def port(name):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    s.bind((name, 3))
    s.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    s.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, struct.pack("@IHH8x", socket.if_nametoindex(name), PACKET_MR_PROMISC, 0))
    return s


def receive(s):
    """A frame with all its tags, or None if this host sent it."""
    frame, ancillary, _, source = s.recvmsg(65536, 256)
    if source[2] == PACKET_OUTGOING:
        return None
    for level, kind, data in ancillary:
        if level == SOL_PACKET and kind == PACKET_AUXDATA:
            status, tci, tpid = struct.unpack("@I12xHH", data[:20])
            if status & TP_STATUS_VLAN_VALID:  # the kernel took the outer tag off
                frame = frame[:12] + struct.pack("!HH", tpid, tci) + frame[12:]
    return frame


def same(a, b):
    """Same protocols and VLANs; priorities may differ."""
    return len(a) == len(b) and all(x & y == z & y for x, z, y in zip(words(a), words(b), [0xFFFF, 0x0FFF] * len(tags)))


def words(data):
    return struct.unpack("!%dH" % (len(data) // 2), data)


access, trunk = port(sys.argv[1]), port(sys.argv[2])
print("ready", flush=True)
while True:
    for s in select.select([access, trunk], [], [])[0]:
        frame = receive(s)
        if frame is None:
            continue
        if s is access:
            trunk.send(frame[:12] + push + frame[12:])
        elif same(frame[12 : 12 + len(push)], push):
            access.send(frame[:12] + frame[12 + len(push) :])
