package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// manual writes the manual page, made of the flags.
func manual(w io.Writer, s *pflag.FlagSet) error {
	fmt.Fprintf(w, ".TH TCPDUMP 1 \"\" \"wiretag\"\n.SH NAME\ntcpdump \\- capture, read, print and write packets\n.SH SYNOPSIS\n"+
		".B tcpdump\n[\\-i interface | \\-r file] [flags] [filter expression]\n.SH DESCRIPTION\n"+
		"Prints packets of an interface or of a capture file in the text of tcpdump 4.99.3, as JSON, or as a tree of fields, or writes them to files.\n"+
		"Capturing takes the capability CAP_NET_RAW, promiscuous mode CAP_NET_ADMIN:\n.B setcap cap_net_raw,cap_net_admin=ep\non the program gives both to whoever runs it.\n"+
		"The filter expression is that of pcap-filter(7).\n.SH FLAGS\n")
	s.VisitAll(func(f *pflag.Flag) {
		name, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", roff(strings.TrimSpace(flagNames(f)+" "+name)), roff(usage))
	})
	_, err := fmt.Fprint(w, ".SH SIGNALS\nSIGINT, SIGTERM and SIGHUP end a capture, and the counters are printed. SIGUSR1 prints them and goes on.\n"+
		".SH EXIT STATUS\n0, or 1 after an error.\n")
	return err
}

// flagNames is "-x, --long" as far as there are both.
func flagNames(f *pflag.Flag) string {
	if f.Shorthand == "" {
		return "--" + f.Name
	}
	return "-" + f.Shorthand + ", --" + f.Name
}

// roff hides what has a meaning in manual pages.
func roff(s string) string { return strings.NewReplacer(`\`, `\\`, "-", `\-`).Replace(s) }

// completion writes what a shell needs to complete the flags.
func completion(w io.Writer, s *pflag.FlagSet, shell string) error {
	switch shell {
	case "bash":
		return bash(w, s)
	case "zsh":
		fmt.Fprint(w, "#compdef tcpdump\n_arguments \\\n")
		s.VisitAll(func(f *pflag.Flag) {
			_, usage := pflag.UnquoteUsage(f)
			fmt.Fprintf(w, "  '--%s[%s]%s' \\\n", f.Name, zshText(usage), zshValue(f))
		})
		_, err := fmt.Fprintln(w, "  '*:expression:'")
		return err
	case "fish":
		var err error
		s.VisitAll(func(f *pflag.Flag) {
			_, usage := pflag.UnquoteUsage(f)
			short, value := "", ""
			if f.Shorthand != "" {
				short = " -s " + f.Shorthand
			}
			if f.NoOptDefVal == "" {
				value = " -r"
			}
			_, err = fmt.Fprintf(w, "complete -c tcpdump%s -l %s%s -d '%s'\n", short, f.Name, value, strings.ReplaceAll(usage, "'", `\'`))
		})
		return err
	}
	return fmt.Errorf("no completion for %q: bash, zsh or fish", shell)
}

func bash(w io.Writer, s *pflag.FlagSet) error {
	var names []string
	s.VisitAll(func(f *pflag.Flag) {
		names = append(names, "--"+f.Name)
		if f.Shorthand != "" {
			names = append(names, "-"+f.Shorthand)
		}
	})
	_, err := fmt.Fprintf(w, `_tcpdump() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
	case $before in
	-i|--interface) COMPREPLY=($(compgen -W "$(ls /sys/class/net 2>/dev/null) any" -- "$word")) ;;
	-r|--read|-w|--write|-F|--filter|--stats-svg) COMPREPLY=($(compgen -f -- "$word")) ;;
	--streams) COMPREPLY=($(compgen -d -- "$word")) ;;
	*) COMPREPLY=($(compgen -W '%s' -- "$word")) ;;
	esac
}
complete -o filenames -F _tcpdump tcpdump
`, strings.Join(names, " "))
	return err
}

func zshText(s string) string {
	return strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(s)
}

// zshValue is what follows a flag that takes a value.
func zshValue(f *pflag.Flag) string {
	name, _ := pflag.UnquoteUsage(f)
	switch {
	case f.NoOptDefVal != "":
		return ""
	case name == "file" || name == "dir":
		return ":" + name + ":_files"
	}
	return ":" + name + ":"
}
