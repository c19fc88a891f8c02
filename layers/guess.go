package layers

import (
	"slices"

	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/media"
	"github.com/wiretag/wiretag/layers/osi"
	"github.com/wiretag/wiretag/layers/text"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/web"
)

// Guesses returns the layers that are looked for behind layers with a dispatch table, such as tcp, where no number there leads to
// a layer that takes the payload, in the order in which they are asked.
func Guesses() []osi.Guess {
	var rows []osi.Guess
	for _, f := range guessers {
		rows = slices.Concat(rows, f())
	}
	return rows
}

// guessers are those of the families of layers.
var guessers = [...]func() []osi.Guess{text.Guesses, web.Guesses, tls.Guesses, media.Guesses, enterprise.Guesses}
