// Text measures whole processes of this library's tcpdump, of the system's, and of tshark, over one capture that it makes: the time of the
// processor that each takes, and the most memory that is resident.
//
//	go run ./cmd/text [-packets n] [-rounds n] [-captures dir]
//
// The capture has the packets of a directory of captures over and over, at times that go on. The programs run in turns, and the table
// has medians. It builds ../cmd/tcpdump, and so wants to be run in bench/.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// task is what the programs are asked for: flags of both tcpdumps and of tshark, in which FILE stands for the capture and OUT for what is written.
type task struct {
	name            string
	tcpdump, tshark string
}

var tasks = []task{
	{"print `-n -r`", "-n -r FILE", "-n -r FILE"},
	{"print `-n -v -r`", "-n -v -r FILE", "-n -V -r FILE"},
	{"filter and print `-n -r … udp`", "-n -r FILE udp", "-n -r FILE -Y udp"},
	{"count `--count -r`", "--count -r FILE", ""},
	{"copy `-r -w`", "-r FILE -w OUT", "-r FILE -w OUT -F pcap"},
	{"filter and copy `-r -w … udp`", "-r FILE -w OUT udp", "-r FILE -w OUT -F pcap -Y udp"},
}

// cost is what a run took.
type cost struct {
	cpu  time.Duration
	peak int64 // KiB
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "text:", err)
		os.Exit(1)
	}
}

func run() error {
	packets := flag.Int("packets", 500_000, "packets of the capture")
	rounds := flag.Int("rounds", 5, "rounds")
	captures := flag.String("captures", "../testdata", "`directory` of captures whose packets it has")
	slow := flag.Int("tshark", 1, "rounds of tshark")
	flag.Parse()
	dir, err := os.MkdirTemp("", "text")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ours := filepath.Join(dir, "tcpdump")
	if out, err := exec.Command("go", "build", "-C", "..", "-o", ours, "./cmd/tcpdump").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	for _, n := range []int{*packets, *packets / 10} {
		file := filepath.Join(dir, "capture.pcap")
		if err := makeCapture(file, *captures, n); err != nil {
			return err
		}
		if err := compare(ours, file, dir, n, *rounds, *slow); err != nil {
			return err
		}
	}
	return nil
}

func compare(ours, file, dir string, n, rounds, slow int) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	fmt.Printf("\n%d packets, %.1f MB\n\n| task | ours, s | tcpdump, s | ratio | tshark, s | ratio | ours, MiB | tcpdump, MiB | tshark, MiB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
		n, float64(info.Size())/1e6)
	for _, t := range tasks {
		programs := []struct{ name, flags string }{{ours, t.tcpdump}, {"tcpdump", "-Z root " + t.tcpdump}, {"tshark", t.tshark}}
		costs := make([][]cost, len(programs))
		for round := range rounds {
			for i, p := range programs {
				if p.flags == "" || p.name == "tshark" && round >= slow {
					continue
				}
				c, err := measure(p.name, strings.NewReplacer("FILE", file, "OUT", filepath.Join(dir, "out")).Replace(p.flags))
				if err != nil {
					return err
				}
				costs[i] = append(costs[i], c)
			}
		}
		a, b, c := median(costs[0]), median(costs[1]), median(costs[2])
		ratio := func(x cost) string {
			if x.cpu == 0 {
				return ""
			}
			return fmt.Sprintf("%.2f", float64(x.cpu)/float64(a.cpu))
		}
		seconds, times, peak := "–", "–", "–" // tshark has no such task
		if t.tshark != "" {
			seconds, times, peak = fmt.Sprintf("%.2f", c.cpu.Seconds()), ratio(c), fmt.Sprint(c.peak>>10)
		}
		fmt.Printf("| %s | %.2f | %.2f | %s | %s | %s | %d | %d | %s |\n", t.name, a.cpu.Seconds(), b.cpu.Seconds(), ratio(b), seconds, times,
			a.peak>>10, b.peak>>10, peak)
	}
	return nil
}

// measure runs a program; what it prints goes nowhere.
func measure(program, flags string) (cost, error) {
	cmd := exec.Command(program, strings.Fields(flags)...)
	out, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return cost{}, err
	}
	defer out.Close()
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	ended, most := make(chan struct{}), make(chan int64)
	go func() { most <- watch(cmd.Process.Pid, ended) }()
	err = cmd.Wait()
	close(ended)
	peak := <-most
	if err != nil {
		return cost{}, fmt.Errorf("%s %s: %w", program, flags, err)
	}
	return cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak}, nil
}

// watch looks at the peak of a process's memory until it ends, KiB. What the kernel says at the end is that of this process too, which began it.
func watch(pid int, ended <-chan struct{}) (peak int64) {
	for {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		for line := range strings.Lines(string(b)) {
			var n int64
			if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &n); err == nil {
				peak = n
			}
		}
		select {
		case <-ended:
			return peak
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func median(all []cost) cost {
	if len(all) == 0 {
		return cost{}
	}
	slices.SortFunc(all, func(a, b cost) int { return int(a.cpu - b.cpu) })
	m := all[len(all)/2]
	for _, c := range all {
		m.peak = max(m.peak, c.peak)
	}
	return m
}

// makeCapture writes n packets, those of the captures of a directory with Ethernet headers in turn.
func makeCapture(file, dir string, n int) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.pcap"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("no captures in %s: %w", dir, err)
	}
	w, err := pcapio.Create(file, pcapio.Header{LinkType: capture.LinkTypeEthernet, SnapLen: 262144})
	if err != nil {
		return err
	}
	defer w.Close()
	at := capture.Unix(1_700_000_000, 0)
	for left := n; left > 0; {
		for _, name := range names {
			r, err := pcapio.Open(name)
			if err != nil {
				return err
			}
			for left > 0 && r.LinkType() == capture.LinkTypeEthernet {
				data, info, err := r.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					return errors.Join(err, r.Close())
				}
				own := *info
				own.Time = at.Add(time.Duration(n-left) * 100 * time.Microsecond)
				if err := w.WritePacket(data, &own); err != nil {
					return errors.Join(err, r.Close())
				}
				left--
			}
			if err := r.Close(); err != nil {
				return err
			}
		}
	}
	return w.Close()
}
