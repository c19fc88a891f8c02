package telemetry

// elementData are the information elements of IANA's registry "IPFIX Information Elements" (RFC 7012): number, name and the number of the data type in its registry.
const elementData = "" +
	"1 octetDeltaCount 4\n2 packetDeltaCount 4\n3 deltaFlowCount 4\n4 protocolIdentifier 1\n5 ipClassOfService 1\n6 tcpControlBits 2\n" +
	"7 sourceTransportPort 2\n8 sourceIPv4Address 18\n9 sourceIPv4PrefixLength 1\n10 ingressInterface 3\n11 destinationTransportPort 2\n" +
	"12 destinationIPv4Address 18\n13 destinationIPv4PrefixLength 1\n14 egressInterface 3\n15 ipNextHopIPv4Address 18\n16 bgpSourceAsNumber 3\n" +
	"17 bgpDestinationAsNumber 3\n18 bgpNextHopIPv4Address 18\n19 postMCastPacketDeltaCount 4\n20 postMCastOctetDeltaCount 4\n21 flowEndSysUpTime 3\n" +
	"22 flowStartSysUpTime 3\n23 postOctetDeltaCount 4\n24 postPacketDeltaCount 4\n25 minimumIpTotalLength 4\n26 maximumIpTotalLength 4\n" +
	"27 sourceIPv6Address 19\n28 destinationIPv6Address 19\n29 sourceIPv6PrefixLength 1\n30 destinationIPv6PrefixLength 1\n31 flowLabelIPv6 3\n" +
	"32 icmpTypeCodeIPv4 2\n33 igmpType 1\n34 samplingInterval 3\n35 samplingAlgorithm 1\n36 flowActiveTimeout 2\n37 flowIdleTimeout 2\n38 engineType 1\n" +
	"39 engineId 1\n40 exportedOctetTotalCount 4\n41 exportedMessageTotalCount 4\n42 exportedFlowRecordTotalCount 4\n43 ipv4RouterSc 18\n" +
	"44 sourceIPv4Prefix 18\n45 destinationIPv4Prefix 18\n46 mplsTopLabelType 1\n47 mplsTopLabelIPv4Address 18\n48 samplerId 1\n49 samplerMode 1\n" +
	"50 samplerRandomInterval 3\n51 classId 1\n52 minimumTTL 1\n53 maximumTTL 1\n54 fragmentIdentification 3\n55 postIpClassOfService 1\n" +
	"56 sourceMacAddress 12\n57 postDestinationMacAddress 12\n58 vlanId 2\n59 postVlanId 2\n60 ipVersion 1\n61 flowDirection 1\n62 ipNextHopIPv6Address 19\n" +
	"63 bgpNextHopIPv6Address 19\n64 ipv6ExtensionHeaders 3\n70 mplsTopLabelStackSection 0\n71 mplsLabelStackSection2 0\n72 mplsLabelStackSection3 0\n" +
	"73 mplsLabelStackSection4 0\n74 mplsLabelStackSection5 0\n75 mplsLabelStackSection6 0\n76 mplsLabelStackSection7 0\n77 mplsLabelStackSection8 0\n" +
	"78 mplsLabelStackSection9 0\n79 mplsLabelStackSection10 0\n80 destinationMacAddress 12\n81 postSourceMacAddress 12\n82 interfaceName 13\n" +
	"83 interfaceDescription 13\n84 samplerName 13\n85 octetTotalCount 4\n86 packetTotalCount 4\n87 flagsAndSamplerId 3\n88 fragmentOffset 2\n" +
	"89 forwardingStatus 1\n90 mplsVpnRouteDistinguisher 0\n91 mplsTopLabelPrefixLength 1\n92 srcTrafficIndex 3\n93 dstTrafficIndex 3\n" +
	"94 applicationDescription 13\n95 applicationId 0\n96 applicationName 13\n98 postIpDiffServCodePoint 1\n99 multicastReplicationFactor 3\n" +
	"100 className 13\n101 classificationEngineId 1\n102 layer2packetSectionOffset 2\n103 layer2packetSectionSize 2\n104 layer2packetSectionData 0\n" +
	"128 bgpNextAdjacentAsNumber 3\n129 bgpPrevAdjacentAsNumber 3\n130 exporterIPv4Address 18\n131 exporterIPv6Address 19\n132 droppedOctetDeltaCount 4\n" +
	"133 droppedPacketDeltaCount 4\n134 droppedOctetTotalCount 4\n135 droppedPacketTotalCount 4\n136 flowEndReason 1\n137 commonPropertiesId 4\n" +
	"138 observationPointId 4\n139 icmpTypeCodeIPv6 2\n140 mplsTopLabelIPv6Address 19\n141 lineCardId 3\n142 portId 3\n143 meteringProcessId 3\n" +
	"144 exportingProcessId 3\n145 templateId 2\n146 wlanChannelId 1\n147 wlanSSID 13\n148 flowId 4\n149 observationDomainId 3\n150 flowStartSeconds 14\n" +
	"151 flowEndSeconds 14\n152 flowStartMilliseconds 15\n153 flowEndMilliseconds 15\n154 flowStartMicroseconds 16\n155 flowEndMicroseconds 16\n" +
	"156 flowStartNanoseconds 17\n157 flowEndNanoseconds 17\n158 flowStartDeltaMicroseconds 3\n159 flowEndDeltaMicroseconds 3\n" +
	"160 systemInitTimeMilliseconds 15\n161 flowDurationMilliseconds 3\n162 flowDurationMicroseconds 3\n163 observedFlowTotalCount 4\n" +
	"164 ignoredPacketTotalCount 4\n165 ignoredOctetTotalCount 4\n166 notSentFlowTotalCount 4\n167 notSentPacketTotalCount 4\n168 notSentOctetTotalCount 4\n" +
	"169 destinationIPv6Prefix 19\n170 sourceIPv6Prefix 19\n171 postOctetTotalCount 4\n172 postPacketTotalCount 4\n173 flowKeyIndicator 4\n" +
	"174 postMCastPacketTotalCount 4\n175 postMCastOctetTotalCount 4\n176 icmpTypeIPv4 1\n177 icmpCodeIPv4 1\n178 icmpTypeIPv6 1\n179 icmpCodeIPv6 1\n" +
	"180 udpSourcePort 2\n181 udpDestinationPort 2\n182 tcpSourcePort 2\n183 tcpDestinationPort 2\n184 tcpSequenceNumber 3\n185 tcpAcknowledgementNumber 3\n" +
	"186 tcpWindowSize 2\n187 tcpUrgentPointer 2\n188 tcpHeaderLength 1\n189 ipHeaderLength 1\n190 totalLengthIPv4 2\n191 payloadLengthIPv6 2\n192 ipTTL 1\n" +
	"193 nextHeaderIPv6 1\n194 mplsPayloadLength 3\n195 ipDiffServCodePoint 1\n196 ipPrecedence 1\n197 fragmentFlags 1\n198 octetDeltaSumOfSquares 4\n" +
	"199 octetTotalSumOfSquares 4\n200 mplsTopLabelTTL 1\n201 mplsLabelStackLength 3\n202 mplsLabelStackDepth 3\n203 mplsTopLabelExp 1\n" +
	"204 ipPayloadLength 3\n205 udpMessageLength 2\n206 isMulticast 1\n207 ipv4IHL 1\n208 ipv4Options 3\n209 tcpOptions 4\n210 paddingOctets 0\n" +
	"211 collectorIPv4Address 18\n212 collectorIPv6Address 19\n213 exportInterface 3\n214 exportProtocolVersion 1\n215 exportTransportProtocol 1\n" +
	"216 collectorTransportPort 2\n217 exporterTransportPort 2\n218 tcpSynTotalCount 4\n219 tcpFinTotalCount 4\n220 tcpRstTotalCount 4\n" +
	"221 tcpPshTotalCount 4\n222 tcpAckTotalCount 4\n223 tcpUrgTotalCount 4\n224 ipTotalLength 4\n225 postNATSourceIPv4Address 18\n" +
	"226 postNATDestinationIPv4Address 18\n227 postNAPTSourceTransportPort 2\n228 postNAPTDestinationTransportPort 2\n229 natOriginatingAddressRealm 1\n" +
	"230 natEvent 1\n231 initiatorOctets 4\n232 responderOctets 4\n233 firewallEvent 1\n234 ingressVRFID 3\n235 egressVRFID 3\n236 VRFname 13\n" +
	"237 postMplsTopLabelExp 1\n238 tcpWindowScale 2\n239 biflowDirection 1\n240 ethernetHeaderLength 1\n241 ethernetPayloadLength 2\n" +
	"242 ethernetTotalLength 2\n243 dot1qVlanId 2\n244 dot1qPriority 1\n245 dot1qCustomerVlanId 2\n246 dot1qCustomerPriority 1\n247 metroEvcId 13\n" +
	"248 metroEvcType 1\n249 pseudoWireId 3\n250 pseudoWireType 2\n251 pseudoWireControlWord 3\n252 ingressPhysicalInterface 3\n" +
	"253 egressPhysicalInterface 3\n254 postDot1qVlanId 2\n255 postDot1qCustomerVlanId 2\n256 ethernetType 2\n257 postIpPrecedence 1\n" +
	"258 collectionTimeMilliseconds 15\n259 exportSctpStreamId 2\n260 maxExportSeconds 14\n261 maxFlowEndSeconds 14\n262 messageMD5Checksum 0\n" +
	"263 messageScope 1\n264 minExportSeconds 14\n265 minFlowStartSeconds 14\n266 opaqueOctets 0\n267 sessionScope 1\n268 maxFlowEndMicroseconds 16\n" +
	"269 maxFlowEndMilliseconds 15\n270 maxFlowEndNanoseconds 17\n271 minFlowStartMicroseconds 16\n272 minFlowStartMilliseconds 15\n" +
	"273 minFlowStartNanoseconds 17\n274 collectorCertificate 0\n275 exporterCertificate 0\n276 dataRecordsReliability 11\n277 observationPointType 1\n" +
	"278 newConnectionDeltaCount 3\n279 connectionSumDurationSeconds 4\n280 connectionTransactionId 4\n281 postNATSourceIPv6Address 19\n" +
	"282 postNATDestinationIPv6Address 19\n283 natPoolId 3\n284 natPoolName 13\n285 anonymizationFlags 2\n286 anonymizationTechnique 2\n" +
	"287 informationElementIndex 2\n288 p2pTechnology 13\n289 tunnelTechnology 13\n290 encryptedTechnology 13\n291 basicList 20\n292 subTemplateList 21\n" +
	"293 subTemplateMultiList 22\n294 bgpValidityState 1\n295 IPSecSPI 3\n296 greKey 3\n297 natType 1\n298 initiatorPackets 4\n299 responderPackets 4\n" +
	"300 observationDomainName 13\n301 selectionSequenceId 4\n302 selectorId 4\n303 informationElementId 2\n304 selectorAlgorithm 2\n" +
	"305 samplingPacketInterval 3\n306 samplingPacketSpace 3\n307 samplingTimeInterval 3\n308 samplingTimeSpace 3\n309 samplingSize 3\n" +
	"310 samplingPopulation 3\n311 samplingProbability 10\n312 dataLinkFrameSize 2\n313 ipHeaderPacketSection 0\n314 ipPayloadPacketSection 0\n" +
	"315 dataLinkFrameSection 0\n316 mplsLabelStackSection 0\n317 mplsPayloadPacketSection 0\n318 selectorIdTotalPktsObserved 4\n" +
	"319 selectorIdTotalPktsSelected 4\n320 absoluteError 10\n321 relativeError 10\n322 observationTimeSeconds 14\n323 observationTimeMilliseconds 15\n" +
	"324 observationTimeMicroseconds 16\n325 observationTimeNanoseconds 17\n326 digestHashValue 4\n327 hashIPPayloadOffset 4\n328 hashIPPayloadSize 4\n" +
	"329 hashOutputRangeMin 4\n330 hashOutputRangeMax 4\n331 hashSelectedRangeMin 4\n332 hashSelectedRangeMax 4\n333 hashDigestOutput 11\n" +
	"334 hashInitialiserValue 4\n335 selectorName 13\n336 upperCILimit 10\n337 lowerCILimit 10\n338 confidenceLevel 10\n339 informationElementDataType 1\n" +
	"340 informationElementDescription 13\n341 informationElementName 13\n342 informationElementRangeBegin 4\n343 informationElementRangeEnd 4\n" +
	"344 informationElementSemantics 1\n345 informationElementUnits 2\n346 privateEnterpriseNumber 3\n347 virtualStationInterfaceId 0\n" +
	"348 virtualStationInterfaceName 13\n349 virtualStationUUID 0\n350 virtualStationName 13\n351 layer2SegmentId 4\n352 layer2OctetDeltaCount 4\n" +
	"353 layer2OctetTotalCount 4\n354 ingressUnicastPacketTotalCount 4\n355 ingressMulticastPacketTotalCount 4\n356 ingressBroadcastPacketTotalCount 4\n" +
	"357 egressUnicastPacketTotalCount 4\n358 egressBroadcastPacketTotalCount 4\n359 monitoringIntervalStartMilliSeconds 15\n" +
	"360 monitoringIntervalEndMilliSeconds 15\n361 portRangeStart 2\n362 portRangeEnd 2\n363 portRangeStepSize 2\n364 portRangeNumPorts 2\n" +
	"365 staMacAddress 12\n366 staIPv4Address 18\n367 wtpMacAddress 12\n368 ingressInterfaceType 3\n369 egressInterfaceType 3\n370 rtpSequenceNumber 2\n" +
	"371 userName 13\n372 applicationCategoryName 13\n373 applicationSubCategoryName 13\n374 applicationGroupName 13\n375 originalFlowsPresent 4\n" +
	"376 originalFlowsInitiated 4\n377 originalFlowsCompleted 4\n378 distinctCountOfSourceIPAddress 4\n379 distinctCountOfDestinationIPAddress 4\n" +
	"380 distinctCountOfSourceIPv4Address 3\n381 distinctCountOfDestinationIPv4Address 3\n382 distinctCountOfSourceIPv6Address 4\n" +
	"383 distinctCountOfDestinationIPv6Address 4\n384 valueDistributionMethod 1\n385 rfc3550JitterMilliseconds 3\n386 rfc3550JitterMicroseconds 3\n" +
	"387 rfc3550JitterNanoseconds 3\n388 dot1qDEI 11\n389 dot1qCustomerDEI 11\n390 flowSelectorAlgorithm 2\n391 flowSelectedOctetDeltaCount 4\n" +
	"392 flowSelectedPacketDeltaCount 4\n393 flowSelectedFlowDeltaCount 4\n394 selectorIDTotalFlowsObserved 4\n395 selectorIDTotalFlowsSelected 4\n" +
	"396 samplingFlowInterval 4\n397 samplingFlowSpacing 4\n398 flowSamplingTimeInterval 4\n399 flowSamplingTimeSpacing 4\n400 hashFlowDomain 2\n" +
	"401 transportOctetDeltaCount 4\n402 transportPacketDeltaCount 4\n403 originalExporterIPv4Address 18\n404 originalExporterIPv6Address 19\n" +
	"405 originalObservationDomainId 3\n406 intermediateProcessId 3\n407 ignoredDataRecordTotalCount 4\n408 dataLinkFrameType 2\n409 sectionOffset 2\n" +
	"410 sectionExportedOctets 2\n411 dot1qServiceInstanceTag 0\n412 dot1qServiceInstanceId 3\n413 dot1qServiceInstancePriority 1\n" +
	"414 dot1qCustomerSourceMacAddress 12\n415 dot1qCustomerDestinationMacAddress 12\n417 postLayer2OctetDeltaCount 4\n418 postMCastLayer2OctetDeltaCount 4\n" +
	"420 postLayer2OctetTotalCount 4\n421 postMCastLayer2OctetTotalCount 4\n422 minimumLayer2TotalLength 4\n423 maximumLayer2TotalLength 4\n" +
	"424 droppedLayer2OctetDeltaCount 4\n425 droppedLayer2OctetTotalCount 4\n426 ignoredLayer2OctetTotalCount 4\n427 notSentLayer2OctetTotalCount 4\n" +
	"428 layer2OctetDeltaSumOfSquares 4\n429 layer2OctetTotalSumOfSquares 4\n430 layer2FrameDeltaCount 4\n431 layer2FrameTotalCount 4\n" +
	"432 pseudoWireDestinationIPv4Address 18\n433 ignoredLayer2FrameTotalCount 4\n434 mibObjectValueInteger 7\n435 mibObjectValueOctetString 0\n" +
	"436 mibObjectValueOID 0\n437 mibObjectValueBits 0\n438 mibObjectValueIPAddress 18\n439 mibObjectValueCounter 4\n440 mibObjectValueGauge 3\n" +
	"441 mibObjectValueTimeTicks 3\n442 mibObjectValueUnsigned 3\n443 mibObjectValueTable 21\n444 mibObjectValueRow 21\n445 mibObjectIdentifier 0\n" +
	"446 mibSubIdentifier 3\n447 mibIndexIndicator 4\n448 mibCaptureTimeSemantics 1\n449 mibContextEngineID 0\n450 mibContextName 13\n451 mibObjectName 13\n" +
	"452 mibObjectDescription 13\n453 mibObjectSyntax 13\n454 mibModuleName 13\n455 mobileIMSI 13\n456 mobileMSISDN 13\n457 httpStatusCode 2\n" +
	"458 sourceTransportPortsLimit 2\n459 httpRequestMethod 13\n460 httpRequestHost 13\n461 httpRequestTarget 13\n462 httpMessageVersion 13\n" +
	"463 natInstanceID 3\n464 internalAddressRealm 0\n465 externalAddressRealm 0\n466 natQuotaExceededEvent 3\n467 natThresholdEvent 3\n" +
	"468 httpUserAgent 13\n469 httpContentType 13\n470 httpReasonPhrase 13\n471 maxSessionEntries 3\n472 maxBIBEntries 3\n473 maxEntriesPerUser 3\n" +
	"474 maxSubscribers 3\n475 maxFragmentsPendingReassembly 3\n476 addressPoolHighThreshold 3\n477 addressPoolLowThreshold 3\n" +
	"478 addressPortMappingHighThreshold 3\n479 addressPortMappingLowThreshold 3\n480 addressPortMappingPerUserHighThreshold 3\n" +
	"481 globalAddressMappingHighThreshold 3\n482 vpnIdentifier 0\n483 bgpCommunity 3\n484 bgpSourceCommunityList 20\n485 bgpDestinationCommunityList 20\n" +
	"486 bgpExtendedCommunity 0\n487 bgpSourceExtendedCommunityList 20\n488 bgpDestinationExtendedCommunityList 20\n489 bgpLargeCommunity 0\n" +
	"490 bgpSourceLargeCommunityList 20\n491 bgpDestinationLargeCommunityList 20\n492 srhFlagsIPv6 1\n493 srhTagIPv6 2\n494 srhSegmentIPv6 19\n" +
	"495 srhActiveSegmentIPv6 19\n496 srhSegmentIPv6BasicList 20\n497 srhSegmentIPv6ListSection 0\n498 srhSegmentsIPv6Left 1\n499 srhIPv6Section 0\n" +
	"500 srhIPv6ActiveSegmentType 1\n501 srhSegmentIPv6LocatorLength 1\n502 srhSegmentIPv6EndpointBehavior 2\n503 transportChecksum 2\n" +
	"504 icmpHeaderPacketSection 0\n505 gtpuFlags 1\n506 gtpuMsgType 1\n507 gtpuTEid 3\n508 gtpuSequenceNum 2\n509 gtpuQFI 1\n510 gtpuPduType 1\n" +
	"511 bgpSourceAsPathList 20\n512 bgpDestinationAsPathList 20\n513 ipv6ExtensionHeaderType 1\n514 ipv6ExtensionHeaderCount 1\n" +
	"515 ipv6ExtensionHeadersFull 23\n516 ipv6ExtensionHeaderTypeCountList 21\n517 ipv6ExtensionHeadersLimit 11\n518 ipv6ExtensionHeadersChainLength 3\n" +
	"519 ipv6ExtensionHeaderChainLengthList 21\n520 tcpOptionsFull 23\n521 tcpSharedOptionExID16 2\n522 tcpSharedOptionExID32 3\n" +
	"523 tcpSharedOptionExID16List 20\n524 tcpSharedOptionExID32List 20\n525 udpSafeOptions 23\n526 udpUnsafeOptions 4\n527 udpExID 2\n" +
	"528 udpSafeExIDList 20\n529 udpUnsafeExIDList 20\n530 pathDelayMeanDeltaMicroseconds 3\n531 pathDelayMinDeltaMicroseconds 3\n" +
	"532 pathDelayMaxDeltaMicroseconds 3\n533 pathDelaySumDeltaMicroseconds 4\n"
