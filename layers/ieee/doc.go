// Package ieee has addresses and numbers of IEEE 802 that layers of several packages share. Package
// layers has the same names.
package ieee
