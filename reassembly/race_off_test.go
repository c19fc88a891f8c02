//go:build !race

package reassembly

const raceDetector = false
