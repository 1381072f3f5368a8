/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletableFuture;
import kotlin.Unit;

/** The public signature of jvm-libp2p's interface of this name. */
public interface P2PChannel {
    boolean isInitiator();

    void pushHandler(ChannelHandler handler);

    void pushHandler(String name, ChannelHandler handler);

    void addHandlerBefore(String baseName, String name, ChannelHandler handler);

    CompletableFuture<Unit> close();

    CompletableFuture<Unit> closeFuture();
}
