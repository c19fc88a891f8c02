#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

def be64(v): return struct.pack('>Q', v)
def pad4(b): return b + b'\0' * (-len(b) % 4)
def xstr(s): return be32(len(s)) + pad4(s.encode())
xmac, xaddr = mac(AM) + b'\0\0', be32(1) + addr(A4)
xpath, xadapter = be32(2) + be32(2) + be32(64496) + be32(64497), be32(3) + be32(1) + xmac
FLOW = [
    (2, 'EthernetFrame', be32(1)+xmac+xmac+be32(4)),
    (3, 'IPv4Data', be32(1)+be32(2)+addr(A4)+addr(A4)+be32(5)+be32(6)+be32(7)+be32(8)),
    (4, 'IPv6Data', be32(1)+be32(2)+addr(A6)+addr(A6)+be32(5)+be32(6)+be32(7)+be32(8)),
    (1001, 'ExtendedSwitch', be32(1)+be32(2)+be32(3)+be32(4)),
    (1002, 'ExtendedRouter', xaddr+be32(2)+be32(3)),
    (1003, 'ExtendedGateway', xaddr+be32(2)+be32(3)+be32(4)+be32(1)+xpath+be32(2)+be32(1)+be32(2)+be32(9)),
    (1004, 'ExtendedUser', be32(1)+xstr("text")+be32(3)+xstr("text")),
    (1005, 'ExtendedURL', be32(1)+xstr("text")+xstr("text")),
    (1006, 'ExtendedMPLS', xaddr+be32(2)+be32(1)+be32(2)+be32(2)+be32(1)+be32(2)),
    (1007, 'ExtendedNAT', xaddr+xaddr),
    (1008, 'ExtendedMPLSTunnel', xstr("text")+be32(2)+be32(3)),
    (1009, 'ExtendedMPLSVC', xstr("text")+be32(2)+be32(3)),
    (1010, 'ExtendedMPLSFEC', xstr("text")+be32(2)),
    (1011, 'ExtendedMPLSLVPFEC', be32(1)),
    (1012, 'ExtendedVLANTunnel', be32(2)+be32(1)+be32(2)),
    (1013, 'Extended80211Payload', be32(1)+xstr("opaque")),
    (1014, 'Extended80211Rx', xstr("text")+xmac+be32(3)+be32(4)+be64(1<<33|5)+be32(6)+be32(7)+be32(8)),
    (1015, 'Extended80211Tx', xstr("text")+xmac+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be64(1<<33|8)+be32(9)),
    (1021, 'L2TunnelEgress', be32(1)+xmac+xmac+be32(4)),
    (1022, 'L2TunnelIngress', be32(1)+xmac+xmac+be32(4)),
    (1023, 'IPv4TunnelEgress', be32(1)+be32(2)+addr(A4)+addr(A4)+be32(5)+be32(6)+be32(7)+be32(8)),
    (1024, 'IPv4TunnelIngress', be32(1)+be32(2)+addr(A4)+addr(A4)+be32(5)+be32(6)+be32(7)+be32(8)),
    (1025, 'IPv6TunnelEgress', be32(1)+be32(2)+addr(A6)+addr(A6)+be32(5)+be32(6)+be32(7)+be32(8)),
    (1026, 'IPv6TunnelIngress', be32(1)+be32(2)+addr(A6)+addr(A6)+be32(5)+be32(6)+be32(7)+be32(8)),
    (1027, 'DecapsulateEgress', be32(1)),
    (1028, 'DecapsulateIngress', be32(1)),
    (1029, 'VNIEgress', be32(1)),
    (1030, 'VNIIngress', be32(1)),
    (1036, 'EgressQueue', be32(1)),
    (1037, 'ExtendedACL', be32(1)+xstr("text")+be32(3)),
    (1038, 'ExtendedFunction', xstr("text")),
    (1039, 'TransitDelay', be32(1)),
    (1040, 'QueueDepth', be32(1)),
    (2100, 'Socket4', be32(1)+addr(A4)+addr(A4)+be32(4)+be32(5)),
    (2101, 'Socket6', be32(1)+addr(A6)+addr(A6)+be32(4)+be32(5)),
    (2102, 'ProxySocket4', be32(1)+addr(A4)+addr(A4)+be32(4)+be32(5)),
    (2103, 'ProxySocket6', be32(1)+addr(A6)+addr(A6)+be32(4)+be32(5)),
    (2206, 'HTTPRequest', be32(1)+be32(2)+xstr("text")+xstr("text")+xstr("text")+xstr("text")+xstr("text")+xstr("text")+xstr("text")+be64(1<<33|10)+be64(1<<33|11)+be32(12)+be32(13)),
    (2209, 'TCPInfo', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)),
]
COUNTER = [
    (1, 'InterfaceCounters', be32(1)+be32(2)+be64(1<<33|3)+be32(4)+be32(5)+be64(1<<33|6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be64(1<<33|13)+be32(14)+be32(15)+be32(16)+be32(17)+be32(18)+be32(19)),
    (2, 'EthernetCounters', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)),
    (3, 'TokenRingCounters', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)+be32(16)+be32(17)+be32(18)),
    (4, 'VGCounters', be32(1)+be64(1<<33|2)+be32(3)+be64(1<<33|4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be64(1<<33|10)+be32(11)+be64(1<<33|12)+be64(1<<33|13)+be64(1<<33|14)),
    (5, 'VLANCounters', be32(1)+be64(1<<33|2)+be32(3)+be32(4)+be32(5)+be32(6)),
    (6, 'WLANCounters', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)+be32(16)+be32(17)+be32(18)+be32(19)+be32(20)),
    (7, 'LAGCounters', xmac+xmac+be32(3)+b"\x3d"+b"\x3d"+b"\x3d"+b"\x3d"+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)),
    (1001, 'ProcessorCounters', be32(1)+be32(2)+be32(3)+be64(1<<33|4)+be64(1<<33|5)),
    (1002, 'RadioCounters', be32(1)+be32(2)+be32(3)),
    (1004, 'OpenFlowPort', be64(1<<33|1)+be32(2)),
    (1005, 'PortName', xstr("text")),
    (2000, 'HostDescription', xstr("text")+bytes(range(16))+be32(3)+be32(4)+xstr("text")),
    (2001, 'HostAdapters', be32(1)+xadapter),
    (2002, 'HostParent', be32(1)+be32(2)),
    (2003, 'HostCPU', be32(0x3f800000)+be32(0x3f800000)+be32(0x3f800000)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)+be32(16)+be32(17)+be32(7)*3),
    (2004, 'HostMemory', be64(1<<33|1)+be64(1<<33|2)+be64(1<<33|3)+be64(1<<33|4)+be64(1<<33|5)+be64(1<<33|6)+be64(1<<33|7)+be32(8)+be32(9)+be32(10)+be32(11)),
    (2005, 'HostDisk', be64(1<<33|1)+be64(1<<33|2)+be32(3)+be32(4)+be64(1<<33|5)+be32(6)+be32(7)+be64(1<<33|8)+be32(9)),
    (2006, 'HostNetwork', be64(1<<33|1)+be32(2)+be32(3)+be32(4)+be64(1<<33|5)+be32(6)+be32(7)+be32(8)),
    (2007, 'HostIP', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)+be32(16)+be32(17)+be32(18)+be32(19)),
    (2008, 'HostICMP', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)+be32(16)+be32(17)+be32(18)+be32(19)+be32(20)+be32(21)+be32(22)+be32(23)+be32(24)+be32(25)),
    (2009, 'HostTCP', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)),
    (2010, 'HostUDP', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)),
    (2100, 'VirtualNode', be32(1)+be32(2)+be64(1<<33|3)+be64(1<<33|4)+be32(5)),
    (2101, 'VirtualCPU', be32(1)+be32(2)+be32(3)),
    (2102, 'VirtualMemory', be64(1<<33|1)+be64(1<<33|2)),
    (2103, 'VirtualDisk', be64(1<<33|1)+be64(1<<33|2)+be64(1<<33|3)+be32(4)+be64(1<<33|5)+be32(6)+be64(1<<33|7)+be32(8)),
    (2104, 'VirtualNetwork', be64(1<<33|1)+be32(2)+be32(3)+be32(4)+be64(1<<33|5)+be32(6)+be32(7)+be32(8)),
    (2201, 'HTTPCounters', be32(1)+be32(2)+be32(3)+be32(4)+be32(5)+be32(6)+be32(7)+be32(8)+be32(9)+be32(10)+be32(11)+be32(12)+be32(13)+be32(14)+be32(15)),
]

names(NetFlow1='cflow', NetFlow5='cflow', NetFlow7='cflow', NetFlow9='cflow', IPFIX='cflow', SFlow='sflow', SFlowSample='', SFlowFlowSample='', SFlowExpandedFlowSample='', SFlowCounterSample='',
      SFlowExpandedCounterSample='', SFlowDiscardedPacket='', SFlowFlowRecord='', SFlowCounterRecord='', SFlowRawPacket='', **{'SFlow' + n: '' for _, n, _ in FLOW + COUNTER})

def over(name, p, port=6343, **kw): row(name, 228, ip4(17, udp(p, dport=port)), **kw)
def part(fmt, p): return be32(fmt) + be32(len(p)) + p
def datagram(*samples): return be32(5) + be32(1) + addr(A4) + be32(0) + be32(77) + be32(123456) + be32(len(samples)) + b''.join(samples)
def flow(*records): return part(1, be32(9) + be32(3) + be32(512) + be32(5120) + be32(0) + be32(3) + be32(4) + be32(len(records)) + b''.join(records))
def counters(*records): return part(2, be32(9) + be32(3) + be32(len(records)) + b''.join(records))
def raw(proto, p, left=0): return part(1, be32(proto) + be32(len(p) + left) + be32(left) + be32(len(p)) + pad4(p))
frame = eth(0x800, ip4(17, udp(b'inside')), pad=0)

def sflow():
    over('sflow-empty', datagram(), flags='kept')
    over('sflow-raw', datagram(flow(raw(1, frame, 4))), flags='own')
    over('sflow-raw-two', datagram(flow(raw(1, frame), part(1001, be32(1) + be32(0) + be32(2) + be32(0))), flow(raw(11, frame[14:]))), flags='own')
    over('sflow-raw-ipv6', datagram(flow(raw(12, ip6(17, udp(b'six', A6, B6))))), flags='own')
    over('sflow-raw-mpls', datagram(flow(raw(13, be32(100 << 12 | 1 << 8 | 64) + frame[14:]))), flags='own')
    over('sflow-raw-token-bus', datagram(flow(raw(2, bytes(20)))), flags='own,kept')
    six = be32(5) + be32(2) + addr(A6) + be32(0) + be32(77) + be32(123456) + be32(1)
    over('sflow-agent-6', six + flow(raw(1, frame)), flags='own')
    expanded = be32(9) + be32(0) + be32(3) + be32(512) + be32(5120) + be32(0) + be32(0) + be32(3) + be32(0) + be32(4) + be32(1)
    over('sflow-expanded', datagram(part(3, expanded + raw(1, frame))), flags='own')
    over('sflow-expanded-counters', datagram(part(4, be32(9) + be32(0) + be32(3) + be32(1) + part(1001, be32(1) + be32(2) + be32(3) + be64(4) + be64(5)))))
    over('sflow-discarded', datagram(part(5, be32(9) + be32(0) + be32(3) + be32(0) + be32(3) + be32(4) + be32(258) + be32(1) + raw(1, frame))), flags='own', check=False)
    over('sflow-unknown', datagram(part(4300 << 12 | 1, bytes(8)), flow(part(4300 << 12 | 2, bytes(8)))), flags='kept', check=False)
    for fmt, name, p in FLOW:
        over('sflow-flow-%d' % fmt, datagram(flow(part(fmt, p))), flags='open' if fmt == 1013 else '', check=fmt not in NEW)
    for fmt, name, p in COUNTER:
        over('sflow-counter-%d' % fmt, datagram(counters(part(fmt, p))), flags='open' if fmt == 2003 else '', check=fmt not in NEW)
NEW = set()

def netflow():
    def hdr(v, n, more=b''): return be16(v) + be16(n) + be32(60000) + be32(1700000000) + be32(5) + more
    head = addr(A4) + addr(B4) + addr('192.0.2.254') + be16(1) + be16(2) + be32(10) + be32(5000) + be32(1000) + be32(2000) + be16(1234) + be16(80)
    five = head + b'\0\x1b\x06\x10' + be16(64496) + be16(64497) + b'\x18\x10\0\0'
    over('netflow-1', hdr(1, 2) + (head + b'\0\0\x06\x10\x1b' + bytes(7)) * 2, 2055, flags='kept')
    over('netflow-5', hdr(5, 2, be32(7) + b'\1\2' + be16(0x4064)) + five * 2, 2055, flags='kept')
    over('netflow-7', hdr(7, 1, be32(7) + be32(0)) + five[:-2] + be16(3) + addr('192.0.2.253'), 2055, flags='kept')
    def set9(i, p): return be16(i) + be16(4 + len(pad4(p))) + pad4(p)
    template = be16(256) + be16(4) + be16(8) + be16(4) + be16(12) + be16(4) + be16(4) + be16(1) + be16(2) + be16(2)
    options = be16(257) + be16(4) + be16(8) + be16(1) + be16(4) + be16(34) + be16(4) + be16(35) + be16(1)
    data = addr(A4) + addr(B4) + b'\x06' + be16(10)
    over('netflow-9', be16(9) + be16(5) + be32(60000) + be32(1700000000) + be32(3) + be32(1) + set9(0, template) + set9(1, options) + set9(256, data * 2) + set9(257, be32(1) + be32(100) + b'\2'), 2055, flags='open')
    def message(*sets): b = b''.join(sets); return be16(10) + be16(16 + len(b)) + be32(1700000000) + be32(3) + be32(1) + b
    def s(i, p): return be16(i) + be16(4 + len(p)) + p
    wide = be16(258) + be16(4) + be16(8) + be16(4) + be16(82) + be16(0xffff) + be16(0x8001) + be16(8) + be32(29305) + be16(0x8065) + be16(2) + be32(6871)
    iopts = be16(259) + be16(2) + be16(1) + be16(144) + be16(4) + be16(41) + be16(8)
    record = addr(A4) + b'\4eth0' + be64(7) + be16(9)
    over('ipfix', message(s(2, template + wide), s(3, iopts), s(256, data), s(258, record), s(259, be32(1) + be64(5))), 4739, flags='open,kept')
    over('ipfix-withdraw', message(s(2, be16(256) + be16(0))), 4739, flags='open,kept', check=False)
    row('ipfix-tcp', 228, ip4(6, tcp(message(s(2, template)) + message(s(256, data)), dport=4739)), flags='open,kept,own')

sflow(), netflow()
write('stacks.py')
