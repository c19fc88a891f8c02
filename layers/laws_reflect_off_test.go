//go:build !wiretag_reflect

package layers_test

// lawMethods: generated code calls the methods of conditions itself.
const lawMethods = 1
