"""Multipath TCP: mptcp.py serve|talk ADDRESS PORT."""

import socket
import sys
import time

role, where = sys.argv[1], (sys.argv[2], int(sys.argv[3]))
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)  # IPPROTO_MPTCP
if role == "serve":
    s.bind(("", where[1]))  # every address, for subflows to all of them
    s.listen()
    c, _ = s.accept()
    while data := c.recv(65536):
        c.sendall(data[:100])
    c.close()
else:
    s.connect(where)
    s.sendall(b"on the first path")
    time.sleep(0.5)  # the other subflows join
    for _ in range(3):
        s.sendall(bytes(4000))
        time.sleep(0.1)
    s.close()
    time.sleep(0.3)
