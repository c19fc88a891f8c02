//go:build !wiretag_reflect

package bench

const (
	// Generated says whether the built-in layers use their generated code.
	Generated = true

	suffix   = ""
	stackAim = 5
)
