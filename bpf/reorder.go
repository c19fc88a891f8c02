package bpf

func (o *optimizer) reorder() bool { return false }
