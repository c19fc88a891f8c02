#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(GRE='gre', MPLS='mpls', PPPLink='', PPPHDLC='', PPP='ppp', PPPCompressed='ppp', LCP='lcp', IPCP='ipcp', IPV6CP='ipv6cp', MPLSCP='mplscp', CCP='ccp', ECP='ecp', PAP='pap', CHAP='chap',
      LQR='', EAPOL='eapol', EAPOLKey='', EAP='eap', CHDLC='chdlc', SLARP='slarp', FrameRelay='fr', FRMultiprotocol='', FRCisco='', FRInformation='', ESIS='esis', FRPadded='', FRBridged='',
      L2TP='l2tp', L2TPv3='l2tp', L2TPIP='l2tp', CDP='cdp', STP='stp', Multilink='mp', PPPoE='pppoes', PPPoEDiscovery='pppoed')

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

def access():
    def over(name, typ, p, **kw): row(name, 1, eth(0x888e, b'\2' + bytes([typ]) + be16(len(p)) + p), **kw)
    def eap(code, p, ident=7): return bytes([code, ident]) + be16(4 + len(p)) + p
    over('eapol-start', 1, b'')
    over('eapol-mka', 5, bytes(8), flags='own,kept', check=False)
    over('eap-identity', 0, eap(1, b'\1'), flags='own')
    over('eap-response', 0, eap(2, b'\1user@example.net'), flags='own')
    over('eap-nak', 0, eap(2, b'\3\x19\x15'), flags='own')
    over('eap-md5', 0, eap(1, b'\4\x10' + bytes(range(16)) + b'server'), flags='own')
    over('eap-tls', 0, eap(1, b'\x0d\x20'), flags='own')
    over('eap-sim', 0, eap(1, b'\x12\x0a\0\0\x0f\2\0\2\0\1\0\0'), flags='own')
    over('eap-expanded', 0, eap(1, b'\xfe\0\x37\x2a\0\0\0\1\1\0'), flags='own')
    over('eap-success', 0, eap(3, b''), flags='own')
    over('eap-initiate', 0, eap(5, b'\1\0'), flags='own')
    row('eap-ppp', 9, hdlc(0xc227, eap(1, b'\1who')))
    def rsn(info, data, mic=16, nonce=bytes(range(32))):
        return b'\2' + be16(info) + be16(16) + bytes(7) + b'\1' + nonce + bytes(16) + bytes(8) + bytes(8) + bytes(range(mic)) + be16(len(data)) + data
    over('key-1', 3, rsn(0x8a, b''))
    over('key-2', 3, rsn(0x10a, bytes.fromhex('30140100000fac040100000fac040100000fac020000')))
    over('key-3', 3, rsn(0x13ca, bytes(range(56))))
    over('key-long', 3, rsn(0x13c8, bytes(range(40)), 24), flags='own,open', check=False)
    over('key-wpa', 3, b'\xfe' + rsn(0x89, b'')[1:])
    over('key-rc4', 3, b'\1' + be16(13) + bytes(8) + bytes(range(16)) + b'\x81' + bytes(16) + bytes(range(13)))
    over('key-other', 3, b'\x09' + bytes(8), flags='own', check=False)

def serial():
    def over(name, typ, p, **kw): row('chdlc-' + name, 104, b'\x0f\0' + be16(typ) + p, **kw)
    over('ip', 0x800, inner)
    over('ipv6', 0x86dd, six)
    over('mpls', 0x8847, be32(100 << 12 | 1 << 8 | 64) + inner)
    over('slarp', 0x8035, be32(2) + be32(5) + be32(4) + be16(0xffff) + be32(1000))
    over('slarp-request', 0x8035, be32(0) + addr('0.0.0.0') + addr('0.0.0.0') + be16(0xffff))
    over('slarp-reply', 0x8035, be32(1) + addr(A4) + addr('255.255.255.0') + be16(0xffff))
    row('chdlc-on-ppp', 50, b'\x8f\0' + be16(0x800) + inner, flags='own,asis,kept')
    def relay(name, p, head=b'\x18\x41', **kw): row('fr-' + name, 107, head + p, **kw)
    relay('ip', b'\3\xcc' + inner)
    relay('ipv6', b'\3\x8e' + six)
    relay('padded', b'\3\0\xcc' + inner)
    relay('four', b'\3\xcc' + inner, b'\x18\x40\x02\x05')
    relay('three', b'\3\xcc' + inner, b'\x18\x40\x05', check=False)
    relay('snap', b'\3\x80' + b'\0\0\0' + be16(0x806) + be16(15) + be16(0x800) + b'\2\4' + be16(1) + b'\x18\x41' + addr(A4) + b'\x18\x51' + addr(B4), flags='kept')
    relay('bridged', b'\3\x80\0\x80\xc2' + be16(7) + eth(0x800, inner))
    relay('bpdu', b'\3\x80\0\x80\xc2' + be16(14) + be16(0) + b'\0\x80')
    relay('ppp', b'\3\xcf' + ppp(0x21, inner))
    relay('cisco', be16(0x800) + inner)
    esh = bytes([0x82, 18, 1, 0, 2]) + be16(300) + be16(0xfcea) + bytes([1, 7, 0x49]) + be16(1) + bytes([0, 0, 0, 1])
    relay('information', b'\x22\0' + esh, flags='kept,open')
    relay('q933', b'\3\x08\0\x75\x95\1\1\0\3\2\1\0', b'\0\1', flags='own,kept')
    relay('signalling', b'\0\1\2', b'\0\1', flags='own,kept', check=False)

def l2tp():
    def over(name, p, **kw): row('l2tp-' + name, 228, ip4(17, udp(p, sport=1701, dport=1701)), **kw)
    def avp(t, v, flags=0x8000, vendor=0): return be16(flags | 6 + len(v)) + be16(vendor) + be16(t) + v
    def message(avps, ver=2, ids=be16(5) + be16(0)):
        return be16(0xc800 | ver) + be16(12 + len(avps)) + ids + be16(1) + be16(2) + avps
    avps = avp(0, be16(1)) + avp(2, b'\1\0') + avp(3, be32(3)) + avp(4, be32(3)) + avp(5, bytes(8)) + avp(6, be16(0x690)) + avp(7, b'lac') + avp(8, b'vendor') + avp(9, be16(7)) + avp(10, be16(4))
    avps += avp(11, bytes(16))
    over('sccrq', message(avps))
    over('zlb', message(b''))
    over('stopccn', message(avp(0, be16(4)) + avp(9, be16(7)) + avp(1, be16(2) + be16(4) + b'why')))
    over('cdn', message(avp(0, be16(14)) + avp(12, be16(16) + b'\x45') + avp(1, be16(3)) + avp(14, be16(9))))
    over('wen', message(avp(0, be16(15)) + avp(34, be16(0) + b''.join(be32(i) for i in range(6)))))
    over('sli', message(avp(0, be16(16)) + avp(35, be16(0) + be32(0) + be32(0xffffffff))))
    over('hidden', message(avp(0, be16(10)) + avp(36, bytes(16)) + avp(15, bytes(16), 0xc000) + avp(1, b'x', 0, 9)), check=False)
    over('data', be16(2) + be16(5) + be16(9) + hdlc(0x21, inner))
    over('data-full', be16(0x4b02) + be16(19 + len(inner)) + be16(5) + be16(9) + be16(1) + be16(2) + be16(1) + b'\0' + hdlc(0x21, inner))
    over('v3', message(avp(0, be16(1)) + avp(60, be32(1)) + avp(61, be32(2)) + avp(62, be16(5) + be16(4)) + avp(7, b'lcce'), 3, be32(0)))
    over('v3-data', be16(3) + be16(0) + be32(77) + bytes(20), flags='own,kept')
    row('l2tp-ip', 228, ip4(115, be32(0) + message(avp(0, be16(6)), 3, be32(5))), flags='own')
    row('l2tp-ip-data', 228, ip4(115, be32(77) + bytes(20)), flags='own,kept')

links()
access()
serial()
l2tp()
protocols()
discovery()
write('stacks.py')
