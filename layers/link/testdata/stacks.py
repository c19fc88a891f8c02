#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(NetBIOSFrame='netbios', AoE='aoe', AoEATA='', AoEConfig='', AoEMask='', AoEReserve='', FDDI='fddi', CAN='can', CANHost='can', STP='stp', Slow='slow', LACP='lacp', LinkMarker='marker', EthernetOAM='oampdu', OSSP='ossp', LLDP='lldp',
      ITag='ieee8021ah', CDP='cdp', NortelDiscovery='ndp', EDP='edp', FDP='fdp', CTP='loop', CTPReplyData='', CTPForwardData='', MDP='mdp', PFLog='pflog', JuniperEthernet='juniper', PPI='ppi',
      PKTAP='pktap', USB='usb', USBMapped='usb', NFLOG='nflog', ARCNET='arcnet', ARCNETLinux='arcnet', IPoIB='ipoib', IPNET='ipnet', IPX='ipx', IPXRaw='ipx', SPX='', NetBIOSIPX='', NetBIOSIPXName='', NetBIOSIPXSession='', NMPI='', FabricPath='cfp', VNTag='vntag', ETag='etag')

def le16(v): return struct.pack('<H', v)
def le32(v): return struct.pack('<I', v)
def le64(v): return struct.pack('<Q', v)

inner = ip4(17, udp(b'inside'))
CM = mac('01:80:c2:00:00:02')

def lan(typ, p, dst=CM): return dst + mac(AM) + be16(typ) + p
def llc(p, head=b'\x42\x42\x03', dst=mac('01:80:c2:00:00:00')): return eth(len(head) + len(p), head + p)

def nflog():
    def tlv(t, v): return le16(4 + len(v)) + le16(t) + v + b'\0' * (-len(v) % 4)
    def big(t, v): return be16(4 + len(v)) + be16(t) + v + b'\0' * (-len(v) % 4)
    head = tlv(1, be16(0x800) + b'\1\0') + tlv(10, b'drop: \0')
    times = tlv(3, be32(0) + be32(1700000000) + be32(0) + be32(5))
    link = tlv(8, be16(6) + be16(0) + mac(AM) + bytes(2)) + tlv(15, be16(1)) + tlv(17, be16(14)) + tlv(16, lan(0x800, b''))
    row('nflog', 239, b'\2\0' + be16(5) + head + tlv(2, be32(7)) + tlv(4, be32(2)) + tlv(5, be32(3)) + tlv(9, inner), flags='open')
    row('nflog-all', 239, b'\2\0' + be16(5) + head + link + tlv(6, be32(4)) + tlv(7, be32(5)) + tlv(11, be32(1000)) + tlv(14, be32(100)) + tlv(12, be32(1)) + tlv(13, be32(2)) + times + tlv(9, inner), flags='open')
    row('nflog-big-endian', 239, b'\2\0' + be16(5) + big(1, be16(0x800) + b'\1\0') + big(9, inner), flags='own,open', check=False)
    row('nflog-ipv6', 239, b'\x0a\0' + be16(0) + tlv(9, ip6(17, udp(b'six', A6, B6))), flags='open')
    row('nflog-empty', 239, b'\2\0' + be16(5) + head + tlv(99, b'abc'), flags='own,open,kept,asis', check=False)

def bridges():
    def bridge(prio, m): return be16(prio) + mac(m)
    def config(flags): return bytes([flags]) + bridge(0x8000, AM) + be32(4) + bridge(0x8001, BM) + be16(0x8003) + be16(256) + be16(20 << 8) + be16(2 << 8) + be16(15 << 8)
    row('stp-config', 1, llc(be16(0) + b'\0\0' + config(0x81)))
    row('stp-change', 1, llc(be16(0) + b'\0\x80'))
    row('rstp', 1, llc(be16(0) + b'\2\2' + config(0x3c) + b'\0'))
    body = b'\0' + b'region'.ljust(32, b'\0') + be16(1) + bytes(range(16)) + be32(7) + bridge(0x8000, AM) + b'\x13'
    mst = bytes([0x7c]) + bridge(0x8005, AM) + be32(9) + bytes([0x80, 0x80, 19])
    row('mstp', 1, llc(be16(0) + b'\3\2' + config(0x7c) + b'\0' + be16(len(body) + len(mst)) + body + mst))
    port = be16(32768) + mac(AM) + be16(1) + be16(255) + be16(3) + b'\x3d' + bytes(3)
    lacp = b'\1\1' + bytes([1, 20]) + port + bytes([2, 20]) + port + bytes([3, 16]) + be16(5) + bytes(12) + b'\0\0' + bytes(50)
    row('lacp', 1, lan(0x8809, lacp))
    row('marker', 1, lan(0x8809, b'\2\1' + bytes([1, 16]) + be16(3) + mac(AM) + be32(77) + be16(0) + b'\0\0' + bytes(90)))
    info = bytes([1, 16, 1]) + be16(0) + b'\0\x1d' + be16(1518) + b'\0\0\x0c' + be32(5)
    row('oam-information', 1, lan(0x8809, b'\3' + be16(0x0050) + b'\0' + info + b'\0' + bytes(30)))
    event = bytes([1, 26]) + be16(10) + be16(1) + be16(1) + be16(1) + be64(1) + be64(1)
    row('oam-event', 1, lan(0x8809, b'\3' + be16(0x0050) + b'\1' + be16(1) + event[:24] + be16(1) + b'\0' + bytes(30)), check=False)
    row('ossp', 1, lan(0x8809, b'\x0a' + b'\0\x19\xa7' + bytes(42)))
    row('ossp-esmc', 1, lan(0x8809, b'\x0a' + b'\0\x19\xa7' + be16(1) + b'\x10\0\0\0' + bytes([1]) + be16(4) + b'\4' + bytes(32)))

def be64(v): return struct.pack('>Q', v)

def neighbours():
    def tlv(t, v): return be16(t << 9 | len(v)) + v
    def org(o, s, v): return tlv(127, bytes.fromhex(o) + bytes([s]) + v)
    tlvs = tlv(1, b'\4' + mac(AM)) + tlv(2, b'\5eth0') + tlv(3, be16(120)) + tlv(4, b'port') + tlv(5, b'name') + tlv(6, b'system') + tlv(7, be16(0x14) + be16(0x10))
    tlvs += tlv(8, b'\5\1' + addr(A4) + b'\2' + be32(3) + b'\0')
    tlvs += org('0080c2', 1, be16(7)) + org('0080c2', 2, b'\6' + be16(9)) + org('0080c2', 3, be16(7) + b'\4vlan') + org('0080c2', 4, b'\2\x88\x8e') + org('0080c2', 7, b'\3' + be32(1))
    tlvs += org('00120f', 1, b'\3' + be16(0x8036) + be16(16)) + org('00120f', 2, b'\7\1\4') + org('00120f', 4, be16(1522)) + org('0012bb', 1, be16(0x33) + b'\4')
    tlvs += org('0012bb', 2, b'\1' + bytes([0x40 | 100 >> 7, (100 << 1 & 255) | 1, 0x6e])) + org('0012bb', 5, b'rev1') + tlv(0, b'')
    row('lldp', 1, lan(0x88cc, tlvs, mac('01:80:c2:00:00:0e')))
    def ctlv(t, v): return be16(t) + be16(len(v) + 4) + v
    ip = be32(1) + b'\1\1\xcc' + be16(4) + addr(A4)
    body = ctlv(1, b'router') + ctlv(2, ip) + ctlv(3, b'Ethernet0') + ctlv(4, be32(1)) + ctlv(5, b'version 1') + ctlv(6, b'platform')
    body += ctlv(7, addr(A4) + b'\x18') + ctlv(9, b'domain') + ctlv(10, be16(1)) + ctlv(11, b'\1') + ctlv(16, be16(6300)) + ctlv(17, be32(1500)) + ctlv(26, be16(1) + be16(2) + be32(7000) + be32(8000))
    def cisco(b):
        if len(b) % 2:
            last = b[-1]
            return b[:-1] + be16(0xff00 | last - 1 if last >= 0x80 else last)
        return b
    for name, more in ('cdp', b''), ('cdp-odd', ctlv(20, b'odd')), ('cdp-odd-high', ctlv(20, b'od\xe4')):
        m = b'\2\xb4' + be16(0) + body + more
        m = put(m, 2, csum(cisco(m)))
        p = b'\xaa\xaa\x03\x00\x00\x0c\x20\x00' + m
        row(name, 1, mac('01:00:0c:cc:cc:cc') + mac(AM) + be16(len(p)) + p, 'kept')
    p = b'\xaa\xaa\x03\x00\x00\x81\x01\xa2' + addr(A4) + bytes([0, 1, 2, 12, 8, 3, 1])
    row('nortel', 1, mac('01:00:81:00:01:00') + mac(AM) + be16(len(p)) + p + bytes(60 - 14 - len(p)), 'kept')
    def snap(name, dst, head, m, at):
        p = b'\xaa\xaa\x03' + head + put(m, at, csum(m))
        row(name, 1, mac(dst) + mac(AM) + be16(len(p)) + p, 'kept')
    def etlv(t, v): return b'\x99' + bytes([t]) + be16(len(v) + 4) + v
    m = etlv(1, b'switch\0') + etlv(2, be16(1) + be16(2) + bytes(8) + bytes([7, 6, 4, 99]) + b'\xff' * 4 + bytes(12)) + etlv(5, b'\x80\0' + be16(7) + bytes(4) + addr(A4) + b'vlan\0') + etlv(0, b'')
    snap('edp', '00:e0:2b:00:00:00', b'\x00\xe0\x2b\x00\xbb', b'\1\0' + be16(len(m) + 16) + be16(0) + be16(5) + be16(0) + mac(AM) + m, 4)
    body = ctlv(1, b'router') + ctlv(2, ip) + ctlv(3, b'Ethernet0') + ctlv(4, b'Router') + ctlv(5, b'version 1') + ctlv(6, b'platform')
    snap('fdp', '01:e0:52:cc:cc:cc', b'\x00\xe0\x52\x20\x00', b'\1\xb4' + be16(0) + body, 2)
    row('loop', 1, eth(0x9000, le16(0) + le16(2) + mac(AM) + le16(1) + le16(5) + b'data' + bytes(30)), 'own,kept,open')
    row('loop-reply', 1, eth(0x9000, le16(0) + le16(1) + le16(5) + bytes(40)), 'open')
    row('pbb', 1, lan(0x88e7, be32(5 << 29 | 1 << 27 | 0x123456) + mac(BM) + mac(AM) + be16(0x800) + inner), 'own')
    row('mdp', 1, lan(0x712, bytes(28) + bytes([0, 2, 1, 2]) + bytes([11, 4]) + addr(A4) + bytes([255, 0])), 'own')

def captures():
    row('fddi', 10, b'\x51' + mac(BM) + mac(AM) + b'\xaa\xaa\x03\0\0\0' + be16(0x800) + inner, 'own')
    row('fddi-smt', 10, b'\x4f' + mac(BM) + mac(AM) + bytes(20), 'own')
    row('can', 227, be32(0x98dafa10) + bytes([8, 0, 0, 0]) + bytes(range(8)), 'open')
    row('can-short', 227, be32(0x123) + bytes([2, 0, 0, 0]) + bytes(range(8)), 'open')
    def sll(proto, p): return be16(0) + be16(280) + be16(0) + bytes(8) + be16(proto) + p
    row('can-sll', 113, sll(12, le32(0x710) + bytes([8, 0, 0, 0]) + bytes(range(8))), 'kept,open')
    row('can-fd-sll', 113, sll(13, le32(0x123) + bytes([12, 5, 0, 0]) + bytes(range(12))), 'own,kept,open')
    row('can-fd', 227, be32(0x123) + bytes([12, 5, 0, 0]) + bytes(range(12)), 'own,open')
    h = bytes([61, 2, 1, 0]) + b'em0'.ljust(16, b'\0') + bytes(16) + be32(3) + be32(0xffffffff) + be32(0xffffffff) + be32(0) + be32(0) + be32(0) + bytes([1]) + bytes(3)
    where = b'\3\1\1' + b'\6\1\x0e' + b'\1\2\x8c\0' + b'\4\4' + le32(332)
    row('juniper-ethernet', 178, b'MGC\x81' + be16(len(where)) + where + eth(0x0800, inner), 'kept')
    row('juniper-bare', 178, b'MGC\0' + eth(0x0800, inner), 'kept')
    row('juniper-no-l2', 178, b'MGC\2' + inner, 'own,kept', check=False)
    row('pflog', 117, h + inner, 'kept,open')
    row('ppi', 192, b'\0\0' + le16(8 + 24) + le32(1) + le16(2) + le16(20) + le64(1) + le16(0) + le16(2) + le16(2412) + le16(0xa0) + bytes(2) + b'\xc4\xa0' + eth(0x800, inner))
    k = le32(108) + le32(1) + le32(1) + b'en0'.ljust(24, b'\0') + le32(1) + le32(2) + le32(14) + le32(0) + le32(501) + b'curl'.ljust(20, b'\0') + le32(0) + le16(6) + le16(0) + le32(501) + b'curl'.ljust(20, b'\0')
    row('pktap', 258, k + eth(0x800, inner), 'own')
    def usb(ev, xfer, ep, setup, data, n=48):
        b = le64(0xffff880036b7a9c0) + ev + bytes([xfer, ep, 2]) + le16(1) + bytes([0 if setup else ord('-'), 0 if data else ord('<')])
        b += le64(1450000000) + le32(1234) + le32(-115 & 0xffffffff) + le32(max(len(data), 18)) + le32(len(data)) + (setup or bytes(8))
        return b + (bytes(4) + bytes(4) + le32(0x200) + le32(0) if n == 64 else b'')
    row('usb-control', 189, usb(b'S', 2, 0x80, bytes.fromhex('8006000100001200'), b''))
    row('usb-interrupt', 189, usb(b'C', 1, 0x81, None, b'\1\2\3\4') + b'\1\2\3\4')
    row('usb-bulk', 220, usb(b'C', 3, 0x82, None, b'\1\2\3\4\5', 64) + b'\1\2\3\4\5')

def lans():
    ipx = be16(0xffff) + be16(34) + bytes([0, 4]) + be32(1) + mac(BM) + be16(0x4003) + be32(1) + mac(AM) + be16(0x4002) + b'data'
    row('ipx', 1, eth(0x8137, ipx), 'kept')
    def sock(s, typ, p): return be16(0xffff) + be16(30 + len(p)) + bytes([0, typ]) + be32(0) + b'\xff' * 6 + be16(s) + be32(0) + mac(AM) + be16(s) + p
    def nb(s, kind): return s.ljust(15).encode() + bytes([kind])
    smb = b'\xffSMB\x25' + bytes(27) + b'\0\0\0'
    row('netbios-ipx', 1, eth(0x8137, sock(0x455, 4, b'\0\x0b' + nb('HOST', 0) + nb('OTHER', 0) + smb)), 'kept,own')
    row('netbios-ipx-name', 1, eth(0x8137, sock(0x455, 20, be32(1) + bytes(28) + b'\0\1' + nb('HOST', 0x20)), 84), 'kept', check=False)
    def session(typ, flags, total, at, p): return bytes([flags, typ]) + le16(7) + le16(9) + le16(3) + le16(total) + le16(at) + le16(len(p)) + le16(4) + le16(0) + p
    row('netbios-ipx-session', 1, eth(0x8137, sock(0x455, 4, session(6, 0x50, len(smb), 0, smb))), 'kept,own', check=False)
    row('netbios-ipx-session-part', 1, eth(0x8137, sock(0x455, 4, session(6, 0x10, 1400, 1395, b'5more'))), 'kept', check=False)
    row('netbios-ipx-session-end', 1, eth(0x8137, sock(0x455, 4, session(7, 0x40, 0, 0, b''))), 'kept', check=False)
    row('nmpi', 1, eth(0x8137, sock(0x553, 20, bytes(32) + b'\xfc\2\0\0' + nb('GROUP', 0) + nb('HOST', 0) + smb)), 'kept,own')
    spx = bytes([0x50, 0]) + be16(0x1234) + be16(0x5678) + be16(7) + be16(3) + be16(9) + b'data'
    row('spx', 1, eth(0x8137, be16(0xffff) + be16(30 + len(spx)) + bytes([0, 5]) + be32(1) + mac(BM) + be16(0x5003) + be32(1) + mac(AM) + be16(0x5002) + spx), 'kept')
    spx = bytes([0x88, 0xfe]) + be16(0x1234) + be16(0x5678) + be16(7) + be16(3) + be16(9) + be16(1400)
    row('spx-2', 1, eth(0x8137, be16(0xffff) + be16(30 + len(spx)) + bytes([0, 5]) + be32(1) + mac(BM) + be16(0x5003) + be32(1) + mac(AM) + be16(0x5002) + spx), 'kept')
    row('ipx-raw', 1, lan(len(ipx), ipx, mac(BM)))
    row('ipx-llc', 1, llc(ipx, b'\xe0\xe0\x03', mac(BM)))
    row('arcnet', 7, bytes([1, 2, 212, 0]) + be16(7) + inner)
    row('arcnet-rfc1051', 7, bytes([1, 2, 240]) + inner)
    row('arcnet-exception', 7, bytes([1, 2, 212, 255]) + be16(0xffff) + bytes([212, 0]) + be16(7) + inner)
    row('arcnet-split', 7, bytes([1, 2, 212, 2]) + be16(7) + b'the second of two', 'own')
    row('arcnet-linux', 129, bytes([1, 2]) + be16(100) + bytes([212, 0]) + be16(7) + inner)
    gid = addr('fe80::10:e000:664a:b451')
    row('ipoib', 242, be32(0x60000000) + be16(len(inner) + 4) + bytes([0x1b, 0]) + gid + gid + be16(0x800) + be16(0) + inner)
    row('ipnet', 226, bytes([1, 2]) + be16(1) + be32(len(inner)) + be32(2) + be32(0) + be32(0xffffffff) + be32(0) + inner)
    frame = eth(0x800, inner, 0)
    row('fabricpath', 1, mac('02:00:00:01:00:00') + mac('02:00:00:02:00:00') + be16(0x8903) + be16(5 << 6 | 32) + frame)
    row('vntag', 1, eth(0x8926, be16(0x8001) + be16(0x0002) + be16(0x800) + inner))
    row('etag', 1, eth(0x893f, be16(0x6000) + be16(0x1002) + be16(0) + be16(0x800) + inner))

bridges(), neighbours(), captures(), lans()
nflog()
def netbios():
    le16 = lambda v: struct.pack('<H', v)
    name = lambda n: n.ljust(15).encode() + b'\x20'
    def nbf(cmd, tail, p=b''): return le16(12 + len(tail)) + b'\xff\xef' + bytes([cmd, 0]) + le16(0) + le16(1) + le16(2) + tail + p
    def llc(p): return be16(len(p) + 3) + b'\xf0\xf0\x03' + p
    frame = lambda p: bytes.fromhex('030000000001' '00005e005301') + llc(p) + bytes(max(0, 46 - 3 - len(p)))
    row('netbios-query', 1, frame(nbf(0x0a, name('SERVER') + name('CLIENT'))))
    row('netbios-data', 1, frame(nbf(0x16, b'\5\6', b'some data')), check=False)

def aoe():
    def one(name, cmd, p, flags=0): row('aoe-' + name, 1, eth(0x88a2, bytes([0x10 | flags, 0]) + be16(7) + b'\1' + bytes([cmd]) + be32(0x11223344) + p))
    one('read', 0, b'\x40\0\2\x24' + b'\1\2\3\4\5\6' + be16(0))
    one('config', 1, be16(16) + be16(0x400a) + b'\2\x10' + be16(4) + b'lab1', 8)
    one('mask', 2, b'\0\1\0\1' + b'\0\1' + bytes.fromhex('00005e005301'))
    one('reserve', 3, b'\1\1' + bytes.fromhex('00005e005301'))

netbios()
aoe()
write('stacks.py')
