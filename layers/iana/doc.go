// Package iana has numbers of IANA's registries that layers of several packages share, under the same names as package
// layers, and finds names of numbers in tables and lists.
package iana
