package dot11

// lawViews are the structs of radiotap fields, which no table leads to.
func lawViews() (all []any) {
	for b := range 32 {
		if v := radiotapView(RadioTapBit(b)); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// LawPrototypes are all layers, contents of elements and radio fields of this package.
func LawPrototypes() (all []any) {
	for _, l := range Links() {
		all = append(all, l.Layer)
	}
	for _, m := range []map[uint64]any{elementTypes(), extendedTypes()} {
		for _, v := range m {
			all = append(all, v)
		}
	}
	return append(all, lawViews()...)
}

// RadioTapSize is the size of a radio field in bytes, 0 if it is not known.
func RadioTapSize(b RadioTapBit) int { return int(radiotapSizes[b][1]) }
