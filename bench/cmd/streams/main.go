// Streams compares this library's assembler of TCP streams with gopacket's two, over loads and attacks.
//
//	go run ./cmd/streams [-run regexp] [-rounds n] [-scale x] [-limit duration]
//
// Each engine takes each load in a fresh process, in turns; the table has medians over the rounds. Times are those that the process
// has spent, garbage collection included, less those of a process that only decodes. Before, each engine's bytes are compared with what
// was sent, at a smaller scale. It builds itself a second time, and so wants the go command, and to be run in bench/.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/wiretag/wiretag/bench"
)

// measurement is what a process reports.
type measurement struct {
	Packets   int
	Time      float64 // ns a packet
	Allocs    float64 // a packet
	Bytes     float64 // that were allocated, a packet
	Peak      int64   // of the memory that is resident, above what it was before, KiB
	Live      int64   // heap after the end, KiB
	Delivered int64   // before the end
	Result    bench.StreamResult
	Whole     bool
	Sent      int64
	Failure   string
	Over      int // the packet at which it had taken too long
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "streams:", err)
		os.Exit(1)
	}
}

func run() error {
	pattern := flag.String("run", "", "only the loads that match `regexp`")
	rounds := flag.Int("rounds", 5, "rounds")
	scale := flag.Float64("scale", 1, "size of the loads")
	limit := flag.Duration("limit", 20*time.Second, "time that a process may spend")
	engine := flag.String("engine", "", "measure this engine here, and report in JSON")
	load := flag.String("load", "", "with this load")
	verify := flag.Bool("verify", false, "compare all bytes")
	flag.Parse()
	if *engine != "" {
		return measure(*engine, *load, *scale, *verify, *limit)
	}
	re, err := regexp.Compile(*pattern)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "streams-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	older = filepath.Join(dir, "streams")
	if out, err := exec.Command("go", "build", "-tags", "tcpassembly", "-o", older, "github.com/wiretag/wiretag/bench/cmd/streams").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	failed := 0
	fmt.Printf("| %-13s | %-16s | %8s | %8s | %8s | %8s | %9s | %9s | %9s | %9s |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n", "load", "engine", "ns", "net ns", "allocs", "B", "peak KiB", "live KiB", "early %", "streams")
	for _, l := range bench.StreamLoads {
		if re.MatchString(l) {
			failed += compare(l, *rounds, *scale, *limit)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d checks failed", failed)
	}
	return nil
}

// older is this program with the older of the peers, which cannot be in one with the other.
var older string

// compare prints the rows of a load and returns how many checks of ours failed.
func compare(load string, rounds int, scale float64, limit time.Duration) (failed int) {
	all := map[string][]measurement{}
	gone := map[string]string{}
	for round := range rounds {
		for _, e := range bench.StreamEngines {
			if gone[e] != "" {
				continue
			}
			if round == 0 {
				m, err := child(e, load, min(scale, 0.05), true, limit)
				if err == nil && m.Failure != "" {
					err = errors.New(m.Failure)
				}
				if err != nil {
					fmt.Printf("| %-13s | %-16s | bytes are not right: %v | | | | | | | |\n", load, e, err)
					if e == "wiretag" {
						failed++
					}
				}
			}
			m, err := child(e, load, scale, false, limit)
			if err != nil {
				gone[e] = err.Error()
				continue
			}
			all[e] = append(all[e], m)
		}
	}
	for _, e := range bench.StreamEngines {
		if gone[e] != "" {
			fmt.Printf("| %-13s | %-16s | %s | | | | | | | |\n", load, e, gone[e])
			continue
		}
		base := "gopacket-decode"
		if e == "wiretag" || e == "wiretag-decode" {
			base = "wiretag-decode"
		}
		m := all[e][0]
		t := median(all[e], func(m measurement) float64 { return m.Time })
		net := t - median(all[base], func(m measurement) float64 { return m.Time })
		early := "-"
		if m.Sent > 0 {
			early = fmt.Sprintf("%.2f", 100*float64(m.Delivered)/float64(m.Sent))
		}
		fmt.Printf("| %-13s | %-16s | %8.0f | %8.0f | %8.3f | %8.1f | %9.0f | %9d | %9s | %9d |\n", load, e, t, net, m.Allocs, m.Bytes,
			median(all[e], func(m measurement) float64 { return float64(m.Peak) }), m.Live, early, m.Result.Streams)
	}
	return failed
}

func median(list []measurement, of func(measurement) float64) float64 {
	var v []float64
	for _, m := range list {
		v = append(v, of(m))
	}
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// child measures in a fresh process.
func child(engine, load string, scale float64, verify bool, limit time.Duration) (m measurement, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*limit) // the machine may be busy
	defer cancel()
	program := os.Args[0]
	if engine == "tcpassembly" {
		program = older
	}
	cmd := exec.CommandContext(ctx, program, "-engine", engine, "-load", load, "-scale", fmt.Sprint(scale), fmt.Sprintf("-verify=%v", verify), "-limit", limit.String())
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &m)
	}
	if err == nil && m.Over > 0 {
		err = fmt.Errorf("more than %v: it was at packet %d of %d", limit, m.Over, m.Packets)
	}
	return m, err
}

// measure feeds an engine and reports.
func measure(engine, name string, scale float64, verify bool, limit time.Duration) error {
	l, err := bench.NewStreamLoad(name, scale)
	if err != nil {
		return err
	}
	e, err := bench.NewStreamEngine(engine, verify)
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	before := resident()
	var m0, m1 runtime.MemStats
	runtime.ReadMemStats(&m0)
	start := processTime()
	for i := range l.Packets {
		if err := e.Feed(i, &l.Packets[i]); err != nil {
			return err
		}
		if i&1023 == 0 && processTime()-start > int64(limit) {
			return json.NewEncoder(os.Stdout).Encode(measurement{Packets: len(l.Packets), Over: i})
		}
	}
	spent := processTime() - start
	runtime.ReadMemStats(&m1)
	n := float64(len(l.Packets))
	m := measurement{
		Packets: len(l.Packets), Time: float64(spent) / n, Allocs: float64(m1.Mallocs-m0.Mallocs) / n, Bytes: float64(m1.TotalAlloc-m0.TotalAlloc) / n,
		Peak: peak() - before, Delivered: e.Result().Bytes, Whole: l.Whole, Sent: l.Sent,
	}
	e.Flush()
	runtime.GC()
	runtime.ReadMemStats(&m1)
	m.Live = (int64(m1.HeapAlloc) - int64(m0.HeapAlloc)) >> 10
	if m.Result = e.Result(); m.Result.Err != nil {
		m.Failure = m.Result.Err.Error()
	} else if l.Whole && m.Result.Bytes != l.Sent && engine != "wiretag-decode" && engine != "gopacket-decode" {
		m.Failure = fmt.Sprintf("%d bytes of %d", m.Result.Bytes, l.Sent)
	}
	m.Result.Err = nil
	runtime.KeepAlive(l)
	return json.NewEncoder(os.Stdout).Encode(m)
}
