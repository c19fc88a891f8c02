#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(GRE='gre', MPLS='mpls', PPPLink='', PPPHDLC='', PPP='ppp', PPPCompressed='ppp', LCP='lcp', IPCP='ipcp', IPV6CP='ipv6cp', MPLSCP='mplscp', CCP='ccp', ECP='ecp', PAP='pap', CHAP='chap',
      LQR='', Multilink='mp', PPPoE='pppoes', PPPoEDiscovery='pppoed')

inner = ip4(17, udp(b'inside'))
six = ip6(17, udp(b'six', A6, B6))

def ppp(proto, p): return be16(proto) + p
def hdlc(proto, p): return b'\xff\3' + ppp(proto, p)
def control(code, p, ident=1): return bytes([code, ident]) + be16(4 + len(p)) + p
def opt(t, v=b''): return bytes([t, 2 + len(v)]) + v
def pppoe(p, code=0, session=0x11): return b'\x11' + bytes([code]) + be16(session) + be16(len(p)) + p

def links():
    row('ppp-ip', 9, hdlc(0x21, inner))
    row('ppp-plain', 9, ppp(0x21, inner))
    row('ppp-compressed', 9, b'\x21' + inner)
    row('ppp-short', 50, b'\xff\3\x57' + six)
    row('ppp-hdlc', 50, hdlc(0x57, six))
    row('ppp-mpls', 9, hdlc(0x281, be32(100 << 12 | 1 << 8 | 64) + inner))
    row('ppp-mpls-multicast', 9, hdlc(0x283, be32(100 << 12 | 1 << 8 | 64) + inner), flags='kept')
    row('ppp-unknown', 9, hdlc(0xfd, bytes(8)), flags='own,kept')
    row('ppp-gre', 228, ip4(47, be16(0x3001) + be16(0x880b) + be16(4 + len(inner)) + be16(7) + be32(1) + hdlc(0x21, inner)))
    row('ppp-gre-short', 228, ip4(47, be16(0x3001) + be16(0x880b) + be16(1 + len(inner)) + be16(7) + be32(1) + b'\x21' + inner), flags='kept')
    row('multilink', 9, hdlc(0x3d, be32(0xc0000001) + ppp(0x21, inner)), flags='own')
    row('multilink-part', 9, hdlc(0x3d, be32(0x80000002) + ppp(0x21, inner[:20])), flags='own,kept', check=False)
    row('pppoe-session', 1, eth(0x8864, pppoe(ppp(0x21, inner))))
    row('pppoe-ipv6', 1, eth(0x8864, pppoe(ppp(0x57, six))))
    row('pppoe-linktype', 51, pppoe(ppp(0x21, inner)))

def protocols():
    def over(name, proto, p, **kw): row(name, 9, hdlc(proto, p), **kw)
    options = opt(1, be16(1492)) + opt(2, be32(0xa0000)) + opt(3, be16(0xc223) + b'\x81') + opt(4, be16(0xc025) + be32(100)) + opt(5, be32(0x12345678)) + opt(7) + opt(8)
    options += opt(9, b'\2') + opt(10, b'\4') + opt(13, b'\6') + opt(17, be16(1500)) + opt(18) + opt(19, b'\3' + mac(AM)) + opt(23, be16(9))
    over('lcp-request', 0xc021, control(1, options), check=False)
    over('lcp-ack', 0xc021, control(2, opt(5, be32(1))))
    over('lcp-terminate', 0xc021, control(5, b'bye'))
    over('lcp-code-reject', 0xc021, control(7, control(99, b'')), flags='')
    over('lcp-protocol-reject', 0xc021, control(8, ppp(0x8057, control(1, opt(1, bytes(8))))))
    over('lcp-echo', 0xc021, control(9, be32(0x12345678) + b'data'))
    over('lcp-identification', 0xc021, control(12, be32(1) + b'name'))
    over('lcp-time', 0xc021, control(13, be32(1) + be32(60) + b'soon'))
    over('lcp-vendor', 0xc021, control(0, be32(1) + bytes(4)))
    over('ipcp-request', 0x8021, control(1, opt(2, be16(0x2d) + b'\x0f\1') + opt(3, addr(A4)) + b''.join(opt(t, addr(B4)) for t in (129, 130, 131, 132))))
    over('ipcp-old', 0x8021, control(1, opt(1, addr(A4) + addr(B4))))
    over('ipcp-terminate', 0x8021, control(6, b''))
    over('ipv6cp', 0x8057, control(3, opt(1, bytes.fromhex('02005efffe005301'))))
    over('mplscp', 0x8281, control(1, b''))
    over('ccp', 0x80fd, control(1, opt(17, be16(1) + b'\4') + opt(18, be32(0x01000061)) + opt(21, b'\x2f') + opt(26, b'\x78\0') + opt(1)))
    over('ccp-reset', 0x80fd, control(14, be16(3)))
    over('ecp', 0x8053, control(1, opt(3, bytes(range(8)))), flags='own')
    over('pap-request', 0xc023, control(1, b'\4user\6secret'))
    over('pap-ack', 0xc023, control(2, b'\2ok'))
    over('chap-challenge', 0xc223, control(1, b'\x10' + bytes(range(16)) + b'server'))
    over('chap-success', 0xc223, control(3, b'welcome'))
    over('lqr', 0xc025, b''.join(be32(i) for i in range(1, 13)), flags='own')

def discovery():
    def tag(t, v): return be16(t) + be16(len(v)) + v
    tags = tag(0x101, b'') + tag(0x102, b'ac') + tag(0x103, b'uniq') + tag(0x104, b'cookie') + tag(0x105, be32(3561) + b'\1\4port') + tag(0x120, be16(1500))
    row('pppoe-padi', 1, eth(0x8863, pppoe(tags, 9, 0)))
    row('pppoe-pado', 1, eth(0x8863, pppoe(tags + tag(0, b'') + b'more', 7, 0)))
    row('pppoe-credits', 1, eth(0x8863, pppoe(tag(0x106, be16(5) + be16(6)) + tag(0x107, be16(1) + b'\x64\x64' + be16(3) + be16(4) + be16(5)) + tag(0x108, be16(1)) + tag(0x109, be16(64)), 0x0c, 3)))
    row('pppoe-padt', 1, eth(0x8863, pppoe(tag(0x203, b'why'), 0xa7, 3)))

links()
protocols()
discovery()
write('stacks.py')
