/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.mux;

import io.libp2p.core.StreamPromise;
import io.libp2p.core.multiformats.Signatures;
import io.libp2p.core.multistream.ProtocolBinding;
import java.util.List;

/** The public signature of jvm-libp2p's interface of this name. */
public interface StreamMuxer extends ProtocolBinding<StreamMuxer.Session> {
    /** The public signature of jvm-libp2p's interface of this name. */
    interface Session {
        <T> StreamPromise<T> createStream(List<? extends ProtocolBinding<? extends T>> protocols);

        default <T> StreamPromise<T> createStream(ProtocolBinding<? extends T> protocol) {
            throw Signatures.noBody();
        }
    }
}
