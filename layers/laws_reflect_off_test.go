//go:build !wiretag_reflect

package layers_test

// lawTwice: generated code decodes once.
const lawTwice = 1
