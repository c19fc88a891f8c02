//go:build wiretag_reflect

package layers_test

// lawMethods: without generated code, conditions that are methods are called by reflection, which allocates 128 bytes each time. An element
// may have two.
const lawMethods = 3
