#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import hashlib, hmac, sys
sys.path.insert(0, '../../testdata')
from craft import *

names(IGMP='igmp', IGMPv3Query='igmp', IGMPv3Report='igmp', DVMRP='dvmrp', MRDAdvertisement='', BGPContinuation='bgp', VRRPv2='vrrp', VRRPv3='vrrp', VRRPv3IPv6='vrrp', HSRP='hsrp', HSRPv2='hsrp', BFD='bfd', RIP='rip', RIPng='ripng', OSPFv2='ospf', OSPFv3='ospf', EIGRP='eigrp',
      PIM='pim', PIMHello='', PIMRegister='', PIMRegisterStop='', PIMJoinPrune='', PIMBootstrap='', PIMAssert='', PIMCandidateRP='', PIMStateRefresh='', PIMDFElection='', PIMFlooding='',
      NLPID='osi', NLPIDPadded='osi', CHDLC='chdlc', ISIS='isis', ISISLANHello='isis.hello', ISISHello='isis.hello', ISISLSP='isis.lsp', ISISCSNP='isis.csnp', ISISPSNP='isis.psnp',
      ESIS='esis', CLNP='clnp', BGP='bgp', BGPOpen='', BGPExtendedOpen='', BGPUpdate='', BGPNotification='', BGPRouteRefresh='')

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
    over('dvmrp-probe', b'\x13\1\0\0\0\x0e\xff\3' + be32(99) + addr(B4), '224.0.0.4')
    over('mrd-advertisement', b'\x30\x14\0\0' + be16(125) + be16(2), '224.0.0.106')
    over('mrd-solicitation', b'\x31\0\0\0', '224.0.0.2')
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

def eigrp():
    def tlv(t, v): return be16(t) + be16(4 + len(v)) + v
    def over(name, op, tlvs, flags=0, seq=0, ack=0, src=A4, **kw):
        m = sum16(b'\2' + bytes([op]) + be16(0) + be32(flags) + be32(seq) + be32(ack) + be16(0) + be16(100) + tlvs)
        row(name, 228, ip4(88, m, dst='224.0.0.10'), **kw)
    metric = be32(256000) + be32(256000) + b'\0\x05\xdc\1\xff\1\0\0'
    outside = addr('203.0.113.1') + be32(65000) + be32(7) + be32(20) + b'\0\0\6\1'
    over('eigrp-hello', 5, tlv(1, b'\1\0\1\0\0\0' + be16(15)) + tlv(4, b'\x0c\4\2\0'))
    over('eigrp-hello-md5', 5, tlv(2, be16(2) + be16(16) + be32(1) + be32(0) + bytes(8) + bytes(range(16))) + tlv(1, b'\1\0\1\0\0\0' + be16(15)))
    over('eigrp-stub', 5, tlv(1, b'\1\0\1\0\0\0' + be16(15)) + tlv(6, be16(13)) + tlv(3, b'\4' + addr(B4)) + tlv(5, be32(12)))
    internal = tlv(0x102, addr('0.0.0.0') + metric + b'\x18' + addr('192.0.2.0')[:3] + b'\x20' + addr('203.0.113.1'))
    external = tlv(0x103, addr('0.0.0.0') + outside + metric + b'\x08\x0a')
    over('eigrp-update', 1, internal + external, 8, 5, 4)
    internal6 = tlv(0x402, addr('::') + metric + b'\x40' + addr('2001:db8:1::')[:8])
    external6 = tlv(0x403, addr('::') + outside + metric + b'\x30' + addr('2001:db8:5::')[:6])
    over('eigrp-update6', 1, internal6 + external6, 0, 6, 0)
    wide = b'\0\x80\xff\1\0\x05\xdc\1' + be64(1000000)[2:] + be64(100000)[2:] + be16(0) + be16(0)
    multi = tlv(0x602, be16(0) + be16(1) + addr('203.0.113.1') + wide + addr('0.0.0.0') + b'\x18' + addr('192.0.2.0')[:3])
    multi += tlv(0x603, be16(0) + be16(2) + addr('203.0.113.1') + wide + addr('::') + outside + b'\x40' + addr('2001:db8:1::')[:8])
    over('eigrp-multi', 1, multi, 0, 7, 0)

def pim():
    uni = lambda a: (b'\1\0' if '.' in a else b'\2\0') + addr(a)
    group = lambda a, n=None, f=0: (b'\1\0' if '.' in a else b'\2\0') + bytes([f, n if n is not None else 32 if '.' in a else 128]) + addr(a)
    source = lambda a, f=4: (b'\1\0' if '.' in a else b'\2\0') + bytes([f, 32 if '.' in a else 128]) + addr(a)
    def over(name, typ, body, bits=0, cover=None, **kw):
        m = bytes([0x20 | typ, bits, 0, 0]) + body
        row(name, 228, ip4(103, put(m, 2, csum(m[:cover])), dst='224.0.0.13'), **kw)
    def six(name, typ, body, **kw): row(name, 229, ip6(103, sum6(bytes([0x20 | typ, 0, 0, 0]) + body, 103, 2, 'fe80::1', 'ff02::d'), 'fe80::1', 'ff02::d'), **kw)
    def opt(t, v): return be16(t) + be16(len(v)) + v
    over('pim-hello', 0, opt(1, be16(105)) + opt(2, be16(0x81f4) + be16(2500)) + opt(19, be32(1)) + opt(20, be32(0x12345678)) + opt(21, b'\1\x3c\0\0') + opt(22, b'') + opt(24, uni('192.0.2.9')))
    over('pim-register', 1, be32(0x40000000) + ip4(17, udp(b'data', A4, '232.1.1.1'), dst='232.1.1.1'), cover=8)
    over('pim-register-stop', 2, group('232.1.1.1') + uni(A4))
    joins = group('232.1.1.1') + be16(2) + be16(1) + source(A4) + source('192.0.2.7', 7) + source('192.0.2.8', 5)
    over('pim-join', 3, uni(B4) + b'\0\1' + be16(210) + joins)
    over('pim-graft', 6, uni(B4) + b'\0\1' + be16(0) + group('232.1.1.1') + be16(1) + be16(0) + source(A4), flags='kept')
    over('pim-bootstrap', 4, be16(77) + b'\x1e\x40' + uni(A4) + group('224.0.0.0', 4) + b'\1\1\0\0' + uni(B4) + be16(150) + b'\xc0\0')
    over('pim-assert', 5, group('232.1.1.1') + uni(A4) + be32(0x8000006e) + be32(20))
    over('pim-candidate', 8, b'\1\xc0' + be16(150) + uni(A4) + group('224.0.0.0', 4))
    over('pim-refresh', 9, group('232.1.1.1') + uni(A4) + uni(B4) + be32(110) + be32(20) + b'\x18\x40\x80\x3c')
    over('pim-df', 10, uni(A4) + be32(110) + be32(20), bits=0x10)
    over('pim-flooding', 12, uni(A4) + be16(0x8001) + be16(18) + group('232.1.1.1') + be16(1) + be16(210) + uni(A4), check=False)
    six('pim6-hello', 0, opt(1, be16(105)) + opt(20, be32(7)) + opt(24, uni('2001:db8::9')))
    six('pim6-join', 3, uni('fe80::2') + b'\0\1' + be16(210) + group('ff3e::1') + be16(1) + be16(0) + source('2001:db8::9'))

SYS, LAN = bytes.fromhex('192168000001'), bytes.fromhex('19216800000202')

def llc(p): return eth(3 + len(p), b'\xfe\xfe\3' + p)

def isis():
    tlv = lambda t, v: bytes([t, len(v)]) + v
    headers = {15: 27, 16: 27, 17: 20, 18: 27, 20: 27, 24: 33, 25: 33, 26: 17, 27: 17}
    def pdu(typ, head, tlvs, at):
        h = b'\x83' + bytes([headers[typ], 1, 0, typ, 1, 0, 0]) + head + tlvs
        return put(h, at, len(h))
    def over(name, typ, head, tlvs, at, **kw): row(name, 1, llc(pdu(typ, head, tlvs, at)), **kw)
    area = tlv(1, b'\3\x49\0\1')
    common = area + tlv(129, b'\xcc\x8e') + tlv(132, addr(A4)) + tlv(232, addr('fe80::1'))
    over('isis-hello-lan', 15, b'\1' + SYS + be16(30) + be16(0) + b'\x40' + LAN, common + tlv(6, mac(AM) + mac(BM)) + tlv(211, b'\0') + tlv(10, b'\1secret') + tlv(8, bytes(20)), 17)
    over('isis-hello-lan2', 16, b'\2' + SYS + be16(30) + be16(0) + b'\x40' + LAN, common + tlv(10, b'\x36' + bytes(range(16))), 17, flags='kept')
    over('isis-hello-p2p', 17, b'\3' + SYS + be16(30) + be16(0) + b'\1', common + tlv(240, b'\0' + be32(3) + SYS + be32(4)) + tlv(229, be16(0) + be16(2)), 17)
    def lsp(name, tlvs, typ=18, life=1199, **kw):
        p = pdu(typ, be16(0) + be16(life) + SYS + b'\0\0' + be32(5) + b'\0\0' + b'\3', tlvs, 8)
        row(name, 1, llc(p[:24] + fletcher(p[12:], 12) + p[26:] if life else p), **kw)
    link = tlv(3, be32(1)) + tlv(4, be32(1) + be32(2)) + tlv(6, addr(A4)) + tlv(8, addr(B4)) + tlv(9, struct.pack('>f', 1.25e8)) + tlv(10, struct.pack('>f', 1.25e8)) + tlv(11, struct.pack('>f', 1e8) * 8)
    link += tlv(12, addr('2001:db8::1')) + tlv(13, addr('2001:db8::2')) + tlv(18, b'\0\0\x0a') + tlv(31, b'\x30\0\0\x3a\x98') + tlv(32, b'\x30\0' + SYS + b'\0\x3a\x98')
    reach = LAN + b'\0\0\x0a' + bytes([len(link)]) + link + LAN + b'\0\0\x14\0'
    sub = tlv(1, be32(100)) + tlv(3, b'\x40\0' + be32(7)) + tlv(4, b'\x40')
    wide = be32(10) + b'\x18' + addr('192.0.2.0')[:3] + be32(20) + b'\xe0' + addr('203.0.113.1') + bytes([len(sub)]) + sub
    v6 = be32(10) + b'\0\x40' + addr('2001:db8:1::')[:8] + be32(20) + b'\xa0\x80' + addr('2001:db8::1') + bytes([len(sub)]) + sub
    narrow = b'\x0a\x80\x80\x80' + addr('192.0.2.0') + addr('255.255.255.0')
    sr = tlv(2, b'\xc0\0\x1f\x40\1\3\0\x3e\x80') + tlv(19, b'\0\1') + tlv(22, b'\0\0\x03\xe8\1\3\0\x3a\x98') + tlv(23, b'\1\x0a')
    lsp('isis-lsp', area + tlv(129, b'\xcc\x8e') + tlv(137, b'router') + tlv(134, addr('203.0.113.1')) + tlv(22, reach) + tlv(135, wide) + tlv(236, v6) + tlv(242, addr('203.0.113.1') + b'\0' + sr))
    lsp('isis-lsp-narrow', tlv(2, b'\0\x0a\x80\x80\x80' + LAN) + tlv(3, b'\x0a\x80\x80\x80' + SYS) + tlv(128, narrow) + tlv(130, narrow) + tlv(14, be16(1492)) + tlv(140, addr('2001:db8::1')), 20, flags='kept')
    lsp('isis-lsp-mt', tlv(229, be16(0) + be16(0x8002)) + tlv(222, be16(2) + LAN + b'\0\0\x0a\0') + tlv(237, be16(2) + v6) + tlv(235, be16(3) + wide) + tlv(138, LAN + b'\1' + addr(A4) + addr(B4) + be32(9)))
    lsp('isis-purge', tlv(13, b'\1' + SYS) + tlv(10, b'\3\0\1' + bytes(20)), life=0, flags='asis', check=False)
    entry = be16(1199) + SYS + b'\0\0' + be32(5) + be16(0x1234)
    over('isis-csnp', 24, be16(0) + SYS + b'\0' + bytes(8) + b'\xff' * 8, tlv(9, entry * 2) + tlv(12, be16(0)), 8, check=False)
    over('isis-csnp2', 25, be16(0) + SYS + b'\0' + bytes(8) + b'\xff' * 8, tlv(9, entry), 8, flags='kept')
    over('isis-psnp', 26, be16(0) + SYS + b'\0', tlv(9, entry), 8)
    over('isis-psnp2', 27, be16(0) + SYS + b'\0', tlv(9, entry), 8, flags='kept')
    row('isis-chdlc', 104, b'\x8f\0\xfe\xfe\3' + pdu(17, b'\3' + SYS + be16(30) + be16(0) + b'\1', area, 17))
    nsap = lambda a: bytes([len(a)]) + a
    net = b'\x49\0\1' + SYS + b'\0'
    def osi(nlpid, p, at):
        b = bytes([nlpid]) + p
        return b[:at] + fletcher(b, at) + b[at + 2:]
    es = lambda typ, p: osi(0x82, bytes([9 + len(p), 1, 0, typ]) + be16(300) + b'\0\0' + p, 7)
    row('esis-es', 1, llc(es(2, b'\1' + nsap(net))))
    row('esis-is', 1, llc(es(4, nsap(net) + b'\xc6\2' + be16(60))))
    row('esis-redirect', 1, llc(es(6, nsap(net) + nsap(mac(AM)) + nsap(net))))
    addrs = nsap(net) + nsap(net[:-1] + b'\1')
    def clnp(rest, flags, data):
        h = bytes([9 + len(addrs + rest), 1, 64, flags]) + be16(9 + len(addrs + rest + data)) + b'\0\0' + addrs + rest
        return osi(0x81, h, 7) + data
    row('clnp-echo', 1, llc(clnp(b'\xcd\1\5', 30, b'ping')), flags='own')
    row('clnp-segment', 1, llc(clnp(be16(7) + be16(0) + be16(99), 0xdc, bytes(8))), flags='own', check=False)

def bgp():
    def msg(typ, body=b''): return b'\xff' * 16 + be16(19 + len(body)) + bytes([typ]) + body
    def over(name, m, dport=179, **kw): row(name, 228, ip4(6, tcp(m, sport=49152, dport=dport)), **kw)
    cap = lambda c, v=b'': bytes([c, len(v)]) + v
    caps = cap(1, be16(1) + b'\0\1') + cap(2) + cap(3, be16(1) + b'\0\1\1\x40\3') + cap(5, be16(1) + be16(1) + be16(2)) + cap(6) + cap(9, b'\3')
    caps += cap(64, be16(0x8078) + be16(1) + b'\1\x80') + cap(65, be32(65536)) + cap(69, be16(1) + b'\1\3') + cap(70) + cap(71, be16(1) + b'\1\x80\0\x0e\x10') + cap(73, b'\4host\3net')
    head = b'\4' + be16(23456) + be16(180) + addr(A4)
    over('bgp-open', msg(1, head + bytes([2 + len(caps), 2, len(caps)]) + caps))
    over('bgp-open-extended', msg(1, head + b'\xff\xff' + be16(3 + len(caps)) + b'\2' + be16(len(caps)) + caps), check=False)
    over('bgp-keepalive', msg(4))
    over('bgp-notification', msg(3, b'\6\2bye'))
    over('bgp-refresh', msg(5, be16(1) + b'\0\1'))
    def attr(flags, t, v): return bytes([flags, t, len(v)]) + v
    path = attr(0x40, 1, b'\0') + attr(0x40, 2, b'\2\2' + be32(65536) + be32(64500) + b'\1\1' + be32(64501)) + attr(0x40, 3, addr(A4)) + attr(0x80, 4, be32(10)) + attr(0x40, 5, be32(100))
    path += attr(0x40, 6, b'') + attr(0xc0, 7, be32(65536) + addr(A4)) + attr(0xc0, 8, be32(0xfde80064) + be32(0xffffff01)) + attr(0x80, 9, addr(A4)) + attr(0x80, 10, addr(A4) + addr(B4))
    path += attr(0xc0, 16, b'\0\2' + be16(65000) + be32(100) + b'\x40\4' + bytes(6)) + attr(0xc0, 32, be32(65536) + be32(1) + be32(2)) + b'\xd0\x10' + be16(8) + b'\0\2' + be16(65000) + be32(101)
    routes = b'\x18' + addr('192.0.2.0')[:3] + b'\x11\x0a\1\x80'
    def update(w, a, n): return msg(2, be16(len(w)) + w + be16(len(a)) + a + n)
    over('bgp-update', update(b'\x08\x0a', path, routes))
    over('bgp-update-old', update(b'', attr(0x40, 1, b'\2') + attr(0x40, 2, b'\2\1' + be16(64500)) + attr(0x40, 3, addr(A4)) + attr(0xc0, 7, be16(64500) + addr(A4)) + attr(0xc0, 17, b'\2\1' + be32(65536)) + attr(0xc0, 18, be32(65536) + addr(A4)), routes))
    reach = be16(2) + b'\1\x20' + addr('2001:db8::1') + addr('fe80::1') + b'\0' + b'\x30' + addr('2001:db8:5::')[:6]
    unreach = be16(2) + b'\1' + b'\x40' + addr('2001:db8:1::')[:8]
    vpn = be16(1) + b'\x80\x0c' + bytes(8) + addr(A4) + b'\0' + b'\x70\0\1\x01' + be16(0) + be16(65000) + be32(1) + addr('192.0.2.0')[:3]
    more = attr(0x80, 14, reach) + attr(0x80, 15, unreach) + attr(0x80, 26, b'\1\0\x0b' + be64(50)) + attr(0xc0, 35, be32(64500)) + attr(0xc0, 40, b'\1\0\7\0\0\0' + be32(9))
    over('bgp-update-mp', update(b'', attr(0x40, 1, b'\0') + attr(0x40, 2, b'') + more, b''))
    over('bgp-update-vpn', update(b'', attr(0x40, 1, b'\0') + attr(0x40, 2, b'') + attr(0x80, 14, vpn) + attr(0xc0, 22, b'\0\6\0\0\x10' + addr(A4)), b''))
    over('bgp-evpn', update(b'', attr(0x40, 1, b'\0') + attr(0x40, 2, b'') + attr(0x80, 14, be16(25) + b'\x46\4' + addr(A4) + b'\0' + b'\3\x11' + be16(1) + addr(A4) + be16(1) + be32(0) + b'\x20' + addr(A4)), b''))
    over('bgp-continuation', b'rest' + msg(4), flags='own')
    over('bgp-two', msg(4) + msg(4))

igmp()
redundancy()
ospf()
bfd()
rip()
eigrp()
pim()
isis()
bgp()
write('stacks.py')
