#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(NBSS='nbss', NBDGM='nbdgm', NBNS='nbns', SMB='smb', SMB2='smb2', SMB2Transform='smb2', SMB2Compression='smb2', DCERPC='dcerpc', SMB2Read='', SMB2Write='', SMB2Transceive='', SMB2Transceived='', DCERPCDatagram='dcerpc', RPCRecord='', RPC='rpc', RPCData='rpc', NFS='nfs', Mount='mount', Portmap='portmap',
      OpenVPNTCP='', OpenVPN='openvpn', OpenVPNControl='', OpenVPNAck='', OpenVPNAuth='', OpenVPNAuth256='', OpenVPNAuth512='', TLS='tls', TLSAlert='', WireGuard='wg', DropboxDiscovery='db-lsp-disc', FIX='fix', SLP='srvloc', TPKT='tpkt', RDPFastPath='rdp', RDPFastPathLong='rdp', COTP='cotp', RDPConnect='rdp', T125='t125', T125Data='t125', T125DataLong='t125', RDPSecurity='rdp', RDPUDP='rdpudp', S7='s7comm', Synchrophasor='synphasor')

def le16(v): return struct.pack('<H', v)
def le32(v): return struct.pack('<I', v)
def le64(v): return struct.pack('<Q', v)
def be64(v): return struct.pack('>Q', v)
def over(name, port, p, **kw): row(name, 228, ip4(17, udp(p, dport=port)), **kw)
def stream(name, port, p, **kw): row(name, 228, ip4(6, tcp(p, dport=port)), **kw)

def sharing():
    def nb(p, typ=0): return be32(typ << 24 | len(p)) + p
    def smb(cmd, p=b'\0\0\0', flags=0): return b'\xffSMB' + bytes([cmd]) + le32(0) + bytes([flags]) + le16(0xc001) + le16(0) + bytes(8) + le16(0) + le16(1) + le16(2) + le16(3) + le16(4) + p
    def smb2(cmd, p, flags=0, nxt=0): return b'\xfeSMB' + le16(64) + le16(1) + le32(0) + le16(cmd) + le16(1) + le32(flags) + le32(nxt) + le64(7) + (le64(99) if flags & 2 else le32(0xfeff) + le32(5)) + le64(0x1234) + bytes(16) + p
    name = bytes([32]) + b'EIFHFEFCFPFAEFEOEEEFFCCACACACACA' + b'\0'
    stream('nbss-request', 139, nb(name + name, 0x81), flags='kept')
    stream('nbss-response', 139, nb(b'', 0x82), flags='kept')
    stream('nbss-keep-alive', 139, nb(b'', 0x85), flags='kept')
    stream('smb-echo', 445, nb(smb(0x2b, b'\1' + le16(1) + le16(4) + b'ping')))
    andx = smb(0x73, b'\x0d\x75\0' + le16(61) + bytes(22) + le16(0) + b'\4\xff\0\0\0' + le16(0) + le16(0) + le16(0), 8)
    stream('smb-andx', 139, nb(andx), flags='kept', check=False)
    stream('smb2-echo', 445, nb(smb2(13, le16(4) + le16(0))))
    stream('smb2-async', 445, nb(smb2(13, le16(4) + le16(0), 3)))
    one = smb2(13, le16(4) + le16(0), 0, 72)
    stream('smb2-chain', 445, nb(one + bytes(4) + smb2(13, le16(4) + le16(0))), flags='own,asis')
    stream('smb2-transform', 445, nb(b'\xfdSMB' + bytes(range(16)) + bytes(range(16)) + le32(68) + le16(0) + le16(1) + le64(0x1234) + bytes(68)), flags='own', check=False)
    stream('smb2-compressed', 445, nb(b'\xfcSMB' + le32(100) + le16(1) + le16(0) + le32(0) + bytes(20)), flags='own', check=False)
    call = bytes([5, 0, 0, 3, 16, 0, 0, 0]) + le16(24) + le16(0) + le32(9) + bytes(8)
    def pipe(name, cmd, fields, flags): stream('smb2-' + name, 445, nb(smb2(cmd, fields + call, flags)), flags='kept')
    pipe('write', 9, le16(49) + le16(112) + le32(24) + le64(0) + bytes(16) + le32(0) * 2 + le16(0) * 2 + le32(0), 0)
    pipe('read', 8, le16(17) + bytes([80, 0]) + le32(24) + le32(0) * 2, 1)
    pipe('transceive', 11, le16(57) + le16(0) + le32(0x11c017) + bytes(16) + le32(120) + le32(24) + le32(0) * 3 + le32(1024) + le32(1) + le32(0), 0)
    pipe('transceived', 11, le16(49) + le16(0) + le32(0x11c017) + bytes(16) + le32(112) + le32(0) + le32(112) + le32(24) + le32(0) * 2, 1)
    gram = lambda t, rest: bytes([t, 0x0a]) + be16(7) + addr(A4) + be16(138) + rest
    over('nbdgm', 138, gram(17, be16(68 + 35) + be16(0) + name + name + smb(0x2b, b'\1' + le16(1) + le16(0))), flags='own,kept', check=False)
    over('nbdgm-error', 138, gram(0x13, b'\x82'), flags='kept')
    over('nbdgm-query', 138, gram(0x14, name), flags='kept')
    over('nbns', 137, be16(0x8001) + be16(0x0110) + be16(1) + be16(0) * 3 + name + be16(32) + be16(1), flags='open')

def procedures():
    def dce(typ, p, le=True):
        pack = (le16, le32) if le else (be16, be32)
        return bytes([5, 0, typ, 3, 16 if le else 0, 0, 0, 0]) + pack[0](16 + len(p)) + pack[0](0) + pack[1](9) + p
    def cl(little, p, port=135, **kw):
        n = struct.pack('<IIIHHHHH' if little else '>IIIHHHHH', 1000, 1, 7, 2, 0xffff, 0xffff, len(p), 0)
        row('dcerpc-datagram' + ('' if little else '-big-endian'), 228, ip4(17, udp(bytes([4, 0, 0x28, 0, 0x10 if little else 0, 0, 0, 0]) + bytes(range(48)) + n + bytes(2) + p, dport=port)), **kw)
    cl(True, bytes(8)), cl(False, bytes(8))
    stream('dcerpc-auth3', 135, dce(16, bytes(4)))
    stream('dcerpc-request', 135, dce(0, le32(4) + le16(0) + le16(3) + bytes(4)))
    stream('dcerpc-big-endian', 135, dce(0, be32(4) + be16(0) + be16(3) + bytes(4), False))
    none = be32(0) + be32(0)
    unix = be32(1) + be32(28) + be32(5) + be32(4) + b'host' + be32(0) + be32(0) + be32(1) + be32(0)
    def call(prog, ver, proc, p, cred=none): return be32(0x1234) + be32(0) + be32(2) + be32(prog) + be32(ver) + be32(proc) + cred + none + p
    stream('rpc-data', 111, bytes(range(0xc0, 0xd0)), flags='kept')
    over('rpc-portmap', 111, call(100000, 2, 3, be32(100003) + be32(3) + be32(17) + be32(0)))
    over('rpc-mount', 20048, call(100005, 3, 1, be32(4) + b'/exp', unix), flags='kept')
    over('rpc-nfs', 2049, call(100003, 3, 1, be32(8) + bytes(8), unix), flags='kept')
    over('rpc-other', 111, call(200000, 1, 1, be32(0)), flags='kept')
    over('rpc-reply', 111, be32(0x1234) + be32(1) + be32(0) + none + be32(0) + be32(2049), flags='kept')
    over('rpc-mismatch', 111, be32(0x1234) + be32(1) + be32(0) + none + be32(2) + be32(2) + be32(4), flags='kept')
    over('rpc-denied', 111, be32(0x1234) + be32(1) + be32(1) + be32(0) + be32(2) + be32(2), flags='kept')
    over('rpc-auth-error', 111, be32(0x1234) + be32(1) + be32(1) + be32(1) + be32(5) + be32(0), flags='kept')
    m = call(100003, 3, 1, be32(8) + bytes(8), unix)
    stream('rpc-tcp', 2049, be32(0x80000000 | len(m)) + m, flags='kept')

def tunnels():
    control = b'\x38' + be64(0x1122334455667788) + b'\0' + be32(0)
    over('openvpn-reset', 1194, control)
    over('openvpn-data', 1194, b'\x30' + bytes(range(40)), flags='kept')
    over('openvpn-data-2', 1194, b'\x48\0\0\5' + bytes(range(40)), flags='kept')
    stream('openvpn-tcp', 1194, be16(len(control)) + control)
    head = lambda op: bytes([op << 3]) + be64(0x1122334455667788)
    acked = lambda *ids: bytes([len(ids)]) + b''.join(be32(i) for i in ids) + be64(0x99aabbccddeeff00)
    alert = b'\x15\3\1\0\2\1\0'
    over('openvpn-ack', 1194, head(5) + acked(0, 1))
    over('openvpn-control', 1194, head(4) + acked(1) + be32(2) + alert)
    over('openvpn-control-part', 1194, head(4) + b'\0' + be32(3) + bytes(range(0xa0, 0xb0)), flags='own,kept')
    over('openvpn-auth', 1194, head(4) + bytes(range(20)) + be32(3) + be32(0x50f473e8) + acked(1) + be32(2) + alert, flags='kept')
    for n in 32, 64: over('openvpn-auth-%d' % (8 * n), 1194, head(5) + bytes(range(n)) + be32(4) + be32(0x50f473e8) + acked(1), flags='kept')
    over('openvpn-crypt', 1194, head(4) + be32(1) + be32(0x50f473e8) + bytes(range(0x80, 0xb0)), flags='own,kept')
    wg = lambda t, p: bytes([t, 0, 0, 0]) + p
    over('wireguard-initiation', 51820, wg(1, le32(7) + bytes(range(140))), flags='own', check=False)
    over('wireguard-response', 51820, wg(2, le32(7) + le32(8) + bytes(range(80))), flags='own', check=False)
    over('wireguard-cookie', 51820, wg(3, le32(7) + bytes(range(56))), flags='own', check=False)
    over('wireguard-data', 51820, wg(4, le32(7) + le64(1) + bytes(range(32))), flags='own,kept', check=False)
    over('dropbox', 17500, b'{"version": [2, 0], "port": 17500, "host_int": 1}', flags='own,open')
    def fix(body):
        m = b'8=FIX.4.2\x019=%d\x01' % len(body) + body
        return m + b'10=%03d\x01' % (sum(m) & 255)
    beat = fix(b'35=0\x0149=A\x0156=B\x0134=2\x0152=20231114-22:13:20\x01')
    stream('fix', 5001, beat, flags='open')
    stream('fix-two', 5001, beat + beat, flags='own,open')

def services():
    over('slp-request', 427, b'\2\1' + be32(48)[1:] + be16(0) + b'\0\0\0' + be16(5) + be16(2) + b'en' + be16(0) + be16(15) + b'service:printer' + be16(7) + b'default' + be16(0) + be16(0)[:2], check=False)
    v1 = be16(9) + b'service:x' + be16(0) + be16(0)
    over('slp-1', 427, b'\1\x09' + be16(12 + len(v1)) + b'\0\0en' + be16(3) + be16(6) + v1, check=False)
    def tpkt(p): return b'\3\0' + be16(4 + len(p)) + p
    stream('cotp-cr', 102, tpkt(b'\x11\xe0' + be16(0) + be16(1) + b'\0' + b'\xc0\1\x0a\xc1\2\1\0\xc2\2\1\2'))
    stream('cotp-dr', 102, tpkt(b'\6\x80' + be16(1) + be16(2) + b'\0'))
    stream('cotp-er', 102, tpkt(b'\4\x70' + be16(1) + b'\1'))
    nego = lambda t, f, p: bytes([t, f]) + le16(8) + le32(p)
    x224 = lambda code, v: tpkt(bytes([6 + len(v), code]) + be16(0) + be16(0x1234) + b'\0' + v)
    stream('rdp-request', 3389, x224(0xe0, b'Cookie: mstshash=user\r\n' + nego(1, 0, 3)), flags='own,kept')
    stream('rdp-cookie', 3389, x224(0xe0, b'Cookie: mstshash=user\r\n'), flags='own,kept')
    stream('rdp-confirm', 3389, x224(0xd0, nego(2, 1, 2)), flags='own,kept')
    dt = lambda p: tpkt(b'\2\xf0\x80' + p)
    stream('t125-erect', 3389, dt(b'\x04\1\0\1\0'), flags='own,kept')
    stream('t125-attach', 3389, dt(b'\x28'), flags='own,kept')
    stream('t125-join', 3389, dt(b'\x38\0\6\3\xef'), flags='own,kept')
    stream('t125-joined', 3389, dt(b'\x3e\0\0\6\3\xef\3\xef'), flags='own,kept')
    stream('t125-leave', 3389, dt(b'\x21\x80'), flags='own,kept')
    stream('t125-connect', 3389, dt(b'\x7f\x65\x65\4\1\1\4\1\1\1\1\xff' + 3 * (b'\x30\x18' + 8 * b'\2\1\1') + b'\4\2hi'), flags='own,kept', check=False)
    licence = le16(0x80) + le16(0) + b'\xff\2' + le16(16) + le32(7) + le32(2) + be32(0)
    stream('rdp-license', 3389, dt(b'\x68\0\1\3\xeb\x70' + bytes([len(licence)]) + licence), flags='own,kept')
    stream('rdp-secured', 3389, dt(b'\x64\0\6\3\xeb\x70' + be16(0x8000 | 140) + le16(8) + le16(0) + bytes(range(136))), flags='own,kept', check=False)
    ack = be32(100) + be16(64) + be16(4) + be16(3) + b'\1\2\3' + bytes(3)
    over('rdpudp-syn', 3389, be32(0xffffffff) + be16(64) + be16(0x1801) + be32(99) + be16(1232) * 2 + bytes(range(16)) + bytes(16) + be16(1) + be16(0x101) + bytes(range(32)), flags='own,kept', check=False)
    over('rdpudp-syn-ack', 3389, be32(99) + be16(64) + be16(0x1005) + be32(199) + be16(1232) * 2 + be16(1) + be16(2) + bytes(1212), flags='own,kept', check=False)
    over('rdpudp-ack', 3389, ack, flags='own,kept,open', check=False)
    over('rdpudp-data', 3389, ack[:6] + be16(0x10c) + be16(1) + b'\0\0' + be32(50) + be32(101) * 2 + b'\x17\3\3\0\4data', flags='own,kept', check=False)
    stream('rdp-input', 3389, b'\x04\x06\x20\x1e\x80\1', flags='own,kept')
    stream('rdp-encrypted', 3389, b'\xc0\x20' + bytes(range(30)) + b'\xc0\x80\x90' + bytes(range(141)), flags='own,kept')
    stream('rdp-long', 3389, b'\xc0\x80\x90' + bytes(range(141)), flags='own,kept')
    stream('cotp-dt', 102, tpkt(b'\2\xf0\x80' + b'\x01\x02'), flags='kept')
    setup = b'\xf0\0' + be16(1) + be16(1) + be16(480)
    stream('s7-job', 102, tpkt(b'\2\xf0\x80' + b'\x32\1' + be16(0) + be16(5) + be16(len(setup)) + be16(0) + setup))
    stream('s7-ack', 102, tpkt(b'\2\xf0\x80' + b'\x32\3' + be16(0) + be16(5) + be16(len(setup)) + be16(0) + b'\0\0' + setup))
    def ccitt(b):
        c = 0xffff
        for x in b:
            c ^= x << 8
            for _ in range(8): c = (c << 1 ^ 0x1021 if c & 0x8000 else c << 1) & 0xffff
        return c
    def frame(typ, p):
        h = bytes([0xaa, typ << 4 | 1]) + be16(16 + len(p)) + be16(7) + be32(1149580800) + be32(0x0f0056f0) + p
        return h + be16(ccitt(h))
    stream('synchrophasor-command', 4712, frame(4, be16(2)), flags='own')
    over('synchrophasor-header', 4713, frame(1, b'text of a header'), flags='own')

sharing(), procedures(), tunnels(), services()
write('stacks.py')
