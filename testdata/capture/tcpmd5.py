"""TCP with MD5 signatures (RFC 2385), key "secret": tcpmd5.py serve|talk ADDRESS PEER."""

import socket
import struct
import sys

role, address, peer = sys.argv[1:]
s = socket.socket()
# TCP_MD5SIG: struct tcp_md5sig, whose first part is the peer as a sockaddr_storage.
s.setsockopt(
    socket.IPPROTO_TCP,
    14,
    struct.pack("@HH4s120xBBHI80s", socket.AF_INET, 0, socket.inet_aton(peer), 0, 0, 6, 0, b"secret"),
)
if role == "serve":
    s.bind((address, 179))
    s.listen()
    c, _ = s.accept()
    c.sendall(c.recv(100))
    c.close()
else:
    s.connect((address, 179))
    s.sendall(b"signed")
    s.recv(100)
    s.close()
