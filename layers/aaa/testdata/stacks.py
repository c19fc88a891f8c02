#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(SCTP='sctp', SCTPChunk='', RADIUS='radius', Diameter='diameter')

def attr(t, v): return bytes([t, 2 + len(v)]) + v
def vendor(v, *attrs): return attr(26, be32(v) + b''.join(attrs))
def packet(code, attrs, ident=9): return bytes([code, ident]) + be16(20 + len(attrs)) + bytes(range(16)) + attrs
def over(name, p, dport=1812, flags='', check=True, sport=49152): row(name, 228, ip4(17, udp(p, sport=sport, dport=dport)), flags, check)

def radius():
    user = attr(1, b'bob') + attr(2, bytes(16)) + attr(4, addr(A4)) + attr(5, be32(3)) + attr(61, be32(15)) + attr(30, b'00-00-5E-00-53-01:net') + attr(31, b'00-00-5E-00-53-02')
    over('radius-request', packet(1, user + attr(3, b'\7' + bytes(16)) + attr(60, bytes(16)) + attr(95, addr(A6)) + attr(32, b'nas')))
    tunnel = attr(64, be32(13)) + attr(65, be32(6)) + attr(81, b'42') + attr(81, b'\x0142') + attr(83, b'\1' + be32(5)[1:])
    six = attr(97, b'\0\x30' + addr('2001:db8::')[:6]) + attr(96, bytes(7) + b'\1') + attr(123, b'\0\x38' + addr('2001:db8::')[:7]) + attr(168, addr(A6))
    over('radius-accept', packet(2, attr(6, be32(2)) + attr(7, be32(1)) + attr(8, addr(B4)) + attr(27, be32(3600)) + attr(18, b'hello') + attr(25, b'class') + tunnel + six), 49152, sport=1812)
    vendors = vendor(9, attr(1, b'shell:priv-lvl=15')) + vendor(311, attr(11, bytes(16)), attr(25, b'\1' + bytes(50))) + vendor(14988, attr(8, b'1M/2M')) + vendor(10415, attr(1, b'262011234567890'), attr(5, b'x'))
    over('radius-vendors', packet(2, vendors + vendor(429, be32(0x9020) + be32(1)) + vendor(8164, be16(1) + be16(8) + be32(5)) + vendor(32473, attr(1, b'example'))), 49152, sport=1812, check=False)
    eap = b'\2\1' + be16(300) + b'\x0d\x80' + bytes(294)
    over('radius-eap', packet(1, attr(1, b'bob') + attr(79, eap[:253]) + attr(79, eap[253:]) + attr(24, b'state') + attr(80, bytes(16))), check=False, flags='own')
    over('radius-reject', packet(3, attr(18, b'no') + attr(79, b'\4\1\0\4')), 49152, sport=1812, flags='own')
    over('radius-challenge', packet(11, attr(79, b'\1\2\0\6\x0d\x20') + attr(24, b'state')), 49152, sport=1812, flags='own')
    over('radius-accounting', packet(4, attr(40, be32(1)) + attr(44, b'0000001') + attr(45, be32(1)) + attr(55, be32(1700000000)) + attr(42, be32(9)) + attr(49, be32(1))), 1813)
    over('radius-accounting-response', packet(5, b''), 49152, sport=1813)
    over('radius-coa', packet(43, attr(44, b'0000001') + attr(11, b'filter')), 3799)
    over('radius-coa-nak', packet(45, attr(101, be32(503))), 49152, sport=3799)
    over('radius-status', packet(12, attr(80, bytes(16))), 1645)
    extended = attr(241, b'\1' + b'\0\0\0\1') + attr(241, b'\x1a' + be32(32473) + b'\1value') + attr(245, b'\x1a\x80' + be32(32473) + b'\1part') + attr(173, attr(1, be32(8)) + attr(3, addr(A4)))
    over('radius-extended', packet(2, extended + attr(155, b'\0\x18' + addr('192.0.2.0'))), 49152, sport=1812, check=False)
    over('radius-padding', packet(5, b'') + b'\0\0\0', 49152, sport=1813)

def avp(code, data, vendor=0, flags=0x40):
    n = 8 + len(data) + (4 if vendor else 0)
    return be32(code) + be32(n | (flags | (0x80 if vendor else 0)) << 24) + (be32(vendor) if vendor else b'') + data + bytes(-n % 4)
def message(cmd, avps, flags=0x80, app=0): return be32(1 << 24 | 20 + len(avps)) + be32(flags << 24 | cmd) + be32(app) + be32(0x11) + be32(0x22) + avps
def diam(name, p, flags='', check=True): row(name, 228, ip4(6, tcp(p, dport=3868)), flags, check)

def diameter():
    host = avp(264, b'a.example.net') + avp(296, b'example.net')
    cer = host + avp(257, be16(1) + addr(A4)) + avp(257, be16(2) + addr(A6)) + avp(266, be32(32473)) + avp(269, b'wiretag', flags=0) + avp(265, be32(10415)) + avp(258, be32(4)) + avp(267, be32(1), flags=0)
    cer += avp(260, avp(266, be32(10415)) + avp(258, be32(16777251)))
    diam('diameter-cer', message(257, cer))
    diam('diameter-cea', message(257, avp(268, be32(2001)) + cer, 0))
    diam('diameter-watchdog', message(280, host + avp(278, be32(7))) + message(280, avp(268, be32(2001)) + host, 0))
    service = avp(873, avp(874, avp(2, be32(5), 10415) + avp(8, b'310150', 10415), 10415), 10415)
    units = avp(456, avp(437, avp(420, be32(60)) + avp(421, struct.pack('>Q', 1000000))) + avp(432, be32(10)) + avp(268, be32(2001)))
    diam('diameter-credit', message(272, avp(263, b'a;1;2') + host + avp(283, b'example.net') + avp(258, be32(4)) + avp(416, be32(1)) + avp(415, be32(0)) + avp(55, be32(0xe0000000)) + avp(443, avp(450, be32(1)) + avp(444, b'262011234567890')) + units + service, 0xc0, 4))
    diam('diameter-error', message(257, avp(268, be32(3001)) + host + avp(281, b'no such command', flags=0) + avp(279, avp(999, b'xyz')), 0x20))
    diam('diameter-nasreq', message(265, avp(263, b's') + host + avp(1, b'bob') + avp(4, addr(A4)) + avp(8, addr(A4)) + avp(61, be32(5)) + avp(97, b'\0\x40' + addr(A6)[:8]), 0xc0, 1))
    diam('diameter-unknown', message(12345, avp(99999, b'data') + avp(77, b'abcde', 32473, 0), 0xc0, 99))
    diam('diameter-disconnect', message(282, host + avp(273, be32(0))))

def sctp():
    def crc32c(b):
        c = 0xffffffff
        for x in b:
            c ^= x
            for _ in range(8): c = c >> 1 ^ (0x82f63b78 if c & 1 else 0)
        return c ^ 0xffffffff
    def data(tsn, p): return be32(3 << 16 | 16 + len(p)) + be32(tsn) + be16(0) + be16(tsn) + be32(46) + p + bytes(-len(p) % 4)
    host = avp(264, b'a.example.net') + avp(296, b'example.net')
    p = be16(49152) + be16(3868) + be32(0x12345678) + be32(0) + data(1, message(282, host + avp(273, be32(0))))
    row('diameter-sctp', 228, ip4(132, p[:8] + struct.pack('<I', crc32c(p)) + p[12:]))

radius()
diameter()
sctp()
write('stacks.py', ['-o', 'sctp.checksum:crc32c'])
