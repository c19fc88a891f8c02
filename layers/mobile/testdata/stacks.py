#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(GTPv1='gtp', GTPv2='gtpv2', GTPv0='gtpprime', GTPPrime='gtpprime', PPPHDLC='', PPP='ppp')

inner = ip4(17, udp(b'inside'))
def v1(t, body, teid=0x12345678, flags=0x30, opt=b''): return bytes([flags, t]) + be16(len(opt) + len(body)) + be32(teid) + opt + body
def over(name, p, port, **kw): row(name, 228, ip4(17, udp(p, sport=port, dport=port)), **kw)
def tlv(t, v): return bytes([t]) + be16(len(v)) + v
imsi = bytes.fromhex('42001234567890f0')

def users():
    def u(name, *a, **kw):
        flags = kw.pop('row', '')
        over('gtpu-' + name, v1(*a, **kw), 2152, flags=flags)
    u('ip', 255, inner, row='kept')
    u('ipv6', 255, ip6(17, udp(b'six', A6, B6)), row='kept')
    u('seq', 255, inner, flags=0x32, opt=be16(7) + b'\0\0', row='kept')
    u('extension', 255, inner, flags=0x34, opt=be16(0) + b'\0\x85\1\0\x09\0', row='kept')
    u('extensions', 255, inner, flags=0x36, opt=be16(7) + b'\0\xc0\1\0\5\x85\2' + b'\x10\x09\0\0\0\0' + b'\0', row='kept')
    u('npdu', 255, inner, flags=0x31, opt=be16(0) + b'\x09\0', row='kept')
    u('end', 254, b'')
    u('echo', 1, b'', 0, 0x32, be16(1) + b'\0\0')
    u('echo-reply', 2, b'\x0e\5', 0, 0x32, be16(1) + b'\0\0')
    u('error', 26, b'\x10' + be32(0x99) + tlv(133, addr(A4)), 0, 0x32, be16(1) + b'\0\0')
    u('headers', 31, b'\x8d\2\x85\xc0', 0, 0x32, be16(1) + b'\0\0')

def control():
    def c(name, t, body, teid=0, **kw): over('gtpc-' + name, v1(t, body, teid, 0x32, be16(1) + b'\0\0'), 2123, **kw)
    body = b'\2' + imsi + b'\3' + bytes.fromhex('42f010fffe01') + b'\x0e\7\x0f\xfc\x10' + be32(1) + b'\x11' + be32(2) + b'\x14\5\x1a' + be16(0x800)
    body += tlv(128, b'\xf1\x21') + tlv(131, b'\x08internet\3net') + tlv(133, addr(A4)) + tlv(133, addr(A4)) + tlv(134, b'\x91\x21\x43\x65') + tlv(135, b'\2\x0b\x92\x1f')
    body += tlv(151, b'\1') + tlv(153, b'\x40\0') + tlv(154, bytes.fromhex('5308240000000010'))
    c('create', 16, body)
    c('create-reply', 17, b'\1\x80' + b'\x08\xfe\x0e\7\x10' + be32(3) + b'\x11' + be32(4) + b'\x7f' + be32(5) + tlv(128, b'\xf1\x21' + addr(B4)) + tlv(133, addr(B4)) + tlv(133, addr(B4)), 2)
    ipcp = bytes([2, 1]) + be16(10) + b'\x81\6' + addr(A4)
    pap = bytes([1, 1]) + be16(14) + b'\4user' + b'\4pass'
    pco = b'\x80' + be16(0x8021) + bytes([len(ipcp)]) + ipcp + be16(0xc023) + bytes([len(pap)]) + pap + be16(13) + b'\0'
    c('config', 16, b'\x0e\7' + tlv(132, pco), flags='own')
    c('delete', 20, b'\x13\xff\x14\5', 3)
    c('delete-reply', 21, b'\1\x80', 2)
    over('gtp0-echo', bytes([0x1e, 1]) + be16(0) + be16(1) + be16(0) + b'\xff\xff\xff\xff' + bytes(8), 3386, flags='')
    old = b'\1\x80' + b'\6\x0b\x92\x1f' + b'\x08\xfe' + b'\x10\0\1' + b'\x11\0\2' + b'\x7f' + be32(5) + tlv(132, pco)
    over('gtp0-create-reply', bytes([0x1e, 17]) + be16(len(old)) + be16(1) + be16(0) + b'\xff\xff\xff\xff' + bytes(8) + old, 3386, flags='own')
    over('gtp0-data', bytes([0x1e, 255]) + be16(len(inner)) + be16(1) + be16(0) + b'\xff\xff\xff\xff' + bytes.fromhex('4200123456789050') + inner, 3386, flags='kept')
    over('gtpprime-alive', bytes([0x4e, 4]) + be16(7) + be16(1) + tlv(251, addr(A4)), 3386)
    over('gtpprime-echo', bytes([0x0f, 1]) + be16(0) + be16(2), 3386)
    over('gtpprime-long', bytes([0x0e, 1]) + be16(0) + be16(2) + bytes(14), 3386, check=False)

def second():
    def ie(t, v, inst=0): return bytes([t]) + be16(len(v)) + bytes([inst]) + v
    def m(t, body, teid=0, seq=1, p=0): return bytes([0x48 | p, t]) + be16(8 + len(body)) + be32(teid) + be32(seq << 8) + body
    def c(name, *p, **kw): over('gtpv2-' + name, b''.join(p), 2123, flags='own', **kw) # tshark names gtp in front
    c('echo', bytes([0x40, 1]) + be16(9) + be32(1 << 8) + ie(3, b'\7'))
    fteid = ie(87, b'\x86' + be32(5) + addr(A4))
    qos = ie(80, b'\x48\x09' + bytes(20))
    create = ie(1, imsi) + ie(76, b'\x21\x43\x65') + ie(75, bytes.fromhex('5308240000000010')) + ie(83, bytes.fromhex('42f010')) + ie(82, b'\6') + fteid + ie(71, b'\x08internet')
    create += ie(128, b'\0') + ie(99, b'\1') + ie(79, b'\1' + addr('0.0.0.0')) + ie(127, b'\0') + ie(72, be32(1000) + be32(2000)) + ie(93, ie(73, b'\5') + qos) + ie(3, b'\7') + ie(114, b'\x40\0')
    c('create', m(32, create))
    c('create-reply', m(33, ie(2, b'\x10\0') + fteid + ie(79, b'\3\x40' + addr(A6) + addr(B4)) + ie(93, ie(73, b'\5') + ie(2, b'\x10\0') + ie(87, b'\xc5' + be32(6) + addr(B4) + addr(B6), 2) + ie(94, be32(99))), 5))
    c('delete', m(36, ie(73, b'\5'), 6))
    c('piggyback', m(33, ie(2, b'\x10\0'), 5, p=0x10), m(95, ie(73, b'\5') + ie(93, ie(73, b'\0') + qos), 5, 2), check=False)
    c('config', m(33, ie(2, b'\x10\0') + ie(78, b'\x80' + be16(13) + b'\4' + addr(A4)), 5))
    c('private', m(34, ie(255, be16(10415) + b'abc'), 5))

users()
control()
second()
write('stacks.py')
