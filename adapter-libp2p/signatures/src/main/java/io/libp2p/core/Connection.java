/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.mux.StreamMuxer;
import io.libp2p.core.security.SecureChannel;
import io.libp2p.core.transport.Transport;

/** The public signature of jvm-libp2p's interface of this name. */
public interface Connection extends P2PChannel {
    StreamMuxer.Session muxerSession();

    SecureChannel.Session secureSession();

    Transport transport();

    Multiaddr localAddress();

    Multiaddr remoteAddress();
}
