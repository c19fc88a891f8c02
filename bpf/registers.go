package bpf

// held is what a register holds: a value, which may also have the name of a phi that was set to it.
type held struct{ value, phi valueID }

func (h held) is(id valueID) bool { return id != 0 && (h.value == id || h.phi == id) }

// forget forgets that a register held a phi, which gets another value.
func (h *held) forget(phi valueID) {
	if h.value == phi {
		h.value = 0
	}
	if h.phi == phi {
		h.phi = 0
	}
}

func (h *held) meet(o held) {
	if h.value != o.value {
		h.value = 0
	}
	if h.phi != o.phi {
		h.phi = 0
	}
}

// registers are what the registers and scratch memory hold.
type registers struct {
	a, x held
	m    [scratchSlots]held
}

func (r *registers) meet(s *registers) {
	r.a.meet(s.a)
	r.x.meet(s.x)
	for i := range r.m {
		r.m[i].meet(s.m[i])
	}
}
