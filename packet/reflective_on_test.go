//go:build wiretag_reflect

package packet_test

// reflective: there is no generated code.
const reflective = true
