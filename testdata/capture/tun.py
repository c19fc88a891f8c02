"""A wire between two TUN devices: tun.py NAMESPACE NAMESPACE."""

import ctypes
import fcntl
import os
import select
import struct
import sys

TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 1, 0x1000, 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def open_in(namespace):
    with open("/run/netns/" + namespace) as ns:
        if libc.setns(ns.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), namespace)
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("@16sH22x", b"tun0", IFF_TUN | IFF_NO_PI))
    return fd


ends = [open_in(name) for name in sys.argv[1:]]
other = dict(zip(ends, reversed(ends)))
print("ready", flush=True)
while True:
    for fd in select.select(ends, [], [])[0]:
        packet = os.read(fd, 65536)
        try:
            os.write(other[fd], packet)
        except OSError:  # the other end is not up yet
            pass
