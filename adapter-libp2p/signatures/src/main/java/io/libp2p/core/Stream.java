/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.multiformats.Signatures;
import io.libp2p.protocol.ProtocolMessageHandler;
import java.util.concurrent.CompletableFuture;
import kotlin.Unit;

/** The public signature of jvm-libp2p's interface of this name. */
public interface Stream extends P2PChannel {
    Connection getConnection();

    PeerId remotePeerId();

    CompletableFuture<String> getProtocol();

    default <TMessage> void pushHandler(ProtocolMessageHandler<TMessage> handler) {
        throw Signatures.noBody();
    }

    void writeAndFlush(Object message);

    default CompletableFuture<Unit> reset() {
        return close();
    }

    @Override
    CompletableFuture<Unit> close();

    CompletableFuture<Unit> closeWrite();
}
