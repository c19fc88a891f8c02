package dot11

import "sync"

// elementTypes are the types of Element.View by ID.
var elementTypes = sync.OnceValue(func() map[uint64]any {
	return map[uint64]any{
		uint64(ElementSSID):              (*SSID)(nil),
		uint64(ElementRates):             (*Rates)(nil),
		uint64(ElementFHParameters):      (*FHParameters)(nil),
		uint64(ElementDSParameters):      (*DSParameters)(nil),
		uint64(ElementCFParameters):      (*CFParameters)(nil),
		uint64(ElementTIM):               (*TIM)(nil),
		uint64(ElementIBSSParameters):    (*IBSSParameters)(nil),
		uint64(ElementCountry):           (*Country)(nil),
		uint64(ElementRequest):           (*Request)(nil),
		uint64(ElementBSSLoad):           (*BSSLoad)(nil),
		uint64(ElementEDCA):              (*EDCAParameters)(nil),
		uint64(ElementChallenge):         (*Challenge)(nil),
		uint64(ElementPowerConstraint):   (*PowerConstraint)(nil),
		uint64(ElementPowerCapability):   (*PowerCapability)(nil),
		uint64(ElementTPCReport):         (*TPCReport)(nil),
		uint64(ElementSupportedChannels): (*SupportedChannels)(nil),
		uint64(ElementChannelSwitch):     (*ChannelSwitch)(nil),
		uint64(ElementQuiet):             (*Quiet)(nil),
		uint64(ElementIBSSDFS):           (*IBSSDFS)(nil),
		uint64(ElementERP):               (*ERP)(nil),
		uint64(ElementQoSCapability):     (*QoSCapability)(nil),
		uint64(ElementExtendedRates):     (*Rates)(nil),
		uint64(ElementRSN):               (*RSN)(nil),
		uint64(ElementVendor):            (*Vendor)(nil),
		uint64(ElementExtension):         (*Extended)(nil),
	}
})

// extendedTypes are the types of Extended.View by extended ID.
var extendedTypes = sync.OnceValue(func() map[uint64]any {
	return map[uint64]any{}
})
