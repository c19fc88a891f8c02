package main

import (
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
)

// selectors are tshark's names of dispatch tables, for its option -d.
var selectors = map[string]string{
	"tcp": "tcp.port", "udp": "udp.port", "sctp": "sctp.port", "ip": "ip.proto", "ethertype": "ethertype", "ppp": "ppp.protocol",
	"llc": "llc.dsap", "chdlc": "chdlc.protocol", "nlpid": "fr.nlpid", "gre": "gre.proto",
}

// teacher tells tshark what the numbers of the table of layers stand for.
type teacher struct {
	norm  *norm
	valid map[string]map[string]bool // protocols by selector, asked for once
}

// protocols are what tshark can decode behind a selector.
func (t *teacher) protocols(selector string) map[string]bool {
	if all, ok := t.valid[selector]; ok {
		return all
	}
	all := map[string]bool{}
	out, _ := exec.Command("tshark", "-d", selector+"==1,?").CombinedOutput() // it says what would have been right
	for line := range strings.Lines(string(out)) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, "\t"), " ("); ok && strings.HasPrefix(line, "\t") {
			all[name] = true
		}
	}
	t.valid[selector] = all
	return all
}

// rules are what tshark has to be told to see the layers of a packet, by selector and number.
func (t *teacher) rules(g *generated) map[string]string {
	all := map[string]string{}
	for i, r := range g.Rows {
		selector := selectors[r.Table]
		name := t.norm.own(g.Types[i+1].Name())
		if selector != "" && t.protocols(selector)[name] {
			all[fmt.Sprintf("%s==%d", selector, r.Key)] = name
		}
	}
	return all
}

// settings are what tshark has to be told to read a layer that does not say how long its parts are: preferences with their values.
func (g *generated) settings() []string {
	sizes := map[string]string{"OpenVPNAuth256": "32", "OpenVPNAuth512": "64"}
	for _, t := range g.Types {
		if size := sizes[t.Name()]; size != "" {
			return []string{"openvpn.tls_auth_detection_override:TRUE", "openvpn.tls_auth:TRUE", "openvpn.tls_auth_hmac_size:" + size}
		}
	}
	return nil
}

// lesson is packets for which tshark is told the same.
type lesson struct {
	rules    map[string]string
	settings []string
	all      []*generated
}

// fits reports whether rules contradict none of the lesson, and settings are the same.
func (l *lesson) fits(rules map[string]string, settings []string) bool {
	if !slices.Equal(l.settings, settings) {
		return false
	}
	for k, v := range rules {
		if has, ok := l.rules[k]; ok && has != v {
			return false
		}
	}
	return true
}

// askAgain asks for the packets in which tshark does not see the layers that they were built of, with what the numbers in
// them stand for: ports that it does not know, or knows as something else. What it sees then counts where it is what was built.
func askAgain(n *norm, all []*generated, fields []string) error {
	t := &teacher{n, map[string]map[string]bool{}}
	var lessons []*lesson
	for _, g := range all {
		rules, settings := t.rules(g), g.settings()
		if settings == nil && (g.asBuilt(n) || len(rules) == 0) || settings != nil && !g.theirs.malformed {
			continue
		}
		i := slices.IndexFunc(lessons, func(l *lesson) bool { return l.fits(rules, settings) })
		if i < 0 {
			i = len(lessons)
			lessons = append(lessons, &lesson{rules: map[string]string{}, settings: settings})
		}
		maps.Copy(lessons[i].rules, rules)
		lessons[i].all = append(lessons[i].all, &generated{Built: g.Built, data: g.data, before: g.before, ours: g.ours, theirs: g.theirs, first: g})
	}
	for _, l := range lessons {
		var options []string
		for _, k := range slices.Sorted(maps.Keys(l.rules)) {
			options = append(options, "-d", k+","+l.rules[k])
		}
		for _, s := range l.settings {
			options = append(options, "-o", s)
		}
		if err := ask(l.all, fields, options...); err != nil {
			return err
		}
		for _, g := range l.all {
			if g.asBuilt(n) || g.first.theirs.malformed && !g.theirs.malformed {
				g.first.theirs, g.first.told = g.theirs, true
			}
		}
	}
	return nil
}
