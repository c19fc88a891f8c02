package dot11

import "github.com/wiretag/wiretag/layers/iana"

// Reason is a reason code, IEEE 802.11-2020 table 9-49.
type Reason uint16

// Reason codes that are met most.
const (
	ReasonUnspecified           Reason = 1
	ReasonInvalidAuthentication Reason = 2
	ReasonLeavingDeauth         Reason = 3
	ReasonInactivity            Reason = 4
	ReasonNoMoreStations        Reason = 5
	ReasonClass2Frame           Reason = 6
	ReasonClass3Frame           Reason = 7
	ReasonLeavingDisassoc       Reason = 8
	ReasonNotAuthenticated      Reason = 9
	ReasonMICFailure            Reason = 14
	ReasonHandshakeTimeout      Reason = 15
	ReasonGroupKeyTimeout       Reason = 16
	Reason8021XFailed           Reason = 23
)

var reasonNames = [...]string{
	1: "unspecified", 2: "previous authentication no longer valid", 3: "deauthenticated: leaving", 4: "inactivity",
	5: "no more associated stations possible", 6: "class 2 frame from unauthenticated station", 7: "class 3 frame from unassociated station",
	8: "disassociated: leaving", 9: "not authenticated", 10: "unacceptable power capability", 11: "unacceptable supported channels",
	12: "BSS transition", 13: "invalid element", 14: "MIC failure", 15: "4-way handshake timeout", 16: "group key handshake timeout",
	17: "handshake element mismatch", 18: "invalid group cipher", 19: "invalid pairwise cipher", 20: "invalid AKMP", 21: "invalid RSN version",
	22: "invalid RSN capabilities", 23: "802.1X failed", 24: "cipher rejected by policy", 25: "TDLS peer unreachable", 26: "TDLS unspecified",
	27: "SSP requested disassociation", 28: "no SSP roaming agreement", 29: "bad cipher or AKM", 30: "not authorized at this location",
	31: "TS delete: service change", 32: "unspecified QoS", 33: "insufficient bandwidth", 34: "poor channel", 35: "outside of TXOP limits",
	36: "station leaving", 37: "end of TS, BA or DLS", 38: "unknown TS, BA or DLS", 39: "timeout", 45: "peerkey mismatch", 46: "peer initiated",
	47: "AP initiated", 48: "invalid FT action frame count", 49: "invalid PMKID", 50: "invalid MDE", 51: "invalid FTE", 52: "mesh peering canceled",
	53: "mesh maximum peers", 54: "mesh configuration violation", 55: "mesh close received", 56: "mesh maximum retries",
	57: "mesh confirm timeout", 58: "mesh invalid GTK", 59: "mesh inconsistent parameters", 60: "mesh invalid security capability",
	61: "mesh path error: no proxy", 62: "mesh path error: no forwarding", 63: "mesh path error: destination unreachable",
	64: "MAC address exists in MBSS", 65: "mesh channel switch: regulatory", 66: "mesh channel switch", 67: "transmission link establishment failed",
	68: "alternative channel occupied", 71: "poor RSSI conditions",
}

// String gives the meaning, or the number.
func (r Reason) String() string { return iana.NameAt(reasonNames[:], r) }

// Status is a status code, IEEE 802.11-2020 table 9-50.
type Status uint16

// Status codes that this package looks at, or that are met most.
const (
	StatusSuccess          Status = 0
	StatusFailure          Status = 1
	StatusNotSupportedAuth Status = 13
	StatusChallengeFailure Status = 15
	StatusAPFull           Status = 17
	StatusAssocTryAgain    Status = 30
	StatusTokenRequired    Status = 76 // SAE: send the anti-clogging token
	StatusUnsupportedGroup Status = 77 // SAE: the finite cyclic group is refused
	StatusHashToElement    Status = 126
	StatusPKUsed           Status = 127
)

var statusNames = [...]string{
	0: "success", 1: "unspecified failure", 2: "TDLS rejected, alternative provided", 3: "TDLS rejected", 5: "security disabled",
	6: "unacceptable lifetime", 7: "not in same BSS", 10: "capabilities mismatch", 11: "no association exists", 12: "denied for other reason",
	13: "unsupported authentication algorithm", 14: "transaction sequence error", 15: "challenge failure", 16: "sequence timeout",
	17: "no more stations", 18: "basic rates mismatch", 19: "no short preamble support", 22: "spectrum management required",
	23: "bad power capability", 24: "bad supported channels", 25: "no short slot time support", 27: "no HT support",
	28: "R0KH unreachable", 29: "no PCO support", 30: "refused temporarily", 31: "robust management policy violation",
	32: "unspecified QoS failure", 33: "insufficient bandwidth", 34: "poor channel conditions", 35: "QoS not supported", 37: "request declined",
	38: "invalid parameters", 39: "rejected with suggested changes", 40: "invalid element", 41: "invalid group cipher",
	42: "invalid pairwise cipher", 43: "invalid AKMP", 44: "unsupported RSN version", 45: "invalid RSN capabilities", 46: "cipher rejected by policy",
	47: "TS not created, delay", 48: "direct link not allowed", 49: "destination not present", 50: "destination not a QoS station",
	51: "listen interval too large", 52: "invalid FT action frame count", 53: "invalid PMKID", 54: "invalid MDE", 55: "invalid FTE",
	56: "TCLAS not supported", 57: "insufficient TCLAS processing", 58: "try another BSS", 59: "GAS advertisement protocol not supported",
	60: "no outstanding GAS request", 61: "GAS response not received", 62: "GAS query timeout", 63: "GAS query response too large",
	64: "rejected home with suggested changes", 65: "server unreachable", 67: "SSP permissions", 68: "refused: unauthenticated access not supported",
	72: "invalid RSN element", 73: "U-APSD coexistence not supported", 74: "U-APSD coexistence mode not supported",
	75: "bad interval for U-APSD coexistence", 76: "anti-clogging token required", 77: "unsupported finite cyclic group",
	78: "TBTT adjustment impossible", 79: "transmission failure", 80: "TCLAS not supported by AP", 81: "TCLAS resources exhausted",
	82: "rejected with suggested BSS transition", 83: "reject with schedule", 84: "no wakeup specified", 85: "power save mode ended",
	86: "pending admitting FST session", 87: "performing FST", 88: "pending gap in BA window", 89: "U-PID setting rejected",
	92: "external reason", 93: "AP out of memory", 94: "emergency services not supported", 95: "query response outstanding",
	96: "rejected DSE band", 97: "TCLAS processing terminated", 98: "TS schedule conflict", 99: "denied with suggested band and channel",
	100: "MCCAOP reservation conflict", 101: "MAF limit exceeded", 102: "MCCA track limit exceeded", 103: "spectrum management unspecified",
	104: "no VHT support", 105: "enablement denied", 106: "restricted from authorized GDB", 107: "authorization deenabled",
	112: "FILS authentication failure", 113: "unknown authentication server", 116: "notification period allocated", 117: "notification period conflict",
	118: "group notification period conflict", 123: "unknown password identifier", 124: "no HE support", 126: "SAE hash to element", 127: "SAE public key",
	133: "denied TID-to-link mapping", 134: "preferred TID-to-link mapping suggested", 135: "no EHT support", 137: "PASN base AKMP failed",
}

// String gives the meaning, or the number.
func (s Status) String() string { return iana.NameAt(statusNames[:], s) }
