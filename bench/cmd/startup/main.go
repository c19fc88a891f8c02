// Startup compares what it costs to import the layers of this library and those of gopacket: processor time to compile them, size of the program, and time and memory until
// its first packet is decoded.
//
//	go run ./cmd/startup [-runs n]
//
// It is to be run in bench/. What the standard library needs is compiled before.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// programs decode one packet, but for the first.
var programs = []struct{ name, text string }{
	{"nothing", `package main

func main() {}
`},
	{"wiretag, Stack of three layers", `package main

import (
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

func main() {
	var eth layers.Ethernet
	var ip4 layers.IPv4
	var tcp layers.TCP
	s, err := packet.NewStack(&eth, &ip4, &tcp)
	if err != nil || len(s.Decode(make([]byte, 60))) == 0 {
		panic(err)
	}
}
`},
	{"wiretag, View of all layers", `package main

import (
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

func main() {
	var v packet.View
	v.Decode(make([]byte, 60), capture.LinkTypeEthernet)
}
`},
	{"gopacket, DecodingLayerParser", `package main

import (
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

func main() {
	var eth layers.Ethernet
	var ip4 layers.IPv4
	var tcp layers.TCP
	p := gopacket.NewDecodingLayerParser(layers.LayerTypeEthernet, &eth, &ip4, &tcp)
	var got []gopacket.LayerType
	_ = p.DecodeLayers(make([]byte, 60), &got)
}
`},
	{"gopacket, NewPacket", `package main

import (
	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

func main() {
	gopacket.NewPacket(make([]byte, 60), layers.LayerTypeEthernet, gopacket.Default).Layers()
}
`},
}

func main() {
	runs := flag.Int("runs", 50, "runs of each program")
	flag.Parse()
	if err := compare(*runs); err != nil {
		fmt.Fprintln(os.Stderr, "startup:", err)
		os.Exit(1)
	}
}

// program is one that has been compiled.
type program struct {
	file     string
	compile  time.Duration
	size     int64
	times    []time.Duration
	resident []int64
}

func compare(runs int) (err error) {
	dir, err := os.MkdirTemp(".", "startup")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	all := make([]program, len(programs))
	for i, p := range programs {
		if all[i], err = build(filepath.Join(dir, fmt.Sprint(i)), p.text); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	for range runs {
		for i := range all {
			if err := all[i].run(); err != nil {
				return fmt.Errorf("%s: %w", programs[i].name, err)
			}
		}
	}
	fmt.Printf("| %-31s | %12s | %10s | %12s | %12s |\n|---|---:|---:|---:|---:|\n", "program", "compiling s", "size MiB", "start ms", "memory MiB")
	for i := range all {
		p := &all[i]
		slices.Sort(p.times)
		slices.Sort(p.resident)
		fmt.Printf("| %-31s | %12.1f | %10.1f | %12.2f | %12.1f |\n", programs[i].name, p.compile.Seconds(), float64(p.size)/(1<<20),
			float64(p.times[len(p.times)/2].Microseconds())/1000, float64(p.resident[len(p.resident)/2])/(1<<20))
	}
	return nil
}

// build compiles a program with a cache of its own, in which the standard library is already.
func build(dir, text string) (p program, err error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return p, err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o644); err != nil {
		return p, err
	}
	cache, err := os.MkdirTemp("", "startup")
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(cache)) }()
	run := func(args ...string) (string, time.Duration, error) {
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), "GOCACHE="+cache, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return "", 0, fmt.Errorf("go %s: %w", args[0], err)
		}
		return string(out), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
	}
	std, _, err := run("list", "-deps", "-f", "{{if .Standard}}{{.ImportPath}}{{end}}", "./"+dir)
	if err != nil {
		return p, err
	}
	if _, _, err := run(append([]string{"build", "-trimpath"}, strings.Fields(std)...)...); err != nil {
		return p, err
	}
	p.file = filepath.Join(dir, "program")
	if _, p.compile, err = run("build", "-trimpath", "-o", p.file, "./"+dir); err != nil {
		return p, err
	}
	info, err := os.Stat(p.file)
	if err != nil {
		return p, err
	}
	p.size = info.Size()
	return p, nil
}

func (p *program) run() error {
	cmd := exec.Command("./" + p.file)
	if err := cmd.Run(); err != nil {
		return err
	}
	p.times = append(p.times, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		p.resident = append(p.resident, u.Maxrss<<10)
	}
	return nil
}
