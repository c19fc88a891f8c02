#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys, zlib
sys.path.insert(0, '../../testdata')
from craft import *

names(STUN='stun', ClassicSTUN='classicstun', ChannelData='stun', RTP='rtp', RTCP='rtcp', MediaFrame='')

ID = bytes(range(12))
key = be32(0x2112a442) + ID
def attr(t, v=b''): return be16(t) + be16(len(v)) + v + bytes(-len(v) % 4)
def xor(s, port): return b'\0' + (b'\1' if '.' in s else b'\2') + be16(port ^ 0x2112) + bytes(a ^ b for a, b in zip(addr(s), key))
def plain(s, port): return b'\0' + (b'\1' if '.' in s else b'\2') + be16(port) + addr(s)
def stun(t, *attrs, ident=key, print_=False):
    body = b''.join(attrs)
    m = be16(t) + be16(len(body) + (8 if print_ else 0)) + ident + body
    return m + attr(0x8028, be32(zlib.crc32(m) ^ 0x5354554e)) if print_ else m
def over(name, *m, port=3478, **kw): row(name, 228, ip4(17, udp(b''.join(m), dport=port)), **kw)

def messages():
    def s(name, *a, **kw): over('stun-' + name, stun(*a, **kw), flags='open')
    s('request', 1, attr(6, b'user:peer'), attr(0x24, be32(0x7e0000ff)), attr(0x8029, bytes(range(8))), attr(0x25), attr(8, bytes(20)), print_=True)
    s('success', 0x101, attr(0x20, xor(A4, 40000)), attr(1, plain(A4, 40000)), attr(0x802b, plain(B4, 3478)), attr(0x802c, plain(B4, 3479)), attr(0x8022, b'server'), print_=True)
    s('success6', 0x101, attr(0x20, xor(A6, 40000)), attr(1, plain(A6, 40000)))
    s('error', 0x113, attr(9, b'\0\0\4\1Unauthorized'), attr(0x14, b'example.org'), attr(0x15, b'nonce'), attr(0xa, be16(0x7f01) + be16(0x7f02)))
    s('allocate', 3, attr(0x19, b'\x11\0\0\0'), attr(0xd, be32(600)), attr(0x17, b'\1\0\0\0'), attr(0x18, b'\x80'), attr(0x1a))
    s('allocated', 0x103, attr(0x16, xor(B4, 50000)), attr(0xd, be32(600)), attr(0x22, bytes(8)))
    s('send', 0x16, attr(0x12, xor(B4, 9)), attr(0x13, b'hello'))
    s('bind', 9, attr(0xc, be16(0x4000) + be16(0)), attr(0x12, xor(B4, 9)))
    s('algorithms', 1, attr(0x8002, be16(2) + be16(0) + be16(1) + be16(0)), attr(0x1d, be16(2) + be16(0)), attr(0x1c, bytes(32)), attr(0x1e, bytes(32)), attr(0x8003, b'example.org'))
    s('icmp', 0x17, attr(0x8004, be16(0) + b'\3\4' + be32(1400)), attr(0x12, xor(B4, 9)))
    s('unknown', 1, attr(0x7f00, b'what'), attr(0xc057, be32(0x10000)))
    row('stun-tcp', 228, ip4(6, tcp(stun(1), dport=3478)), flags='open')
    framed = stun(1, attr(6, b'user:peer'))
    row('stun-frame', 228, ip4(6, tcp(be16(len(framed)) + framed + be16(20) + stun(0x101), dport=3478)), flags='open,own')
    row('stun-channel', 228, ip4(17, udp(be16(0x4000) + be16(5) + b'hello', dport=3478)), flags='asis,open')
    row('stun-channel-tcp', 228, ip4(6, tcp(be16(0x4000) + be16(5) + b'hello\0\0\0', dport=3478)), flags='own,open')
    over('classic', stun(1, attr(3, be32(6)), attr(2, plain(A4, 40000)), ident=bytes(range(16))), flags='open')
    over('classic-reply', stun(0x101, attr(1, plain(A4, 40000)), attr(4, plain(B4, 3478)), attr(5, plain(B4, 3479)), ident=bytes(range(16))), flags='open')

def media():
    def rtp(pt, p, first=0x80, csrc=b'', ext=b''): return bytes([first | len(csrc) // 4, pt]) + be16(100) + be32(8000) + be32(0x11223344) + csrc + ext + p
    def r(name, *a, **kw): over('rtp-' + name, rtp(*a, **kw), port=5004, flags='kept')
    r('pcmu', 0x80, bytes(range(160)))
    r('csrc', 96, bytes(20), csrc=be32(1) + be32(2))
    r('extension', 111, bytes(20), first=0x90, ext=be16(0xbede) + be16(2) + b'\x10\x7f\x32abc\0\0')
    r('extension-long', 111, bytes(20), first=0x90, ext=be16(0x1000) + be16(2) + b'\1\1\x7f\2\3abc')
    r('padding', 96, bytes(17) + b'\3', first=0xa0)
    def c(name, *m, **kw): over('rtcp-' + name, *m, port=5005, **kw)
    def rtcp(t, n, body): return bytes([0x80 | n, t]) + be16(len(body) // 4) + body
    block = be32(2) + b'\x19\0\0\5' + be32(70000) + be32(3) + be32(0x12345678) + be32(65536)
    sdes = rtcp(202, 1, be32(1) + b'\1\4name\6\3xyz\0')
    sdes = rtcp(202, 1, be32(1) + b'\1\4name' + b'\6\3xyz' + b'\0')
    c('sender', rtcp(200, 1, be32(1) + be32(0x83aa7e80) + be32(0) + be32(8000) + be32(10) + be32(1600) + block), sdes)
    c('receiver', rtcp(201, 2, be32(1) + block + block), sdes)
    c('bye', rtcp(201, 0, be32(1)), rtcp(203, 2, be32(1) + be32(2) + b'\3end'))
    c('app', rtcp(201, 0, be32(1)), rtcp(204, 3, be32(1) + b'test' + bytes(8)))
    c('nack', rtcp(205, 1, be32(1) + be32(2) + be16(99) + be16(3)))
    c('pli', rtcp(206, 1, be32(1) + be32(2)))
    c('secured', rtcp(207, 0, be32(1) + bytes(range(12))) + be32(1 << 31 | 7) + bytes(range(10)), flags='own', check=False)
    c('xr', rtcp(207, 0, be32(1) + b'\4\0' + be16(2) + bytes(8)))

messages()
media()
write('stacks.py', ['-d', 'udp.port==5004,rtp', '-d', 'udp.port==5005,rtcp'])
