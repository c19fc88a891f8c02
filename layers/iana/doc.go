// Package iana has numbers of IANA's registries that layers of several packages share. Package
// layers has the same names.
package iana
