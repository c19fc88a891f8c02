"""TCP that needs a program: tcp.py serve|talk ADDRESS PORT.

Urgent data, a window that closes and opens, keep-alives, a half-closed
connection, a reset of an open connection.
"""

import socket
import struct
import sys
import time

role, where = sys.argv[1], (sys.argv[2], int(sys.argv[3]))


def serve():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind(where)
    listener.listen()
    c, _ = listener.accept()  # urgent data, then half closed
    while c.recv(100):
        pass
    c.sendall(b"after the other side closed\n")
    c.close()
    c, _ = listener.accept()  # a window that closes
    time.sleep(1.2)
    while c.recv(65536):
        pass
    c.close()
    c, _ = listener.accept()  # idle
    c.recv(1)
    c.close()
    c, _ = listener.accept()  # reset
    c.recv(100)
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    c.close()


def talk():
    c = socket.create_connection(where)
    c.sendall(b"in order ")
    c.send(b"!", socket.MSG_OOB)
    c.sendall(b" after")
    c.shutdown(socket.SHUT_WR)
    c.recv(100)
    c.close()
    c = socket.create_connection(where)
    c.settimeout(3)
    c.sendall(bytes(12000))
    c.close()
    c = socket.socket()
    c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    c.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
    c.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    c.connect(where)
    time.sleep(2.3)
    c.close()
    c = socket.create_connection(where)
    c.sendall(b"reset me")
    time.sleep(0.3)


serve() if role == "serve" else talk()
