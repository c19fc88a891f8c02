// Api lists what the packages of the library export, compares it with a baseline, and finds what nobody uses.
//
//	go -C tools run ./api           # compares with api/*.txt
//	go -C tools run ./api -w        # writes api/*.txt
//	go -C tools run ./api -unused   # prints what is exported and used by nobody, which is an error
//
// A baseline has a file for each package and a line for each thing that a user can name, with its type, as the files in Go's own api folder. A line that is
// in the baseline and not in the code any more is an incompatible change. New lines are compatible: methods of an interface stand in one line together, so
// that a new one changes it. Only Linux on amd64 counts.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

func run() error {
	root := flag.String("root", "..", "`folder` of the library")
	write := flag.Bool("w", false, "write the baseline")
	unused := flag.Bool("unused", false, "look for what nobody uses instead")
	flag.Parse()
	if *unused {
		return checkUnused(*root)
	}
	now, err := list(*root)
	if err != nil {
		return err
	}
	dir := filepath.Join(*root, "api")
	if *write {
		return save(dir, now)
	}
	old, err := read(dir)
	if err != nil {
		return err
	}
	gone, added := missing(old, now), missing(now, old)
	for _, l := range gone {
		fmt.Println("gone or changed:", l)
	}
	for _, l := range added {
		fmt.Println("new:", l)
	}
	fmt.Printf("%d packages, %d lines in the baseline, %d gone or changed, %d new\n", len(now), count(old), len(gone), len(added))
	if len(gone) > 0 {
		return fmt.Errorf("%d incompatible changes; if they are meant, go -C tools run ./api -w writes the baseline anew, for review", len(gone))
	}
	return nil
}

// listing is the sorted lines of each package, by its path in the module.
type listing map[string][]string

func count(l listing) (n int) {
	for _, lines := range l {
		n += len(lines)
	}
	return n
}

// missing are the lines of a that b does not have.
func missing(a, b listing) (lines []string) {
	for pkg, list := range a {
		for _, line := range list {
			if _, ok := slices.BinarySearch(b[pkg], line); !ok {
				lines = append(lines, pkg+": "+line)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// file is the name of a package's file.
func file(dir, pkg string) string {
	return filepath.Join(dir, strings.ReplaceAll(pkg, "/", "-")+".txt")
}

// save writes a listing in the place of what there is.
func save(dir string, l listing) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for pkg, lines := range l {
		text := "package " + pkg + "\n" + strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(file(dir, pkg), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// read reads a listing.
func read(dir string) (listing, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no baseline in %s", dir)
	}
	l := listing{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		pkg, ok := strings.CutPrefix(lines[0], "package ")
		if !ok || file(dir, pkg) != name {
			return nil, fmt.Errorf("%s: the first line is %q", name, lines[0])
		}
		l[pkg] = slices.Sorted(slices.Values(lines[1:]))
	}
	return l, nil
}
