/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.mux;

import io.libp2p.core.multiformats.Signatures;

/** The public signature of jvm-libp2p's interface of this name. */
public interface StreamMuxerProtocol {
    static StreamMuxerProtocol getYamux() {
        throw Signatures.noBody();
    }
}
