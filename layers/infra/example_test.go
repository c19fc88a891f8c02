package infra_test

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/infra"
)

func Example() {
	data, err := codec.Marshal(&layers.UDP{SrcPort: 40000}, &infra.Syslog{
		Priority: infra.NewSyslogPriority(infra.SyslogDaemon, infra.SyslogWarning),
		Version:  "1",
		AppName:  "example",
		Data:     infra.NewSyslogStructuredData(infra.SyslogElement{ID: "meta", Params: []infra.SyslogParam{{Name: "sequenceId", Value: "1"}}}),
		Space:    true,
		Message:  []byte("hello"),
	})
	fmt.Printf("%s %v\n", data[8:], err)

	var s infra.Syslog
	_, err = codec.Unmarshal(data[8:], &s)
	fmt.Println(&s, err)
	// Output:
	// <28>1 - - example - - [meta sequenceId="1"] hello <nil>
	// Syslog daemon.warning example "hello" <nil>
}
