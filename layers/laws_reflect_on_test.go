//go:build wiretag_reflect

package layers_test

// lawTwice: without generated code, what the fast way gives up on is decoded a second time.
const lawTwice = 2
