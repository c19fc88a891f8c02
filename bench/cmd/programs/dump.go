package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// body is a file that was extracted.
type body struct {
	name string
	hash [sha256.Size]byte
}

// bodies are files with their number. Empty files do not count: the programs differ in whether they write them.
type bodies map[body]int

var numbered = regexp.MustCompile(`-\d+$|\(\d+\)(\.[^.]*)?$`)

// extracted reads the files of a folder. With names, a file counts as another one if its name differs, but for the number that tells equal names apart.
func extracted(dir string, names bool) (bodies, error) {
	list, err := os.ReadDir(dir)
	all := bodies{}
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		b := body{hash: sha256.Sum256(data)}
		if names {
			if b.name, err = url.QueryUnescape(e.Name()); err != nil {
				b.name = e.Name()
			}
			b.name = numbered.ReplaceAllString(b.name, "$1")
		}
		if len(data) > 0 {
			all[b]++
		}
	}
	return all, err
}

// both counts what two have in common.
func (b bodies) both(c bodies) (n int) {
	for k, v := range b {
		n += min(v, c[k])
	}
	return n
}

func (b bodies) len() (n int) {
	for v := range maps.Values(b) {
		n += v
	}
	return n
}

// score compares extracted files over several captures.
type score struct{ captures, ours, theirs, both, judge, oursJudge, theirsJudge int }

// dumpArgs are for both: take what there is, and do not say so.
var dumpArgs = []string{"-allowmissinginit", "-stats", "100000000"}

// dump runs a program on a capture. Gopacket's checks of the state and options of connections are switched off, as its own script for comparisons does.
func (s *settings) dump(name, file string, write bool) (dir string, m measured, err error) {
	args := append([]string{"-r", file}, dumpArgs...)
	if write {
		if dir, err = os.MkdirTemp(s.dir, "out-"); err != nil {
			return dir, m, err
		}
		args = append(args, "-output", dir)
	}
	if name != "reassemblydump" {
		args = append(args, "-ignorefsmerr", "-nooptcheck", "-nodefrag", "-quiet") // with -nodefrag it takes IPv6 too
	}
	end, err := s.start(name, args...)
	if err != nil {
		return dir, m, err
	}
	m, err = end(time.Minute)
	return dir, m, err
}

// compareDumps compares what both programs extract from all captures below a folder.
func (s *settings) compareDumps() error {
	var names, contents score
	failed := map[string]int{}
	err := filepath.WalkDir(s.captures, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || strings.HasSuffix(path, ".txt") || strings.HasSuffix(path, ".md") {
			return err
		}
		return s.compareDump(path, failed, &names, &contents)
	})
	fmt.Print("\n| files from ", s.captures, " | captures | this library | gopacket | both | tshark | and this library | and gopacket |\n|---|---:|---:|---:|---:|---:|---:|---:|\n")
	for i, c := range []*score{&contents, &names} {
		fmt.Printf("| %s | %d | %d | %d | %d | %d | %d | %d |\n", []string{"by their contents", "with their names"}[i], c.captures, c.ours, c.theirs, c.both, c.judge, c.oursJudge, c.theirsJudge)
	}
	for _, k := range slices.Sorted(maps.Keys(failed)) {
		fmt.Printf("%s: %d captures\n", k, failed[k])
	}
	return err
}

// compareDump compares what is extracted from one file.
func (s *settings) compareDump(path string, failed map[string]int, names, contents *score) error {
	a, _, errA := s.dump("reassemblydump", path, true)
	b, _, errB := s.dump("gopacket reassemblydump", path, true)
	defer os.RemoveAll(a)
	defer os.RemoveAll(b)
	switch {
	case errA != nil && errB != nil:
		failed["read by neither"]++
		return nil
	case errA != nil:
		failed["read by gopacket's program only"]++
		return nil
	case errB != nil:
		failed["read by this library's program only"]++
		return nil
	}
	judge := ""
	for i, c := range []*score{contents, names} {
		ours, err := extracted(a, i == 1)
		if err != nil {
			return err
		}
		theirs, err := extracted(b, i == 1)
		if err != nil {
			return err
		}
		if len(ours)+len(theirs) == 0 {
			return nil
		}
		if judge == "" {
			judge = filepath.Join(s.dir, "judge")
			defer os.RemoveAll(judge)
			_ = exec.Command("tshark", "-q", "-r", path, "--export-objects", "http,"+judge).Run()
		}
		objects, err := extracted(judge, i == 1)
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		c.captures++
		c.ours += ours.len()
		c.theirs += theirs.len()
		c.both += ours.both(theirs)
		c.judge += objects.len()
		c.oursJudge += ours.both(objects)
		c.theirsJudge += theirs.both(objects)
		if i == 0 && ours.both(theirs) != max(ours.len(), theirs.len()) && s.verbose {
			fmt.Fprintf(os.Stderr, "%s: this library %d, gopacket %d, both %d, tshark %d, and this library %d, and gopacket %d\n", path,
				ours.len(), theirs.len(), ours.both(theirs), objects.len(), ours.both(objects), theirs.both(objects))
		}
	}
	return nil
}

// measureDump measures both on a large capture, in turns, with files and without, and compares what they have extracted.
func (s *settings) measureDump(t *trace) error {
	programs := []string{"reassemblydump", "gopacket reassemblydump"}
	var all [2][2][]measured // without files and with them, ours and gopacket's
	var named, content [2]bodies
	for range s.rounds {
		for write := range 2 {
			for i, name := range programs {
				dir, m, err := s.dump(name, t.file, write == 1)
				if err != nil {
					return fmt.Errorf("%s: %w: %s", name, err, m.output)
				}
				all[write][i] = append(all[write][i], m)
				if write == 0 {
					continue
				}
				if content[i], err = extracted(dir, false); err != nil {
					return err
				}
				if named[i], err = extracted(dir, true); err != nil {
					return err
				}
				if err := os.RemoveAll(dir); err != nil {
					return err
				}
			}
		}
	}
	fmt.Printf("\nHTTP over %s, %d packets with %d responses: extracted by this library's program %d, by gopacket's %d, the same contents %d, with the same names %d\n",
		t.name, t.packets, t.messages, content[0].len(), content[1].len(), content[0].both(content[1]), named[0].both(named[1]))
	fmt.Print(header)
	row("reassemblydump, bodies to files", all[1][0], all[1][1])
	row("reassemblydump, statistics only", all[0][0], all[0][1])
	return nil
}
