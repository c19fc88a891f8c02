package dot11_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/dot11"
)

// TestErr: sizes and places of elements, numbers of stations and of TIDs, as IEEE 802.11 has them, and beside them what is wrong.
func TestErr(t *testing.T) {
	element := func(id dot11.ElementID, data ...byte) dot11.Element { return dot11.Element{ID: id, Data: data} }
	rates := element(dot11.ElementRates, 2)
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&dot11.Beacon{Elements: []dot11.Element{rates}}, true},
		{&dot11.Beacon{}, false},
		{&dot11.Beacon{Elements: []dot11.Element{element(dot11.ElementMeshPeering, 0, 0)}}, false},
		{&dot11.Deauth{Elements: []dot11.Element{element(dot11.ElementRICData, 1, 1, 0, 0), rates}}, true},
		{&dot11.Deauth{Elements: []dot11.Element{element(dot11.ElementRICData, 1, 2, 0, 0), rates}}, false},
		{&dot11.TokenElements{Elements: []dot11.Element{element(dot11.ElementRICData, 1, 1, 0, 0)}}, false},
		{&dot11.Element{ID: dot11.ElementSwitchWrapper, Data: []byte{byte(dot11.ElementWideSwitch), 3, 0, 0, 0}}, true},
		{&dot11.Element{ID: dot11.ElementSwitchWrapper, Data: []byte{byte(dot11.ElementSSID), 0}}, false},
		{&dot11.Element{ID: dot11.ElementCountry, Data: make([]byte, 5)}, false},
		{&dot11.PowerEnvelope{Count: 3, Powers: make([]int8, 4)}, true},
		{&dot11.PowerEnvelope{Count: 4, Powers: make([]int8, 5)}, false},
		{&dot11.PowerEnvelope{Count: 4, Interpretation: 1, Powers: make([]int8, 8)}, true},
		{&dot11.PowerEnvelope{Count: 0, Interpretation: 1, Powers: make([]int8, 1)}, true},
		{&dot11.PowerEnvelope{Count: 3, Interpretation: 1, Powers: make([]int8, 3)}, false},
		{&dot11.TCLAS{Type: 1, Parameters: make([]byte, 40)}, true},
		{&dot11.TCLAS{Type: 1, Parameters: make([]byte, 14)}, false},
		{&dot11.TWT{Parameters: make([]byte, 14)}, true},
		{&dot11.TWT{Parameters: make([]byte, 14), NDPPaging: true}, false},
		{&dot11.TWT{Negotiation: 3, Parameters: make([]byte, 18)}, true},
		{&dot11.TWT{Negotiation: 2, Parameters: make([]byte, 14)}, false},
		{&dot11.QoSMap{Values: append([]byte{46, 6}, make([]byte, 16)...)}, true},
		{&dot11.QoSMap{Values: append([]byte{64, 6}, make([]byte, 16)...)}, false},
		{&dot11.QoSMap{Values: append([]byte{46, 8}, make([]byte, 16)...)}, false},
		{&dot11.DMGCapabilities{Extra: make([]byte, 5)}, true},
		{&dot11.DMGCapabilities{Extra: make([]byte, 6)}, false},
		{&dot11.Trigger{Users: []dot11.TriggerUser{{AID: 1}, {AID: 4095, RULow: 15}}, Padding: []byte{0xff}}, true},
		{&dot11.Trigger{Users: []dot11.TriggerUser{{AID: 4095, RULow: 15}}}, false},
		{&dot11.Trigger{Users: []dot11.TriggerUser{{AID: 1}, {AID: 4095}}}, false},
		{&dot11.Trigger{Users: []dot11.TriggerUser{{AID: 1}}, Padding: []byte{0}}, false},
		{&dot11.BlockAckReq{TIDInfo: 1, Info: &dot11.BlockAckReqTIDs{TIDs: make([]dot11.BlockAckReqTID, 2)}}, true},
		{&dot11.BlockAckReq{TIDInfo: 1, Info: &dot11.BlockAckReqTIDs{TIDs: make([]dot11.BlockAckReqTID, 1)}}, false},
		{&dot11.BlockAckReq{Variant: dot11.BlockAckMultiStations}, false},
		{&dot11.BlockAck{Info: &dot11.BlockAckBitmap{Bitmap: make([]byte, 128)}}, true},
		{&dot11.BlockAck{Info: &dot11.BlockAckBitmap{Bitmap: make([]byte, 8)}}, false},
		{&dot11.BlockAck{TIDInfo: 0, Info: &dot11.BlockAckTIDs{TIDs: make([]dot11.BlockAckTID, 2)}}, false},
		{&dot11.SAQuery{Action: 1}, true},
		{&dot11.SAQuery{Action: 2}, false},
		{&dot11.GASRequest{Protocol: element(dot11.ElementAdvertisement, 0, 0)}, true},
		{&dot11.GASRequest{Protocol: rates}, false},
		{&dot11.Prism{MessageCode: 0x44, Items: make([]dot11.PrismItem, 10)}, true},
		{&dot11.Prism{MessageCode: 0x45, Items: make([]dot11.PrismItem, 10)}, false},
		{&dot11.PrismBE{MessageCode: 0x41, Items: make([]dot11.PrismItem, 9)}, false},
		{&dot11.MeasurementReport{Mode: 4}, true},
		{&dot11.MeasurementReport{Mode: 4, Report: make([]byte, 1)}, false},
		{&dot11.QoSMap{Values: []byte{0, 7, 8, 15, 16, 23, 24, 31, 255, 255, 40, 47, 48, 55, 56, 63}}, true},
		{&dot11.QoSMap{Values: []byte{5, 1, 8, 15, 16, 23, 24, 31, 255, 255, 40, 47, 48, 55, 56, 63}}, false},
		{&dot11.MUEDCA{Records: make([]dot11.MUEDCARecord, 4)}, true},
		{&dot11.MUEDCA{Records: make([]dot11.MUEDCARecord, 3)}, false},
		{&dot11.WMMParameters{Records: make([]dot11.EDCARecord, 4)}, true},
		{&dot11.WMMParameters{}, false},
		{&dot11.MultipleBSSID{Profiles: []dot11.Subelement{{Data: []byte{83, 2, 1, 0, 0, 0}}}}, true},
		{&dot11.MultipleBSSID{Profiles: []dot11.Subelement{{Data: []byte{0, 0, 83, 2, 1, 0}}}}, false},
		{&dot11.MultipleBSSID{Profiles: []dot11.Subelement{{Data: []byte{83, 200, 1, 0}}}}, false},
		{&dot11.SelfProtectedAction{Action: 4, Data: []byte{117, 2, 0, 0}}, false},
		{&dot11.SelfProtectedAction{Action: 3, Data: []byte{117, 2, 0, 0}}, true},
		{&dot11.BTMQuery{Elements: []dot11.Element{element(dot11.ElementNeighborReport)}}, true},
		{&dot11.BTMQuery{Elements: []dot11.Element{rates}}, false},
		{&dot11.LinkReport{TPC: element(dot11.ElementTPCReport)}, true},
		{&dot11.LinkReport{TPC: rates}, false},
		{&dot11.GASComeback{Protocol: element(dot11.ElementAdvertisement)}, true},
		{&dot11.GASComeback{Protocol: rates}, false},
		{&dot11.FastTransition{Subelements: []dot11.Subelement{{ID: 1, Data: make([]byte, 6)}}}, true},
		{&dot11.FastTransition{Subelements: []dot11.Subelement{{ID: 1, Data: make([]byte, 4)}}}, false},
		{&dot11.FastTransition{Subelements: []dot11.Subelement{{ID: 4, Data: make([]byte, 1)}}}, false},
		{&dot11.FastTransition{Subelements: []dot11.Subelement{{ID: 0}}}, false},
		{&dot11.Trigger{Type: dot11.TriggerMUBAR, Users: []dot11.TriggerUser{{BAR: 2 << 1}}}, true},
		{&dot11.Trigger{Type: dot11.TriggerMUBAR, Users: []dot11.TriggerUser{{BAR: 15 << 1}}}, false},
		{&dot11.Trigger{Type: dot11.TriggerGCRMUBAR, BARControl: 2 << 1, Users: make([]dot11.TriggerUser, 1)}, false},
		{&dot11.Trigger{Type: dot11.TriggerRanging, RangingSubtype: 5, Users: make([]dot11.TriggerUser, 1)}, false},
		{&dot11.BlockAckBitmapGCR{Bitmap: make([]byte, 8)}, true},
		{&dot11.BlockAckBitmapGCR{Fragment: 6, Bitmap: make([]byte, 4)}, false},
		{&dot11.BlockAckStation{TID: 7}, true},
		{&dot11.BlockAckStation{TID: 8}, false},
		{&dot11.BlockAckStation{Fragment: 2}, false},
		{&dot11.NDPAnnouncement{Stations: &dot11.NDPAStationsHE{}}, false},
		{&dot11.NDPAnnouncement{Stations: &dot11.NDPAStationsEHT{}}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
