#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(GTPv1='gtp', GTPv2='gtpv2', GTPv0='gtpprime', GTPPrime='gtpprime', PPPHDLC='', PPP='ppp', NS='gprs-ns', BSSGP='bssgp', GPRSLLC='llcgprs', SNDCP='sndcp', GMM='gsm_a.dtap', SM='gsm_a.dtap')

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

def gb():
    nsei, area = b'\4\x82' + be16(101), bytes.fromhex('42f010fffe01')
    cell = area + be16(1234)
    ident = bytes.fromhex('2904101234567890') # an IMSI
    tlli = 0xc0123456
    def ti(t, v): return bytes([t]) + (bytes([0x80 | len(v)]) if len(v) < 128 else be16(len(v))) + v
    def ns(name, p, port=2157, **kw): over('ns-' + name, p, port, **kw)
    ns('alive', b'\x0a')
    ns('alive-ack', b'\x0b', 19999, flags='kept')
    ns('reset', b'\2' + ti(0, b'\1') + ti(1, be16(7)) + nsei)
    ns('reset-ack', b'\3' + ti(1, be16(7)) + nsei)
    ns('block', b'\4' + ti(0, b'\1') + ti(1, be16(7)))
    ns('unblock', b'\6')
    ns('status', b'\x08' + ti(0, b'\5') + ti(3, be16(9)))
    ns('wide', b'\x08\0\0\1\5' + ti(3, be16(9)))
    ends = ti(5, addr(A4) + be16(2157) + b'\1\2' + addr(B4) + be16(2158) + b'\3\0')
    ends6 = ti(6, addr(A6) + be16(2157) + b'\1\1')
    ns('size', b'\x12' + nsei + b'\x0a\1' + b'\7\0\x08' + b'\x08\0\4')
    ns('size-ack', b'\x13' + nsei)
    ns('config', b'\x0f\1' + nsei + ends)
    ns('config6', b'\x0f\0' + nsei + ends6)
    ns('config-ack', b'\x10' + nsei)
    ns('add', b'\x0d' + nsei + b'\1' + ends)
    ns('weight', b'\x0e' + nsei + b'\2' + ends)
    ns('delete', b'\x11' + nsei + b'\3\x0b\1' + addr(A4))
    ns('ack', b'\x0c' + nsei + b'\3' + ti(0, b'\x12'))
    def control(name, p, bvci=0): over('bssgp-' + name, b'\0\0' + be16(bvci) + p, 2157, flags='open')
    control('reset', b'\x22' + ti(4, be16(2)) + ti(7, b'\x08') + ti(8, cell))
    control('reset-ack', b'\x23' + ti(4, be16(2)))
    control('flow', b'\x26' + ti(0x1e, b'\1') + ti(5, be16(100)) + ti(3, be16(200)) + ti(1, be16(50)) + ti(0x1c, be16(20)), 2)
    control('flush', b'\x2a' + ti(0x1f, be32(tlli)) + ti(4, be16(2)))
    control('status', b'\x41' + ti(7, b'\5') + ti(4, be16(3)))
    control('suspend', b'\x0b' + ti(0x1f, be32(tlli)) + ti(0x1b, area))
    control('paging', b'\6' + ti(0x0d, ident) + ti(0x0a, be16(0)) + ti(0x1b, area) + ti(0x18, b'\0\0\x20') + ti(0x20, be32(0xc0000001)), 2)
    def crc24(b):
        c = 0xffffff
        for x in b:
            c ^= x
            for _ in range(8): c = c >> 1 ^ (0xad85dd if c & 1 else 0)
        return ((c ^ 0xffffff).to_bytes(3, 'little'))
    def down(llc): return b'\0' + be32(tlli) + b'\0\0\x20' + ti(0x16, be16(600)) + ti(0x0d, ident) + ti(0x0e, llc)
    def up(llc): return b'\1' + be32(tlli) + b'\0\0\4' + ti(8, cell) + ti(0, b'\0\0') + ti(0x0e, llc)
    def ui(sapi, p, n=5, pm=1, cr=0):
        f = bytes([cr << 6 | sapi, 0xc0 | n >> 6, (n & 0x3f) << 2 | pm]) + p
        return f + crc24(f if pm else f[:7])
    def i(sapi, sent, got, s, p, bitmap=b''):
        f = bytes([sapi, sent >> 4, sent << 4 & 0xf0 | got >> 6, (got & 0x3f) << 2 | s]) + bitmap + p
        return f + crc24(f)
    def other(sapi, c): return bytes([sapi]) + c + crc24(bytes([sapi]) + c)
    def data(name, p, bvci=2, **kw): over(name, b'\0\0' + be16(bvci) + p, 2157, **kw)
    # logical link control
    data('llc-sabm', up(other(3, b'\xf7')), flags='kept')
    data('llc-xid', down(other(0x43, b'\xfb' + b'\x16\1\xf4')))
    data('llc-rr', up(other(3, bytes([0x80 | 1, 2 << 2]))), flags='kept')
    data('llc-ciphered', down(bytes([1, 0xc0, 5 << 2 | 3]) + bytes(range(20, 40))))
    data('llc-sms', up(ui(7, b'\x09\x04')), flags='own,kept', check=False)
    # users' data
    unit = lambda p, nsapi=5, head=b'': bytes([0x60 | nsapi]) + b'\0\0\x21' + p
    data('sndcp-ip', up(ui(3, unit(inner), pm=0)), flags='kept')
    data('sndcp-ipv6', down(ui(5, unit(ip6(17, udp(b'six', A6, B6))), pm=0)), flags='own,kept')
    data('sndcp-first', up(ui(3, b'\x75\0\0\x21' + inner[:24])), flags='kept')
    data('sndcp-next', up(ui(3, b'\x25\x10\x21' + inner[24:])), flags='kept')
    data('sndcp-compressed', up(ui(3, b'\x65\x01\0\x21' + inner)), flags='kept')
    data('sndcp-acked', down(i(3, 300, 17, 1, b'\x45\0\7' + inner)), flags='kept')
    data('sndcp-sack', down(i(3, 300, 17, 3, b'\x45\0\7' + inner, b'\1\x80\1')), flags='kept')
    # mobility management
    def gmm(name, t, body, llc=down, **kw): data('gmm-' + name, llc(ui(1, bytes([8, t]) + body)), flags='' if llc == down else 'kept', **kw)
    def lv(v): return bytes([len(v)]) + v
    def tl(t, v): return bytes([t]) + lv(v)
    ptmsi = b'\xf4' + be32(0xc0000001)
    radio = bytes.fromhex('1b3f2b15a0') + bytes(4)
    gmm('attach', 1, lv(b'\xe5\xe0\0') + b'\x71' + be16(0) + lv(ident) + area + lv(radio) + b'\x19\1\2\3' + b'\x17\5', up)
    gmm('attach-accept', 2, b'\1\x6f\x44' + area + b'\x19\1\2\3' + b'\x17\5' + tl(0x18, ptmsi) + tl(0x23, ptmsi) + b'\x25\x10' + b'\x8c')
    gmm('attach-complete', 3, b'', up)
    gmm('attach-reject', 4, b'\7')
    gmm('detach', 5, b'\x09' + tl(0x18, ptmsi) + tl(0x19, b'\1\2\3'), up, check=False)
    gmm('detach-network', 5, b'\1\x25\x0a', check=False)
    gmm('detach-accept', 6, b'\0')
    gmm('update', 8, b'\x70' + area + lv(radio) + b'\x27' + be16(0) + tl(0x32, b'\x20\0'), up)
    gmm('update-accept', 9, b'\0\x6f' + area + b'\x19\1\2\3' + tl(0x18, ptmsi))
    gmm('update-complete', 10, b'', up)
    gmm('update-reject', 11, b'\x0a\0')
    gmm('service', 12, b'\x17' + lv(ptmsi), up)
    gmm('allocate', 16, lv(ptmsi) + area + b'\0\x19\1\2\3')
    gmm('challenge', 18, b'\x11\x20' + b'\x21' + bytes(range(16)) + b'\x80' + tl(0x28, bytes(range(16))))
    gmm('response', 19, b'\2' + b'\x22\1\2\3\4' + tl(0x23, bytes.fromhex('335824001122334455')), up)
    gmm('ask', 21, b'\1')
    gmm('answer', 22, lv(ident), up)
    gmm('status', 32, b'\x61')
    gmm('information', 33, tl(0x43, b'\x83\xd4\xf2\x9c\x0e') + b'\x46\x40' + b'\x47\x62\x11\x03\x60\x25\0\x40')
    # session management
    def sm(name, t, body, llc=down, head=b'\x0a', flags='', **kw):
        data('sm-' + name, llc(ui(1, head + bytes([t]) + body)), flags=flags or ('' if llc == down else 'kept'), **kw)
    qos = bytes.fromhex('1b421f738c4040744b4040')
    ipcp = bytes([1, 1]) + be16(10) + b'\x81\6' + bytes(4)
    pco = b'\x80' + be16(0x8021) + lv(ipcp) + be16(13) + b'\0'
    sm('activate', 0x41, b'\5\3' + lv(qos) + lv(b'\1\x21') + tl(0x28, b'\x08internet') + tl(0x27, pco), up, flags='own,kept')
    sm('accept', 0x42, b'\3' + lv(qos) + b'\3' + tl(0x2b, b'\1\x21' + addr(A4)) + tl(0x34, b'\1'), head=b'\x8a')
    sm('reject', 0x43, b'\x1b' + tl(0x37, b'\x21'), head=b'\x8a')
    sm('offer', 0x44, lv(b'\1\x21' + addr(A4)) + tl(0x28, b'\x08internet'))
    sm('deactivate', 0x46, b'\x24\x91', up)
    sm('deactivate-accept', 0x47, b'', head=b'\x8a')
    sm('modify', 0x48, b'\2\3' + lv(qos))
    sm('modify-accept', 0x49, b'', up, head=b'\x8a')
    sm('modify-mobile', 0x4a, b'\x32\5' + tl(0x30, qos), up)
    sm('modify-reject', 0x4c, b'\x25')
    sm('second', 0x4d, b'\6\3' + lv(qos) + lv(b'\0'), up)
    sm('second-accept', 0x4e, b'\3' + lv(qos) + b'\2', head=b'\x8a')
    sm('second-request', 0x5b, lv(qos) + lv(b'\0'))
    sm('long', 0x55, b'\x51', up, head=b'\x7a\x89')

users()
control()
second()
gb()
write('stacks.py')
