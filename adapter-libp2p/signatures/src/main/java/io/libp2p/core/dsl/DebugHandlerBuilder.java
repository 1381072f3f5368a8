/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.dsl;

import io.libp2p.core.ChannelVisitor;
import io.libp2p.core.P2PChannel;
import java.util.ArrayList;
import java.util.List;

/** The public signature of jvm-libp2p's class of this name. */
public final class DebugHandlerBuilder<TChannel extends P2PChannel> {
    private final List<ChannelVisitor<TChannel>> handlers = new ArrayList<>();

    public DebugHandlerBuilder(String name) {}

    public final List<ChannelVisitor<TChannel>> getHandlers() {
        return handlers;
    }

    public final void addHandler(ChannelVisitor<TChannel> handler) {
        handlers.add(handler);
    }
}
