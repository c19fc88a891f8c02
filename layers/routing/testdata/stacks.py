#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import hashlib, hmac, sys
sys.path.insert(0, '../../testdata')
from craft import *

names(IGMP='igmp', IGMPv3Query='igmp', IGMPv3Report='igmp', VRRPv2='vrrp', VRRPv3='vrrp', VRRPv3IPv6='vrrp', HSRP='hsrp', HSRPv2='hsrp', BFD='bfd', RIP='rip', RIPng='ripng', OSPFv2='ospf', OSPFv3='ospf')

def be64(v): return struct.pack('>Q', v)
def sum16(m, at=2): return put(m, at, csum(m))
def sum6(m, proto, at, src=A6, dst=B6): return put(m, at, csum(pseudo(src, dst, proto, m) + m))

def igmp():
    def over(name, m, dst='224.0.0.1', flags=''): row(name, 228, ip4(2, sum16(m), b'\x94\4\0\0', dst=dst), flags)
    over('igmp-v1-query', b'\x11\0\0\0' + bytes(4))
    over('igmp-v2-query', b'\x11\x64\0\0' + addr('224.1.2.3'))
    over('igmp-v1-report', b'\x12\0\0\0' + addr('224.1.2.3'), '224.1.2.3')
    over('igmp-v2-report', b'\x16\0\0\0' + addr('224.1.2.3'), '224.1.2.3')
    over('igmp-leave', b'\x17\0\0\0' + addr('224.1.2.3'), '224.0.0.2')
    over('igmp-v3-query', b'\x11\x8b\0\0' + addr('224.1.2.3') + b'\x0a\x9c' + be16(2) + addr('192.0.2.9') + addr('192.0.2.10'))
    record = lambda t, g, *s, aux=b'': bytes([t, len(aux) // 4]) + be16(len(s)) + addr(g) + b''.join(map(addr, s)) + aux
    over('igmp-v3-report', b'\x22\0\0\0\0\0' + be16(3) + record(4, '224.1.2.3') + record(1, '232.1.1.1', '192.0.2.9', '192.0.2.10') + record(6, '232.1.1.2', '192.0.2.9', aux=b'four'), '224.0.0.22')
    over('igmp-v3-additional', b'\x22\0\0\0\0\0' + be16(1) + record(2, '224.1.2.3') + b'more', '224.0.0.22')

def redundancy():
    two = addr('192.0.2.100') + addr('192.0.2.101')
    row('vrrp-v2', 228, ip4(112, sum16(b'\x21\x07\x64\2\0\1\0\0' + two + bytes(8), 6), dst='224.0.0.18'))
    row('vrrp-v2-password', 228, ip4(112, sum16(b'\x21\x07\x64\1\1\1\0\0' + two[:4] + b'secret\0\0', 6), dst='224.0.0.18'))
    v3 = b'\x31\x07\xc8\2' + be16(100) + b'\0\0' + two
    row('vrrp-v3', 228, ip4(112, put(v3, 6, csum(pseudo(A4, '224.0.0.18', 112, v3) + v3)), dst='224.0.0.18'))
    v6 = b'\x31\x07\0\2' + be16(100) + b'\0\0' + addr('fe80::100') + addr('2001:db8::100')
    row('vrrp-v3-ipv6', 229, ip6(112, sum6(v6, 112, 6, dst='ff02::12'), dst='ff02::12'), flags='kept')
    def hsrp(name, m, **kw): row(name, 228, ip4(17, udp(m, dst='224.0.0.2', sport=1985, dport=1985), dst='224.0.0.2'), **kw)
    v1 = b'\0\0\x10\3\x0a\x78\1\0cisco\0\0\0' + addr('192.0.2.100')
    md5 = b'\4\x1c\1\0\0\0' + addr(A4) + be32(1) + bytes(range(16))
    hsrp('hsrp-hello', v1)
    hsrp('hsrp-md5', v1 + md5)
    hsrp('hsrp-advertise', b'\0\3' + be16(1) + be16(10) + b'\3\0' + be16(1) + be16(2) + be32(0))
    def state(ver, ip): return b'\1\x28\2\0\6' + bytes([ver]) + be16(300) + mac(AM) + be32(110) + be32(3000) + be32(10000) + ip.ljust(16, b'\0')
    def v2(name, m, **kw): row(name, 228, ip4(17, udp(m, dst='224.0.0.102', sport=1985, dport=1985), dst='224.0.0.102'), **kw)
    v2('hsrp2-hello', state(4, addr('192.0.2.100')) + b'\3\x08cisco\0\0\0')
    v2('hsrp2-md5', state(4, addr('192.0.2.100')) + md5)
    v2('hsrp2-interface', b'\2\4' + be16(1) + be16(2))
    row('hsrp2-ipv6', 229, ip6(17, udp(state(6, addr('fe80::100')), A6, 'ff02::66', 2029, 2029), dst='ff02::66'), flags='kept')

def bfd():
    def over(name, m, port=3784, **kw): row(name, 228, ip4(17, udp(m, sport=49152, dport=port)), **kw)
    def control(flags, rest=b''): return b'\x20' + bytes([flags, 3, 24 + len(rest)]) + be32(0x11) + be32(0x22) + be32(300000) + be32(300000) + be32(50000) + rest
    over('bfd-up', control(0xc0))
    over('bfd-down', b'\x21' + control(0x40)[1:], 4784, flags='kept')
    over('bfd-password', control(0xc4, b'\1\x09\2secret'))
    over('bfd-md5', control(0xe4, b'\2\x18\2\0' + be32(9) + bytes(range(16))))
    over('bfd-sha1', control(0xd4, b'\5\x1c\2\0' + be32(9) + bytes(range(20))))

def rip():
    def over(name, m, **kw): row(name, 228, ip4(17, udp(m, dst='224.0.0.9', sport=520, dport=520), dst='224.0.0.9'), **kw)
    def route(a, mask='0.0.0.0', via='0.0.0.0', metric=1, tag=0): return be16(2) + be16(tag) + addr(a) + addr(mask) + addr(via) + be32(metric)
    over('rip-v1-request', b'\1\1\0\0' + bytes(16) + be32(16))
    over('rip-v1-response', b'\2\1\0\0' + route('192.0.2.0') + route('198.51.100.0', metric=16))
    over('rip-v2-response', b'\2\2\0\0' + route('192.0.2.0', '255.255.255.0', '192.0.2.7', 3, 99))
    over('rip-v2-password', b'\2\2\0\0' + b'\xff\xff\0\2' + b'secret'.ljust(16, b'\0') + route('192.0.2.0', '255.255.255.0'))
    body = b'\2\2\0\0' + b'\xff\xff\0\3' + be16(44) + b'\1\x10' + be32(7) + bytes(8) + route('192.0.2.0', '255.255.255.0') + b'\xff\xff\0\1'
    over('rip-v2-md5', body + hashlib.md5(body + b'secret'.ljust(16, b'\0')).digest())
    over('rip-triggered', b'\x0b\2\0\0' + b'\1\0' + be16(5), check=False)
    def ng(a, n, metric, tag=0): return addr(a) + be16(tag) + bytes([n, metric])
    row('ripng', 229, ip6(17, udp(b'\2\1\0\0' + ng('2001:db8:5::', 48, 2, 7) + ng('fe80::9', 0, 255) + ng('2001:db8:6::', 64, 16), A6, 'ff02::9', 521, 521), dst='ff02::9'))
    row('ripng-request', 229, ip6(17, udp(b'\1\1\0\0' + ng('::', 0, 16), A6, 'ff02::9', 521, 521), dst='ff02::9'))

def fletcher(b, at):
    """The checksum of ISO 8473 annex C for the two bytes at b[at:]."""
    c0 = c1 = 0
    for i, x in enumerate(b):
        c0 = (c0 + (0 if at <= i < at + 2 else x)) % 255
        c1 = (c1 + c0) % 255
    x = ((len(b) - at - 1) * c0 - c1) % 255 or 255
    y = 510 - c0 - x
    return bytes([x, y - 255 if y > 255 else y])

RA, RB, ADV = addr('192.0.2.1'), addr('192.0.2.2'), addr('203.0.113.1')

def lsa(typ, ident, body, options=2, age=1, seq=0x80000001):
    h = bytes([options]) + bytes([typ]) + ident + ADV + be32(seq) + b'\0\0' + be16(20 + len(body)) + body
    return be16(age) + h[:14] + fletcher(h, 14) + h[16:]

def lsa3(typ, ident, body, age=1, seq=0x80000001):
    h = be16(typ) + be32(ident) + ADV + be32(seq) + b'\0\0' + be16(20 + len(body)) + body
    return be16(age) + h[:14] + fletcher(h, 14) + h[16:]

def tlv(t, v): return be16(t) + be16(len(v)) + v + bytes(-len(v) % 4)

def ospf2(typ, body, lls=b'', key=None, password=None):
    h = bytes([2, typ]) + be16(24 + len(body)) + ADV + addr('0.0.0.0') + be16(0)
    if key:
        p = h + be16(2) + be16(0) + b'\1\x10' + be32(99) + body
        return p + hashlib.md5(p + key.ljust(16, b'\0')).digest() + lls
    auth = (password or b'').ljust(8, b'\0')
    h = h + be16(1 if password else 0)
    return put(h, 12, csum(h + body)) + auth + body + lls

def ospf():
    def v2(name, m, flags='', **kw): row(name, 228, ip4(89, m, dst='224.0.0.5'), flags, **kw)
    def block(tlvs, checked=True):
        b = be16(0) + be16((4 + len(tlvs)) // 4) + tlvs
        return put(b, 0, csum(b)) if checked else b
    hello = addr('255.255.255.0') + be16(10) + b'\x12\1' + be32(40) + RA + RB + addr('203.0.113.2')
    v2('ospf-hello', ospf2(1, hello, block(tlv(1, be32(1)))))
    v2('ospf-hello-password', ospf2(1, hello, block(tlv(1, be32(1))), password=b'secret'))
    v2('ospf-hello-md5', ospf2(1, hello[:6] + b'\2' + hello[7:], key=b'secret'))
    router = lsa(1, ADV, b'\3\0' + be16(3) + RA + RA + b'\2\0' + be16(10) + addr('192.0.2.0') + addr('255.255.255.0') + b'\3\1' + be16(10) + b'\x08\0' + be16(7) + addr('203.0.113.2') + be32(4) + b'\1\0' + be16(64))
    network = lsa(2, RA, addr('255.255.255.0') + ADV + addr('203.0.113.2'))
    summary = lsa(3, addr('198.51.100.0'), addr('255.255.255.0') + be32(20))
    asbr = lsa(4, addr('203.0.113.9'), addr('0.0.0.0') + be32(20))
    external = lsa(5, addr('10.0.0.0'), addr('255.0.0.0') + be32(0x80000014) + addr('0.0.0.0') + be32(77))
    group = lsa(6, addr('224.1.1.1'), be32(1) + ADV)
    nssa = lsa(7, addr('10.1.0.0'), addr('255.255.0.0') + be32(20) + RA + be32(0))
    dd = be16(1500) + b'\x42\7' + be32(1234)
    v2('ospf-dd', ospf2(2, dd))
    v2('ospf-dd-headers', ospf2(2, be16(1500) + b'\x52\2' + be32(1235) + router[:20] + network[:20], block(tlv(1, be32(3)))))
    v2('ospf-request', ospf2(3, be32(1) + ADV + ADV + be32(5) + addr('10.0.0.0') + ADV))
    all = [router, network, summary, asbr, external, group, nssa]
    v2('ospf-update', ospf2(4, be32(len(all)) + b''.join(all)))
    v2('ospf-ack', ospf2(5, router[:20] + external[:20]))
    f = lambda x: struct.pack('>f', x)
    link = tlv(1, b'\1') + tlv(2, ADV) + tlv(3, RA) + tlv(4, RB) + tlv(5, be32(10)) + tlv(6, f(1.25e8)) + tlv(7, f(1.25e8)) + tlv(8, f(1e8) * 8) + tlv(9, be32(5)) + tlv(11, be32(1) + be32(2))
    link += tlv(15, b'\1\2\0\0' + f(1e8) * 8 + f(1e6) + be16(1500) + be16(0)) + tlv(16, be32(17))
    te = [lsa(10, b'\1\0\0\0', tlv(1, ADV)), lsa(10, b'\1\0\0\1', tlv(2, link))]
    grace = lsa(9, b'\3\0\0\0', tlv(1, be32(120)) + tlv(2, b'\1') + tlv(3, RA))
    info = lsa(10, b'\4\0\0\0', tlv(1, be32(0x70000000)) + tlv(7, b'router') + tlv(8, b'\0\1') + tlv(9, b'\0\x1f\x40\0' + tlv(1, b'\0\x3e\x80')) + tlv(12, b'\1\x0a') + tlv(15, b'\5\0\0\0'))
    prefix = lsa(10, b'\7\0\0\1', tlv(1, b'\1\x20\0\x40' + ADV + tlv(2, b'\0\0\0\0' + be32(7))))
    links = lsa(10, b'\x08\0\0\1', tlv(1, b'\1\0\0\0' + addr('203.0.113.2') + RA + tlv(2, b'\x60\0\0\0\0\x3a\x98')))
    v2('ospf-opaque-te', ospf2(4, be32(2) + b''.join(te)))
    v2('ospf-opaque', ospf2(4, be32(4) + grace + info + prefix + links))
    def v3(name, typ, body, rest=b'', checked=True, flags='', **kw):
        m = bytes([3, typ]) + be16(16 + len(body)) + ADV + addr('0.0.0.0') + be16(0) + b'\0\0' + body
        if checked: m = sum6(m, 89, 12, 'fe80::1', 'ff02::5')
        row(name, 229, ip6(89, m + rest, 'fe80::1', 'ff02::5'), flags, **kw)
    hello3 = lambda o: be32(5) + b'\1' + be32(o)[1:] + be16(10) + be16(40) + RA + RB + addr('203.0.113.2')
    v3('ospf3-hello', 1, hello3(0x13))
    v3('ospf3-hello-lls', 1, hello3(0x213), block(tlv(1, be32(1))))
    v3('ospf3-hello-auth', 1, hello3(0x613), block(tlv(1, be32(1)), False) + be16(1) + be16(48) + be16(0) + be16(7) + be64(1) + bytes(range(32)), False, 'asis')
    def pfx(a, n, value=0, options=0): return bytes([n, options]) + be16(value) + addr(a)[:(n + 31) // 32 * 4]
    router = lsa3(0x2001, 0, b'\3\0\0\x13' + b'\2\0' + be16(10) + be32(5) + be32(6) + addr('203.0.113.2'))
    rest = [lsa3(0x2002, 5, b'\0\0\0\x13' + ADV + addr('203.0.113.2')), lsa3(0x2003, 1, be32(20) + pfx('2001:db8:5::', 48)),
            lsa3(0x2004, 2, be32(0x13) + be32(20) + addr('203.0.113.9')), lsa3(0x4005, 3, be32(0x07000014) + pfx('2001:db8:6::', 40) + addr('2001:db8::77') + be32(99)),
            lsa3(0x4005, 4, be32(20) + pfx('::', 0)), lsa3(0x2007, 5, be32(0x02000014) + pfx('2001:db8:7::', 64, 0, 8) + addr('2001:db8::78')),
            lsa3(0x0008, 5, b'\1\0\0\x13' + addr('fe80::1') + be32(1) + pfx('2001:db8:1::', 64)),
            lsa3(0x2009, 0, be16(2) + be16(0x2001) + be32(0) + ADV + pfx('2001:db8:1::', 64, 10) + pfx('2001:db8::1', 128, 0, 2))]
    v3('ospf3-update', 4, be32(1 + len(rest)) + router + b''.join(rest))
    v3('ospf3-opaque', 4, be32(3) + lsa3(0x000b, 5, tlv(1, be32(120)) + tlv(2, b'\2')) + lsa3(0xa00c, 0, tlv(1, be32(0x60000000))) + lsa3(0xa00a, 0, tlv(3, addr('2001:db8::1'))), check=False)
    v3('ospf3-dd', 2, be32(0x13) + be16(1500) + b'\0\2' + be32(7) + router[:20] + rest[0][:20])
    v3('ospf3-request', 3, be16(0) + be16(0x2001) + be32(0) + ADV)
    v3('ospf3-ack', 5, router[:20])

igmp()
redundancy()
ospf()
bfd()
rip()
write('stacks.py')
