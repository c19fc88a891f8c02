//go:build wiretag_reflect

package codec

const useGenerated = false
