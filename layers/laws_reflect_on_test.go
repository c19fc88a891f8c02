//go:build wiretag_reflect

package layers_test

// lawTwice: without generated code, what the fast way gives up on is decoded a second time, with lists that grow anew.
const lawTwice = 3
