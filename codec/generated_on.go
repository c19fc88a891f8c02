//go:build !wiretag_reflect

package codec

// useGenerated: the build tag wiretag_reflect switches generated code off.
const useGenerated = true
