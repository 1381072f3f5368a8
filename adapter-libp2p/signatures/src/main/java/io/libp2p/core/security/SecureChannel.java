/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.security;

import io.libp2p.core.PeerId;
import io.libp2p.core.crypto.PubKey;
import io.libp2p.core.multistream.NegotiatedProtocol;
import io.libp2p.core.mux.StreamMuxer;

/** The public signature of jvm-libp2p's interface of this name. */
public interface SecureChannel {
    class Session {
        private final PeerId localId;
        private final PeerId remoteId;

        public Session(
                PeerId localId,
                PeerId remoteId,
                PubKey remotePubKey,
                NegotiatedProtocol<StreamMuxer.Session, StreamMuxer> earlyMuxer) {
            this.localId = localId;
            this.remoteId = remoteId;
        }

        public final PeerId getLocalId() {
            return localId;
        }

        public final PeerId getRemoteId() {
            return remoteId;
        }
    }
}
