package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/wiretag/wiretag"

// load type-checks packages, those of the library by "./..." in its root.
func load(dir string, tests bool, patterns ...string) ([]*packages.Package, error) {
	conf := &packages.Config{
		Mode:  packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedForTest,
		Dir:   dir,
		Tests: tests,
		Env:   append(slices.Clip(os.Environ()), "GOOS=linux", "GOARCH=amd64", "GOWORK=off"),
	}
	pkgs, err := packages.Load(conf, patterns...)
	if err != nil {
		return nil, err
	}
	for _, p := range pkgs {
		for _, e := range p.Errors {
			err = errors.Join(err, e)
		}
	}
	return pkgs, err
}

// public reports whether users can import a package, and returns its path in the module.
func public(path string) (string, bool) {
	in, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return "", false
	}
	for part := range strings.SplitSeq(in, "/") {
		if part == "internal" || part == "cmd" || part == "examples" || part == "docs" {
			return "", false
		}
	}
	return in, true
}
