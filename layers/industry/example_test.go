package industry_test

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/industry"
)

// Requests and responses have the same numbers: who knows which it is asks for the one or the other.
func ExampleModbus() {
	for _, data := range [][]byte{{3, 0, 107, 0, 3}, {3, 6, 2, 43, 0, 0, 0, 100}} {
		var m industry.Modbus
		if _, err := codec.Unmarshal(data, &m); err != nil {
			fmt.Println(err)
			return
		}
		request, err := m.Request()
		fmt.Printf("%v: %+v %v\n", m.Function, request, err)
		response, err := m.Response()
		fmt.Printf("%v: %+v %v\n", m.Function, response, err)
	}
	// Output:
	// Read Holding Registers: &{Address:107 Quantity:3} <nil>
	// Read Holding Registers: &{Count:0 Values:[]} ModbusValues.Values at bit 8: need 1 bytes, have 4: bad length
	// Read Holding Registers: &{Address:1538 Quantity:11008} ModbusRange.Quantity at bit 32: need 4 bytes, have 7: bad length
	// Read Holding Registers: &{Count:6 Values:[2 43 0 0 0 100]} <nil>
}
