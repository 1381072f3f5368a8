/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import java.util.concurrent.CompletableFuture;

/** The public signature of jvm-libp2p's interface of this name. */
public interface P2PChannelHandler<TController> {
    CompletableFuture<TController> initChannel(P2PChannel channel);
}
