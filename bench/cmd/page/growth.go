package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"

	"github.com/wiretag/wiretag/bench"
)

// line is the time of one side over the amount of work.
type line struct {
	name string
	at   map[float64]float64
}

// growth writes a table and a plot for each group.
func growth(out io.Writer, rows []bench.Row) error {
	var groups []string
	of := make(map[string][]bench.Row)
	for _, r := range rows {
		if r.Failed != "" {
			return fmt.Errorf("%s %s: %s", r.Group, r.Name, r.Failed)
		}
		if of[r.Group] == nil {
			groups = append(groups, r.Group)
		}
		of[r.Group] = append(of[r.Group], r)
	}
	if err := os.MkdirAll(filepath.Join(filepath.Dir(page), plots), 0o755); err != nil {
		return err
	}
	for _, group := range groups {
		lines, xs := linesOf(of[group])
		fmt.Fprintf(out, "### %s\n\n![%s](%s)\n\n| |", group, group, plotFile(group))
		for _, x := range xs {
			fmt.Fprintf(out, " %s |", number(x))
		}
		fmt.Fprint(out, "\n|---|")
		for range xs {
			fmt.Fprint(out, "---:|")
		}
		for _, l := range lines {
			fmt.Fprintf(out, "\n| %s |", l.name)
			for _, x := range xs {
				fmt.Fprintf(out, " %.1f |", l.at[x])
			}
		}
		fmt.Fprint(out, "\n\n")
		if err := draw(group, lines, xs); err != nil {
			return err
		}
	}
	return nil
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// linesOf are the two sides of each pair that is compared. One of ours that meets several peers is measured beside each: the first counts.
func linesOf(rows []bench.Row) (lines []line, xs []float64) {
	add := func(name string, x, y float64) {
		i := slices.IndexFunc(lines, func(l line) bool { return l.name == name })
		if i < 0 {
			i = len(lines)
			lines = append(lines, line{name, make(map[float64]float64)})
		}
		if _, ok := lines[i].at[x]; !ok {
			lines[i].at[x] = y
		}
	}
	for _, r := range rows {
		if !slices.Contains(xs, r.X) {
			xs = append(xs, r.X)
		}
		add("**"+r.Ours+"**", r.X, r.OursTime)
		add(r.Peer, r.X, r.PeerTime)
	}
	slices.Sort(xs)
	return lines, xs
}

// draw writes the plot of a group.
func draw(group string, lines []line, xs []float64) error {
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = group, "ns"
	least, most := 1e18, 0.0
	for i, l := range lines {
		var points plotter.XYs
		for _, x := range xs {
			points = append(points, plotter.XY{X: x, Y: l.at[x]})
			least, most = min(least, l.at[x]), max(most, l.at[x])
		}
		curve, marks, err := plotter.NewLinePoints(points)
		if err != nil {
			return err
		}
		curve.Color, marks.Color, marks.Shape = plotutil.Color(i), plotutil.Color(i), plotutil.Shape(i)
		name := l.name
		if name[0] == '*' {
			name = name[2 : len(name)-2]
		} else {
			curve.Dashes = []vg.Length{vg.Points(4), vg.Points(3)}
		}
		p.Add(curve, marks)
		p.Legend.Add(name, curve, marks)
	}
	p.Add(plotter.NewGrid())
	p.Y.Min, p.Y.Max = 0, most*1.5 // room for the legend
	if most > 10*least {           // small beside large
		p.Y.Min, p.Y.Max = least/1.5, most*10
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	}
	if xs[0] > 0 && xs[len(xs)-1] > 30*xs[0] {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	}
	p.Legend.Top, p.Legend.Left = true, true
	return p.Save(7*vg.Inch, 4*vg.Inch, filepath.Join(filepath.Dir(page), plotFile(group)))
}
