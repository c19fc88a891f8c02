// Taggen writes Go code that decodes and encodes the tagged structs of a package, which
// package codec then uses instead of reflection. It is a tool of the module that has the structs,
// and is called by go generate:
//
//	go get -tool github.com/wiretag/wiretag/cmd/taggen
//
//	//go:generate go tool taggen -out zz_wire.go
//
// Without -types it does this for every struct type with bits tags that can be a
// layer, that is, not only a part of others. Types that it cannot write code for are
// mentioned in the file, and stay with the reflective codec.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/wiretag/wiretag/internal/gen"
)

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, pflag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "taggen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := pflag.NewFlagSet("taggen", pflag.ContinueOnError)
	out := flags.String("out", "zz_wire.go", "`file` to write, in the package's folder")
	dir := flags.String("dir", ".", "`folder` of the package")
	types := flags.String("types", "", "struct `types` to write code for, separated by commas")
	if err := flags.Parse(goFlags(args)); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("argument %q: want flags only, the folder of the package is --dir", flags.Arg(0))
	}
	var names []string
	if *types != "" {
		names = strings.Split(*types, ",")
	}
	return write(*dir, *out, names)
}

// goFlags turns -out into --out: go generate lines are written in the style of package flag.
func goFlags(args []string) []string {
	long := make([]string, len(args))
	for i, a := range args {
		if strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "--") && len(a) > 2 {
			a = "-" + a
		}
		long[i] = a
	}
	return long
}

// write generates the file, and leaves it alone if nothing changes.
func write(dir, out string, types []string) error {
	p, err := gen.Load(dir, out, types)
	if err != nil {
		return err
	}
	text, err := gen.Generate(p, len(types) > 0)
	if err != nil {
		return err
	}
	name := out
	if !strings.ContainsRune(out, os.PathSeparator) {
		name = dir + string(os.PathSeparator) + out
	}
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, text) {
		return nil
	}
	return os.WriteFile(name, text, 0o644)
}
