package layers

// Payload is bytes that no layer describes.
type Payload []byte

// Padding is the bytes behind a layer whose length says that they are not part of it; they
// belong to the layer outside. In an Ethernet frame they are what fills it up to 60 bytes, or a
// trailer that a switch or a capture card put there.
type Padding []byte

// LayerName is the name of the layer.
func (Payload) LayerName() string { return "Payload" }

// LayerName is the name of the layer.
func (Padding) LayerName() string { return "Padding" }
