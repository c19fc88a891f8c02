package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// dissection is what tshark says of a packet.
type dissection struct {
	protocols string
	malformed bool
	severity  int    // of the worst remark
	remarks   int    // of that severity or a worse one than a note
	fault     string // the first remark that is an error, or says that something is malformed
	fields    map[string][]any
}

// The severity of tshark's remarks.
const (
	severityWarn  = 0x600000
	severityError = 0x800000
)

// ownColumns are the columns in front of those of the fields.
const ownColumns = 6

// isMalformed reports whether a remark is in tshark's group of malformed packets.
func isMalformed(group string) bool {
	n, err := strconv.ParseInt(group, 0, 64)
	return err == nil && n == 0x07000000
}

// between separates the values of a field; no text that is compared has it.
const between = "\x1f"

// ask writes the packets to one file and has one tshark read it, with more options if there are any.
func ask(all []*generated, fields []string, options ...string) error {
	name, err := temporary("agree-*.pcapng")
	if err != nil {
		return err
	}
	defer os.Remove(name)
	frames, err := writeAll(name, all)
	if err != nil {
		return err
	}
	args := []string{
		"-r", name, "-n", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=" + between, "-E", "separator=/t",
		"-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "udplite.check_checksum:TRUE", "-o", "ip.defragment:FALSE",
		"-o", "ipv6.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE", "-o", "tcp.analyze_sequence_numbers:FALSE", "-o", "esp.do_esp_sequence_analysis:FALSE",
		"-e", "frame.number", "-e", "frame.protocols", "-e", "_ws.malformed", "-e", "_ws.expert.severity", "-e", "_ws.expert.message", "-e", "_ws.expert.group",
	}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	args = append(args, options...)
	cmd := exec.Command("tshark", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	n, err := readAll(out, frames, fields)
	if werr := cmd.Wait(); err == nil && werr != nil {
		err = fmt.Errorf("tshark: %w: %s", werr, stderr.String())
	}
	if err == nil && n != len(frames) {
		err = fmt.Errorf("tshark gives %d packets of %d", n, len(frames))
	}
	return err
}

// writeAll returns what the packets of the file are, nil for those that go before another one.
func writeAll(name string, all []*generated) (frames []*generated, err error) {
	w, err := pcapio.CreateNg(name)
	if err != nil {
		return nil, err
	}
	interfaces := map[capture.LinkType]int{}
	for _, g := range all {
		link := capture.LinkType(g.First.Value)
		at, ok := interfaces[link]
		if !ok {
			if at, err = w.AddInterface(link, 0, nil); err != nil {
				return nil, err
			}
			interfaces[link] = at
		}
		for _, data := range [...][]byte{g.before, g.data} {
			if data == nil {
				continue
			}
			info := &capture.Info{Interface: at, LinkType: link, Length: uint32(len(data)), CaptureLength: uint32(len(data))}
			if err := w.WritePacket(data, info); err != nil {
				return nil, err
			}
			frames = append(frames, nil)
		}
		frames[len(frames)-1] = g
	}
	return frames, w.Close()
}

// readAll reads tshark's lines, one for each packet.
func readAll(r io.Reader, frames []*generated, fields []string) (n int, err error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<24)
	for ; s.Scan(); n++ {
		cols := strings.Split(s.Text(), "\t")
		if n >= len(frames) || len(cols) != ownColumns+len(fields) || cols[0] != strconv.Itoa(n+1) {
			return n, fmt.Errorf("line %d of tshark has %d columns: %.100q", n+1, len(cols), s.Text())
		}
		if frames[n] == nil {
			continue
		}
		d := &dissection{protocols: cols[1], malformed: cols[2] != "" || strings.Contains(cols[1], "_ws.malformed"), fields: map[string][]any{}}
		remarks, groups := strings.Split(cols[4], between), strings.Split(cols[5], between)
		for i, v := range strings.Split(cols[3], between) {
			x, _ := strconv.ParseInt(v, 0, 64) // empty: no remark
			group := ""
			if i < len(groups) {
				group = groups[i]
			}
			if d.fault == "" && i < len(remarks) && (x >= severityError || isMalformed(group)) {
				d.fault = remarks[i]
			}
			if d.severity = max(d.severity, int(x)); x >= severityWarn {
				d.remarks++
			}
		}
		for i, f := range fields {
			if cols[ownColumns+i] == "" {
				continue
			}
			for v := range strings.SplitSeq(cols[ownColumns+i], between) {
				d.fields[f] = append(d.fields[f], v)
			}
		}
		frames[n].theirs = d
	}
	return n, s.Err()
}

// known leaves out the fields that tshark does not have.
func known(fields []string) ([]string, error) {
	have, err := allFields()
	return slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return !have[f] }), err
}

// allFields are the fields that tshark has.
var allFields = sync.OnceValues(func() (map[string]bool, error) {
	out, err := exec.Command("tshark", "-G", "fields").Output()
	if err != nil {
		return nil, fmt.Errorf("tshark -G fields: %w", err)
	}
	have := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if cols := strings.SplitN(line, "\t", 4); len(cols) == 4 && cols[0] == "F" {
			have[cols[2]] = true
		}
	}
	return have, nil
})
