package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// normJSON says how layer lists are made comparable, see the file.
//
//go:embed norm.json
var normJSON []byte

// norm is the contents of norm.json.
type norm struct {
	Ignore           []string                     `json:"ignore"`
	IgnorePrefix     []string                     `json:"ignore_prefix"`
	Alias            map[string]string            `json:"alias_truth"`
	NeverCollapse    []string                     `json:"never_collapse"`
	Transport        []string                     `json:"transport"`
	Lower            []string                     `json:"lower"`
	FieldsIgnore     []string                     `json:"fields_ignore"`
	FieldsIgnorePre  []string                     `json:"fields_ignore_prefix"`
	FieldsDropValues map[string][]string          `json:"fields_drop_values"`
	Libs             map[string]map[string]string `json:"libs"`

	names map[string]string // of this library's layers
}

func readNorm() (*norm, error) {
	var n norm
	if err := json.Unmarshal(normJSON, &n); err != nil {
		return nil, fmt.Errorf("norm.json: %w", err)
	}
	n.names = n.Libs["wiretag"]
	return &n, nil
}

// truthStack is the protocols of a packet in tshark's words.
func (n *norm) truthStack(p string) []string { return n.stack(strings.Split(p, ":")) }

// ownStack is the layers of a packet in tshark's words.
func (n *norm) ownStack(layers [][3]any) []string {
	var names []string
	for _, l := range layers {
		name, _ := l[0].(string)
		names = append(names, strings.Split(n.own(name), ":")...) // two where tshark divides what is one layer here
	}
	return n.stack(names)
}

// own is tshark's name of a layer of the library, empty if it has none.
func (n *norm) own(name string) string {
	if s, ok := n.names[name]; ok {
		return s
	}
	for i := len(name); i > 0; i-- {
		if s, ok := n.names[name[:i]+"*"]; ok {
			return s
		}
	}
	return strings.ToLower(name)
}

func (n *norm) stack(names []string) []string {
	var out []string
	for _, s := range names {
		if a, ok := n.Alias[s]; ok {
			s = a
		}
		if s == "" || slices.Contains(n.Ignore, s) || slices.ContainsFunc(n.IgnorePrefix, func(p string) bool { return strings.HasPrefix(s, p) }) {
			continue
		}
		if len(out) > 0 && out[len(out)-1] == s && !slices.Contains(n.NeverCollapse, s) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// toTransport cuts a stack behind its first transport protocol; where there is none,
// behind the last one below transport.
func (n *norm) toTransport(s []string) []string {
	for i, x := range s {
		if slices.Contains(n.Transport, x) {
			return s[:i+1]
		}
	}
	for i := len(s) - 1; i >= 0; i-- {
		if slices.Contains(n.Lower, s[i]) {
			return s[:i+1]
		}
	}
	return s
}

// compared reports whether a field is compared at all.
func (n *norm) compared(field string) bool {
	return !slices.Contains(n.FieldsIgnore, field) &&
		!slices.ContainsFunc(n.FieldsIgnorePre, func(p string) bool { return strings.HasPrefix(field, p) })
}

// values leaves out the values of a field that are not compared.
func (n *norm) values(field string, v []any) []any {
	drop := n.FieldsDropValues[field]
	if len(drop) == 0 {
		return v
	}
	var out []any
	for _, x := range v {
		if !slices.Contains(drop, text(x)) {
			out = append(out, x)
		}
	}
	return out
}
