// Compare runs this library and its peers side by side and prints a table of how many times faster it is.
//
//	go run ./cmd/compare [-run regexp] [-skip regexp] [-rounds n] [-slice duration] [-capture-size MiB] [-clock process|thread|wall] [-growth] [-json] [-packets]
//
// Each case is first checked: both sides must give the same result. Then the sides take turns, in rounds; within a
// round both run for the same short time, cut into pieces that alternate. The table has the median
// over the rounds of the time of each side, and the median and the quartiles of the ratio within a round.
// The exit status is 1 if a check failed or if a side allocated that must not; a missed aim is only marked, as the
// numbers are the machine's.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"time"

	"github.com/wiretag/wiretag/bench"
)

type config struct {
	run     *regexp.Regexp
	skip    *regexp.Regexp
	rounds  int
	slice   time.Duration
	clock   clock
	env     bench.Env
	packets bool
	growth  bool
	json    bool
}

func main() {
	c, err := parse(os.Args[1:])
	if err == nil {
		err = c.compare()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func parse(args []string) (*config, error) {
	c := &config{}
	f := flag.NewFlagSet("compare", flag.ExitOnError)
	pattern := f.String("run", "", "only the cases whose group/name/peer match `regexp`")
	skip := f.String("skip", "^$", "not the cases whose group/name/peer match `regexp`")
	f.IntVar(&c.rounds, "rounds", 15, "rounds, at least 7")
	f.DurationVar(&c.slice, "slice", 20*time.Millisecond, "time of one side in a round")
	size := f.Int("capture-size", 256, "size of the generated capture files in `MiB`")
	name := f.String("clock", defaultClock, "process: processor time of all threads, thread: of one, without the garbage collector's, wall: time that passed")
	f.BoolVar(&c.growth, "growth", false, "the cases in several amounts of work instead")
	f.BoolVar(&c.json, "json", false, "print rows in JSON")
	f.BoolVar(&c.packets, "packets", false, "print the packets in hex instead, for peers in other languages")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	var err error
	if c.run, err = regexp.Compile(*pattern); err != nil {
		return nil, err
	}
	if c.skip, err = regexp.Compile(*skip); err != nil {
		return nil, err
	}
	if c.clock, err = clockNamed(*name); err != nil {
		return nil, err
	}
	if c.rounds < 7 || *size < 1 || c.slice <= 0 {
		return nil, fmt.Errorf("want at least 7 rounds, a slice of time and a capture size")
	}
	c.env.CaptureSize = *size << 20
	return c, nil
}

func (c *config) compare() (err error) {
	if c.packets {
		for _, p := range bench.Packets() {
			fmt.Println(p.Name, p.String())
		}
		return nil
	}
	if c.env.Dir, err = os.MkdirTemp("", "wiretag-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(c.env.Dir)
	runtime.LockOSThread() // the clock may be the thread's
	var rows []bench.Row
	failed := 0
	cases := bench.Cases()
	if c.growth {
		cases = bench.GrowthCases()
	}
	for _, k := range cases {
		if !c.run.MatchString(k.Path()) || c.skip.MatchString(k.Path()) {
			continue
		}
		r := c.measure(k)
		if r.err != nil {
			failed++
		}
		rows = append(rows, r.Row)
	}
	if err := c.print(rows); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d cases failed", failed, len(rows))
	}
	return nil
}

func (c *config) print(rows []bench.Row) error {
	if c.json {
		return json.NewEncoder(os.Stdout).Encode(rows)
	}
	code := "generated code"
	if !bench.Generated {
		code = "tags only"
	}
	fmt.Printf("%s, %s/%s, built-in layers by %s, %d rounds of %v a side\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, code, c.rounds, c.slice)
	return bench.WriteRows(os.Stdout, rows)
}
