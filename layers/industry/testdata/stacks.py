#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

inside = ('ASFPresencePong ASFCapabilities ASFState ASFControl ASFOpenSession ASFOpenSessionResponse ASFCloseSession ASFRAKP1 ASFRAKP2 ASFRAKP3 IPMIOpenSession '
          'IPMIOpenSessionResponse IPMIRAKP1 IPMIRAKP2 IPMIRAKP3 IPMIRAKP4 ENIPSession ENIPData ENIPList CPFItem CPFConnection CPFSequenced CPFSocket CPFIdentity CPFServices '
          'CIPConnected CIPIOItem CIPMultiple CIPAttributes CIPForwardOpen CIPLargeForwardOpen CIPForwardOpenResponse CIPForwardClose CIPForwardCloseResponse CIPUnconnectedSend').split()
names(ModbusTCP='mbtcp', Modbus='modbus', RMCP='rmcp', ASF='asf', IPMISession='ipmi_session', IPMI='ipmi', LCM='', ENIP='enip', CIP='cip', CIPIO='cipio', CIPIOData='cipio', **{n: '' for n in inside})

def le16(v): return struct.pack('<H', v)
def le32(v): return struct.pack('<I', v)
def over4(name, p, sport=49152, dport=9, **kw): row(name, 228, ip4(17, udp(p, sport=sport, dport=dport)), **kw)
def stream(name, p, sport=49152, dport=9, **kw): row(name, 228, ip4(6, tcp(p, sport=sport, dport=dport)), **kw)

def modbus():
    def mb(pdu, unit=1, tid=7): return be16(tid) + be16(0) + be16(1 + len(pdu)) + bytes([unit]) + pdu
    def ask(name, pdu): stream('modbus-' + name, mb(pdu), dport=502, flags='open')
    def tell(name, pdu): stream('modbus-' + name, mb(pdu), sport=502, dport=49152, flags='open,kept')
    ask('read-coils', b'\1' + be16(0x13) + be16(0x25))
    tell('coils', b'\1\5' + bytes.fromhex('cd6bb20e1b'))
    ask('read-registers', b'\3' + be16(0x6b) + be16(3))
    tell('registers', b'\3\6' + be16(555) + be16(0) + be16(100))
    ask('write-coil', b'\5' + be16(0xac) + be16(0xff00))
    ask('write-register', b'\6' + be16(1) + be16(3))
    ask('exception-status', b'\7')
    tell('status', b'\7\x6d')
    tell('exception', b'\x81\2')
    ask('diagnostics', b'\x08' + be16(0) + be16(0xa537))
    tell('event-counter', b'\x0b' + be16(0xffff) + be16(0x108))
    tell('event-log', b'\x0c\x08' + be16(0) + be16(0x108) + be16(0x121) + b'\x20\0')
    ask('write-coils', b'\x0f' + be16(0x13) + be16(10) + b'\2\xcd\1')
    ask('write-registers', b'\x10' + be16(1) + be16(2) + b'\4' + be16(10) + be16(0x102))
    tell('server-id', b'\x11\x03\x0a\xff\x01')
    ask('read-file', b'\x14\x0e' + b'\6' + be16(4) + be16(1) + be16(2) + b'\6' + be16(3) + be16(9) + be16(2))
    tell('file', b'\x14\x0c\5\6' + be16(0xdfe) + be16(0x20) + b'\5\6' + be16(0x33cd) + be16(0x40))
    ask('write-file', b'\x15\x0d\6' + be16(4) + be16(7) + be16(3) + be16(0x6af) + be16(0x4be) + be16(0x100d))
    ask('mask', b'\x16' + be16(4) + be16(0xf2) + be16(0x25))
    ask('read-write', b'\x17' + be16(3) + be16(6) + be16(14) + be16(3) + b'\6' + be16(255) * 3)
    tell('fifo', b'\x18' + be16(6) + be16(2) + be16(0x1b8) + be16(0x1284))
    ask('read-device', b'\x2b\x0e\1\0')
    tell('device', b'\x2b\x0e\1\1\0\0\3\0\x16Company identification\1\x0fProduct code XX\2\5V2.11')
    stream('modbus-two', mb(b'\1' + be16(0) + be16(8)) + mb(b'\1' + be16(8) + be16(8), tid=8), dport=502, flags='own,open')
    over4('modbus-udp', mb(b'\3' + be16(0) + be16(1)), dport=502, flags='open,own')

def boards():
    def rmcp(p, cls=6, seq=255): return bytes([6, 0, seq, cls]) + p
    def asf(typ, p=b'', tag=1): return rmcp(be32(4542) + bytes([typ, tag, 0, len(p)]) + p, seq=5)
    def both(name, p, **kw): over4(name, p, dport=623, **kw)
    both('asf-ping', asf(0x80), flags='kept')
    both('asf-pong', asf(0x40, be32(4542) + be32(0) + b'\x81\0' + bytes(6)))
    both('asf-capabilities', asf(0x41, be32(4542) + be32(0) + be16(3) + b'\7' + bytes(5)))
    both('asf-state', asf(0x42, b'\5\0\0\0'))
    both('asf-reset', asf(0x10, be32(4542) + bytes(7)))
    pay = b'\1\0' + be16(8) + be32(1) + b'\2\0' + be16(8) + be32(1)
    both('asf-open', asf(0x83, be32(77) + pay), flags='open')
    both('asf-opened', asf(0x43, be32(0) + be32(77) + be32(88) + pay), flags='open')
    both('asf-close', asf(0x44, b'\0'))
    both('asf-rakp1', asf(0xc0, be32(88) + bytes(range(16)) + b'\0\0\0\4user'))
    both('asf-rakp2', asf(0xc1, be32(0) + be32(77) + bytes(range(16)) * 2 + bytes(range(12))))
    both('asf-rakp3', asf(0xc2, be32(0) + be32(88) + bytes(range(12))))
    both('rmcp-ack', b'\6\0\5\x86', flags='kept')
    def message(netfn, cmd, data=b'', to=0x20, frm=0x81):
        head, body = bytes([to, netfn << 2]), bytes([frm, 4, cmd]) + data
        return head + bytes([-sum(head) & 255]) + body + bytes([-sum(body) & 255])
    def v15(p, auth=0, code=b''): return rmcp(bytes([auth]) + le32(0) + le32(0) + code + bytes([len(p)]) + p, 7)
    def v20(typ, p, sid=0, oem=b''): return rmcp(b'\6' + bytes([typ]) + oem + le32(sid) + le32(0) + le16(len(p)) + p, 7)
    both('ipmi-request', v15(message(6, 0x38, b'\x8e\4')), flags='open,own')
    both('ipmi-response', v15(message(7, 0x38, b'\0\1\x95\4\2\0\0\0\0', 0x81, 0x20)), flags='open,own')
    both('ipmi-md5', v15(message(6, 1), 2, bytes(range(16))), flags='open,own')
    both('ipmi-plus', v20(0, message(6, 0x38, b'\x8e\4')), flags='open,own')
    both('ipmi-oem', v20(2, b'abc', 5, le32(343) + le16(1)), flags='kept')
    algo = b'\0\0\0\x08\1\0\0\0' + b'\1\0\0\x08\1\0\0\0' + b'\2\0\0\x08\1\0\0\0'
    both('ipmi-open', v20(0x10, b'\0\4\0\0' + le32(0xa0a1a2a3) + algo), flags='open')
    both('ipmi-opened', v20(0x11, b'\0\0\4\0' + le32(0xa0a1a2a3) + le32(5) + algo), flags='open')
    both('ipmi-refused', v20(0x11, b'\0\1\0\0' + le32(0xa0a1a2a3)))
    both('ipmi-rakp1', v20(0x12, b'\0\0\0\0' + le32(5) + bytes(range(16)) + b'\x14\0\0\5admin'))
    both('ipmi-rakp2', v20(0x13, b'\0\0\0\0' + le32(0xa0a1a2a3) + bytes(range(32)) + bytes(range(20))), flags='open')
    both('ipmi-rakp3', v20(0x14, b'\0\0\0\0' + le32(5) + bytes(range(20))), flags='open')
    both('ipmi-rakp4', v20(0x15, b'\0\0\0\0' + le32(0xa0a1a2a3) + bytes(range(12))), flags='open')
    both('ipmi-encrypted', v20(0xc0, bytes(range(32)), 5) + bytes.fromhex('ffff0207') + bytes(range(12)), flags='kept')

def messages():
    over4('lcm', b'LC02' + be32(7) + b'EXAMPLE\0' + bytes(range(8)) + b'data', dport=7667, flags='own,kept')
    over4('lcm-first', b'LC03' + be32(8) + be32(3000) + be32(0) + be16(0) + be16(3) + b'EXAMPLE\0' + bytes(40), dport=7667, flags='own,kept')
    over4('lcm-second', b'LC03' + be32(8) + be32(3000) + be32(40) + be16(1) + be16(3) + bytes(40), dport=7667, flags='own,kept')

def item(t, p=b''): return le16(t) + le16(len(p)) + p
def cpf(*items): return le16(len(items)) + b''.join(items)
def enip(cmd, p=b'', session=0x1234): return le16(cmd) + le16(len(p)) + le32(session) + le32(0) + b'_example' + le32(0) + p
def rr(p): return enip(0x6f, le32(0) + le16(0) + cpf(item(0), item(0xb2, p)))
def unit(p): return enip(0x70, le32(0) + le16(0) + cpf(item(0xa1, le32(9)), item(0xb1, le16(3) + p)))
def request(svc, path, p=b''): return bytes([svc, len(path) // 2]) + path + p
def response(svc, p=b'', status=0, extra=b''): return bytes([0x80 | svc, 0, status, len(extra) // 2]) + extra + p

def controllers():
    def ask(name, p, **kw): stream('enip-' + name, p, dport=44818, **kw)
    def tell(name, p, **kw): stream('enip-' + name, p, sport=44818, dport=49152, **kw)
    ask('register', enip(0x65, le16(1) + le16(0)))
    ask('nop', enip(0, b'abc'), flags='kept')
    sock = be16(2) + be16(44818) + addr(A4) + bytes(8)
    identity = le16(1) + sock + le16(1) + le16(14) + le16(65) + b'\x14\x0b' + le16(0x60) + le32(0x12345678) + b'\x061769-L' + b'\3'
    over4('enip-identity', enip(0x63, cpf(item(0xc, identity))), sport=44818, dport=49152)
    over4('enip-list-identity', enip(0x63), dport=44818, flags='kept')
    over4('enip-services', enip(4, cpf(item(0x100, le16(1) + le16(0x120) + b'Communications\0\0'))), sport=44818, dport=49152, flags='kept')
    over4('enip-interfaces', enip(0x64, cpf()), sport=44818, dport=49152, flags='kept')
    ask('cip-single', rr(request(0x0e, bytes.fromhex('200124013007'))), flags='own,kept')
    tell('cip-single-reply', rr(response(0x0e, b'\7abcdefg')), flags='kept,own')
    ask('cip-attributes', rr(request(3, bytes.fromhex('20022401'), le16(2) + le16(1) + le16(2))), flags='own')
    tell('cip-error', rr(response(0x0e, b'', 1, le16(0x100))), flags='kept,own')
    tag = bytes.fromhex('9104') + b'TagA'
    ask('cip-read-tag', unit(request(0x4c, tag, le16(1))), flags='kept,own')
    inner = [request(0x4c, tag, le16(1)), request(0x4c, bytes.fromhex('9103') + b'Tag\0', le16(1))]
    multi = le16(2) + le16(6) + le16(6 + len(inner[0])) + b''.join(inner)
    ask('cip-multiple', unit(request(0x0a, bytes.fromhex('20022401'), multi)), flags='kept,own')
    back = [response(0x4c, le16(0xc4) + le32(5)), response(0x4c, b'', 5)]
    tell('cip-multiple-reply', unit(response(0x0a, le16(2) + le16(6) + le16(6 + len(back[0])) + b''.join(back))), flags='kept,own')
    cm = bytes.fromhex('20062401')
    head = b'\x07\x9b' + le32(0) + le32(77) + le16(3) + le16(0x1009) + le32(99) + b'\2\0\0\0'
    path = bytes.fromhex('340400000000000000002004240128012c64')[:10] + bytes.fromhex('2004240128012c64')
    path = bytes.fromhex('3404') + bytes(8) + bytes.fromhex('2004') + bytes.fromhex('2401') + bytes.fromhex('2c64')
    path = path + b'\0' * (len(path) % 2)
    params = le32(10000) + le16(0x4302) + le32(10000) + le16(0x4302) + b'\x01'
    ask('cip-open', rr(request(0x54, cm, head + params + bytes([len(path) // 2]) + path)), flags='own')
    big = le32(10000) + le32(0x42000100) + le32(10000) + le32(0x42000100) + b'\xa3'
    route = bytes.fromhex('0100') + bytes.fromhex('20022401')
    long = bytes.fromhex('120d') + b'192.168.1.100' + b'\0' + bytes.fromhex('21000401') + bytes.fromhex('250002012600') + b'\0' + le32(70000)[1:] + bytes.fromhex('4364')
    long = bytes.fromhex('120d') + b'192.168.1.100' + b'\0' + bytes.fromhex('21000401') + bytes.fromhex('25000201') + bytes.fromhex('4364') + bytes.fromhex('8001abcd')
    ask('cip-large-open', rr(request(0x5b, cm, head + big + bytes([len(route) // 2]) + route)), flags='own')
    ask('cip-large-open-route', rr(request(0x5b, cm, head + big + bytes([len(long) // 2]) + long)), flags='own')
    opened = le32(5) + le32(77) + le16(3) + le16(0x1009) + le32(99) + le32(10000) + le32(10000)
    tell('cip-opened', rr(response(0x54, opened + b'\1\0' + le16(7))), flags='own,kept')
    ask('cip-close', rr(request(0x4e, cm, b'\x07\x9b' + le16(3) + le16(0x1009) + le32(99) + bytes([len(route) // 2, 0]) + route)), flags='own')
    tell('cip-closed', rr(response(0x4e, le16(3) + le16(0x1009) + le32(99) + b'\0\0')), flags='own,kept')
    small = request(1, bytes.fromhex('20012401'))
    odd = request(0x10, bytes.fromhex('200424053003'), b'\7')
    ask('cip-send', rr(request(0x52, cm, b'\x07\x9b' + le16(len(small)) + small + b'\1\0' + b'\1\0')), flags='own')
    ask('cip-send-odd', rr(request(0x52, cm, b'\x07\x9b' + le16(len(odd)) + odd + b'\0' + b'\1\0' + b'\1\0')), flags='own')
    ask('sockets', enip(0x6f, le32(0) + le16(5) + cpf(item(0), item(0xb2, response(0x54, opened + b'\0\0')), item(0x8000, sock), item(0x8001, sock))), flags='own,kept')
    ask('sequenced', enip(0x70, le32(0) + le16(0) + cpf(item(0x8002, le32(9) + le32(1)), item(0xb1, le16(3) + small))), flags='kept,own')
    over4('cipio', cpf(item(0x8002, le32(9) + le32(1)), item(0xb1, le16(1) + le32(1) + b'data')), dport=2222, flags='open,own')
    over4('cipio-address', cpf(item(0xa1, le32(9)), item(0xb1, b'data')), dport=2222, flags='open,own')

modbus(), boards(), messages(), controllers()
write('stacks.py')
