"""Builds packets byte by byte from the standards, and has tshark read them.

A script that makes a file stacks.txt imports this, calls row for every packet and names for every layer whose name in
tshark is another, and ends with write. Columns: name, LINKTYPE_ number, frame.protocols as tshark gives it, bytes
in hexadecimal, flags. tshark is asked to verify checksums, and the script fails where it finds a bad one or a malformed packet.
The files were made with tshark 4.0.17.
"""
import ipaddress, os, struct, subprocess, sys, tempfile

def be16(v): return struct.pack('>H', v)
def be32(v): return struct.pack('>I', v)
def addr(s): return ipaddress.ip_address(s).packed
def mac(s): return bytes.fromhex(s.replace(':', ''))

def csum(b):
    if len(b) % 2: b += b'\0'
    s = sum(struct.unpack('>%dH' % (len(b) // 2), b))
    while s >> 16: s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff

def put(b, at, v): return b[:at] + be16(v) + b[at + 2:]

A4, B4, A6, B6 = '192.0.2.1', '198.51.100.2', '2001:db8::1', '2001:db8:1::2'
AM, BM = '00:00:5e:00:53:01', '00:00:5e:00:53:02'

# A certificate of X.509, made by crypto/x509 of Go 1.26: Ed25519, signed by itself, of CN=gate.example, valid from 2026 to 2036. Its key is not kept.
CERTIFICATE = bytes.fromhex('3081ee3081a1a003020102020101300506032b65703017311530130603550403130c676174652e6578616d706c65301e170d3236303130313030303030305a17'
                            '0d3336303130313030303030305a3017311530130603550403130c676174652e6578616d706c65302a300506032b65700321005f46992b8e7b33bc9f68948f3a'
                            'f840de81a4d20656f1e43b8eb528aef3c8501da3123010300e0603551d0f0101ff040403020780300506032b6570034100104b29a2fc010cc09a1b502e1d1935'
                            '293aee2369c568b0e6bdcbfab517b46983c4a5cd2f93265dc54deb74fced4761b82babcd50f38897932daa92424d39100c')

def eth(typ, p, pad=60):
    f = mac(BM) + mac(AM) + be16(typ) + p
    return f + b'\0' * (pad - len(f))

def ip4(proto, p, opts=b'', off=0, flags=2, src=A4, dst=B4, ident=0x1234, length=None, tos=0):
    n = 20 + len(opts)
    h = bytes([0x40 | n // 4, tos]) + be16(n + len(p) if length is None else length) + be16(ident) + be16(flags << 13 | off)
    h += bytes([64, proto]) + be16(0) + addr(src) + addr(dst) + opts
    return put(h, 10, csum(h)) + p

def ip6(nh, p, src=A6, dst=B6, length=None):
    return be32(0x60012345) + be16(len(p) if length is None else length) + bytes([nh, 64]) + addr(src) + addr(dst) + p

def pseudo(src, dst, proto, p): return addr(src) + addr(dst) + be32(len(p)) + be32(proto)

def udp(p, src=A4, dst=B4, sport=49152, dport=9):
    u = be16(sport) + be16(dport) + be16(8 + len(p)) + be16(0) + p
    return put(u, 6, csum(pseudo(src, dst, 17, u) + u) or 0xffff)

def tcp(p, opts=b'', flags=0x18, src=A4, dst=B4, sport=49152, dport=9):
    o = (20 + len(opts)) // 4
    t = be16(sport) + be16(dport) + be32(0x01020304) + be32(0x05060708 if flags & 16 else 0)
    t += be16(o << 12 | flags) + be16(4096) + be16(0) + be16(0) + opts + p
    return put(t, 16, csum(pseudo(src, dst, 6, t) + t))

def icmp(typ, code, p):
    m = bytes([typ, code]) + be16(0) + p
    return put(m, 2, csum(m))

def icmp6(typ, code, p, src=A6, dst=B6):
    m = bytes([typ, code]) + be16(0) + p
    return put(m, 2, csum(pseudo(src, dst, 58, m) + m))

def ext(nh, opts):
    h = bytes([nh, (len(opts) + 2) // 8 - 1]) + opts
    assert len(h) % 8 == 0
    return h

rows = []
def row(name, lt, data, flags='', check=True):
    """Adds a packet. Without check, tshark may find it malformed: it does not know the form, or the form is wrong."""
    rows.append((name, lt, data, flags, check))

tshark = []
def names(**kw):
    """Says what tshark calls a layer; '' if it has no such layer."""
    tshark.extend('#tshark %s %s' % (k, v) for k, v in kw.items())

def judge(data, lt, extra=()):
    with tempfile.NamedTemporaryFile(suffix='.pcap', delete=False) as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, lt) + struct.pack('<IIII', 0, 0, len(data), len(data)) + data)
    cmd = ['tshark', '-r', f.name, '-n', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE',
           '-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE', *extra]
    full = subprocess.run(cmd + ['-V'], capture_output=True, text=True).stdout
    out = next((l.split(':', 1)[1].strip(' ]') for l in full.splitlines() if '[Protocols in frame:' in l), '')
    bad = [l.strip() for l in full.splitlines() if '[incorrect' in l or 'Checksum Status: Bad' in l or '[Malformed' in l]
    os.unlink(f.name)
    return out, bad

def write(script, extra=()):
    failed = False
    print('# Made by %s, which says what the columns are.' % script)
    for line in tshark: print(line.rstrip())
    for name, lt, data, flags, check in rows:
        protocols, bad = judge(data, lt, extra)
        if bad and check:
            failed = True
            print(name, bad, file=sys.stderr)
        print(' '.join([name, str(lt), protocols, data.hex(), flags]).rstrip())
    sys.exit(failed)
