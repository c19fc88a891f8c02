#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(HTTPResponse='http', WebSocket='', HTTP2Preface='http', HTTP2='http2', HTTP2SettingList='', HTTP2End='', HTTP2Promise='', HTTP2Opaque='', HTTP2Away='', HTTP2Window='',
      HTTP2Alternative='', HTTP2OriginList='', HTTP2Urgency='', MQTT='mqtt')

def stream(name, port, p, **kw): row(name, 228, ip4(6, tcp(p, dport=port)), **kw)

def mqtt():
    def s(t): return be16(len(t)) + t
    def size(n):
        out = b''
        while n >= 128: out, n = out + bytes([n & 127 | 128]), n >> 7
        return out + bytes([n])
    def pkt(first, p): return bytes([first]) + size(len(p)) + p
    def props(p): return size(len(p)) + p
    def one(name, first, p): stream('mqtt-' + name, 1883, pkt(first, p), flags='open')
    one('connect', 0x10, s(b'MQTT') + b'\4\xc6' + be16(60) + s(b'client') + s(b'will/topic') + s(b'gone') + s(b'user') + s(b'password'))
    one('connect-31', 0x10, s(b'MQIsdp') + b'\3\2' + be16(60) + s(b'client'))
    session = b'\x11' + be32(3600) + b'\x21' + be16(20) + b'\x27' + be32(65536) + b'\x22' + be16(10) + b'\x19\1\x17\0' + b'\x26' + s(b'name') + s(b'value') + b'\x15' + s(b'method') + b'\x16' + s(b'data')
    will = b'\x18' + be32(5) + b'\1\1\2' + be32(60) + b'\3' + s(b'text/plain') + b'\x08' + s(b'answer') + b'\x09' + s(b'1')
    one('connect-5', 0x10, s(b'MQTT') + b'\5\x0e' + be16(60) + props(session) + s(b'client') + props(will) + s(b'will') + s(b'gone'))
    one('connack', 0x20, b'\1\0')
    one('connack-5', 0x20, b'\0\0' + props(b'\x24\1\x25\1\x12' + s(b'given') + b'\x28\1\x29\1\x2a\0\x13' + be16(30) + b'\x1f' + s(b'fine') + b'\x1c' + s(b'other') + b'\x1a' + s(b'info')))
    one('publish', 0x30, s(b'a/b') + b'hello')
    one('publish-qos', 0x3b, s(b'a/b') + be16(7) + b'hello')
    one('puback', 0x40, be16(7))
    one('pubrec', 0x50, be16(7) + b'\x10')
    one('pubrel', 0x62, be16(7))
    one('pubcomp', 0x70, be16(7) + b'\x92' + props(b'\x1f' + s(b'why')))
    one('subscribe', 0x82, be16(8) + s(b'a/#') + b'\1' + s(b'$SYS/+') + b'\0')
    one('suback', 0x90, be16(8) + b'\1\x80')
    one('unsubscribe', 0xa2, be16(9) + s(b'a/#'))
    one('unsuback', 0xb0, be16(9))
    one('pingreq', 0xc0, b'')
    one('pingresp', 0xd0, b'')
    one('disconnect', 0xe0, b'\x04' + props(b'\x11' + be32(0)))
    one('auth', 0xf0, b'\x18' + props(b'\x15' + s(b'method')))
    stream('mqtt-two', 1883, pkt(0xc0, b'') + pkt(0x30, s(b'a') + bytes(200)), flags='open')

def http2():
    pri = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
    def f(t, p, flags=0, stream=0): return be32(len(p) << 8 | t) + bytes([flags]) + be32(stream) + p
    def one(name, *frames, **kw): stream('http2-' + name, 80, pri + b''.join(frames), **kw)
    start = f(4, be16(3) + be32(100) + be16(4) + be32(65535))
    block = bytes.fromhex('828684410f7777772e6578616d706c652e636f6d')
    one('settings', start, f(4, b'', 1), f(8, be32(65535)), flags='kept')
    one('headers', start, f(1, block, 5, 1), f(0, b'body', 1, 1), flags='kept')
    one('priority', start, f(2, be32(0x80000003) + b'\x10', 0, 5), f(1, be32(3) + b'\x0f' + block, 0x25, 1), flags='kept')
    one('padded', start, f(1, b'\4' + block + bytes(4), 0x0c, 1), f(0, b'\3body' + bytes(3), 9, 1), flags='kept')
    one('reset', start, f(1, block, 5, 1), f(3, be32(8), 0, 1), f(6, bytes(range(8))), f(6, bytes(range(8)), 1), flags='kept')
    one('push', start, f(5, be32(2) + block, 4, 1), f(9, block, 4, 1), flags='kept')
    one('goaway', start, f(7, be32(1) + be32(11) + b'enough'), flags='kept')
    one('altsvc', start, f(10, be16(0) + b'h2=":443"', 0, 1), f(12, be16(19) + b'https://example.com'), f(16, be32(1) + b'u=2'), flags='kept')

def websocket():
    def f(op, p, first=0x80, key=b''):
        n = len(p)
        size = bytes([n]) if n < 126 else b'\x7e' + be16(n) if n < 65536 else b'\x7f' + struct.pack('>Q', n)
        return bytes([first | op, size[0] | (0x80 if key else 0)]) + size[1:] + key + bytes(c ^ (key or bytes(4))[i & 3] for i, c in enumerate(p))
    head = b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n'
    def one(name, *frames, **kw): row('websocket-' + name, 228, ip4(6, tcp(head + b''.join(frames), sport=80)), **kw)
    one('text', f(1, b'hello'), flags='kept,open', check=False)
    one('masked', f(2, bytes(range(9)), key=b'\1\2\3\4'), f(9, b'ping'), f(10, b'ping'), flags='kept,open', check=False)
    one('long', f(1, b'x' * 300, 0), f(0, b'y' * 10), f(8, be16(1000) + b'bye'), flags='kept,open', check=False)

mqtt()
http2()
websocket()
write('stacks.py')
