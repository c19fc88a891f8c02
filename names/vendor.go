package names

import (
	_ "embed"
	"sort"
)

//go:embed vendors.bin
var packedVendors string

// vendors are the blocks of addresses that are assigned, by the number of bits that they fix.
type vendors struct {
	names  []string
	blocks [len(blockBits)][]uint64 // sorted: the prefix, and the number of the name in the low 16 bits
}

// blockBits are the sizes of blocks: MA-L, MA-M, and MA-S with the older IAB.
var blockBits = [...]int{24, 28, 36}

var vendorTable lazy[vendors]

func unpackVendors() *vendors {
	r := unpack(packedVendors)
	t := &vendors{names: make([]string, r.number())}
	for i := range t.names {
		t.names[i] = r.text()
	}
	for i := range t.blocks {
		b := make([]uint64, r.number())
		prefix := uint64(0)
		for j := range b {
			prefix += r.number()
			b[j] = prefix << 16
		}
		for j := range b {
			b[j] |= uint64(r.uint16())
		}
		t.blocks[i] = b
	}
	return t
}

// find looks for a block.
func (t *vendors) find(size int, prefix uint64) string {
	b := t.blocks[size]
	i := sort.Search(len(b), func(i int) bool { return b[i]>>16 >= prefix })
	if i < len(b) && b[i]>>16 == prefix {
		return t.names[uint16(b[i])]
	}
	return ""
}

// Vendor returns the name of whom the IEEE has assigned the address's block to, by the smallest block: of 12 bits
// (MA-S), 20 bits (MA-M) or 24 bits (MA-L) of addresses. For a group address it is who owns the group. It is
// "" for blocks that are not known. Locally administered addresses are in none, but for a few old assignments such as DEC's.
func Vendor(mac [6]byte) string {
	var address uint64
	for _, b := range mac {
		address = address<<8 | uint64(b)
	}
	address &^= 1 << 40
	t := vendorTable.get(unpackVendors)
	for i := len(blockBits) - 1; i >= 0; i-- {
		if name := t.find(i, address>>(48-blockBits[i])); name != "" {
			return name
		}
	}
	return ""
}

// OUI returns the name of whom the IEEE has assigned a 24-bit prefix to, "" if it is not known. Where the
// prefix is divided into smaller blocks, that is the IEEE itself.
func OUI(oui uint32) string { return vendorTable.get(unpackVendors).find(0, uint64(oui)) }
