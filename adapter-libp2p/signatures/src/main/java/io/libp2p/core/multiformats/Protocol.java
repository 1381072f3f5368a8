/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.multiformats;

/** The constants of jvm-libp2p's enum of this name, in its order. */
public enum Protocol {
    IP4,
    TCP,
    UDP,
    DCCP,
    IP6,
    IP6ZONE,
    DNS,
    DNS4,
    DNS6,
    DNSADDR,
    SCTP,
    WEBRTC_DIRECT,
    WEBRTC,
    UTP,
    UDT,
    UNIX,
    IPFS,
    P2P,
    HTTPS,
    ONION,
    QUIC,
    QUICV1,
    WEBTRANSPORT,
    CERTHASH,
    WS,
    WSS,
    P2PCIRCUIT,
    HTTP
}
