// Package web holds protocols of the web that are not made of lines of text: frames of HTTP/2 and of WebSocket, and MQTT.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package web

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
