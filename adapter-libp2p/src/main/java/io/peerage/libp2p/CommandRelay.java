/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import io.peerage.event.CommandSink;
import io.peerage.model.CloseReason;
import io.peerage.model.DialReason;

/**
 * Stands for the executor of commands while the manager is built, which the executor needs.
 *
 * <p><b>Threading</b>: the owner's thread; {@link #carriedOutBy} once, before the first tick.
 */
final class CommandRelay implements CommandSink {
    private final CommandSink others;
    private volatile CommandSink executor;

    CommandRelay(CommandSink others) {
        this.others = others;
        this.executor = others;
    }

    CommandSink others() {
        return others;
    }

    void carriedOutBy(CommandSink sink) {
        this.executor = sink;
    }

    @Override
    public void close(long connection, CloseReason reason) {
        executor.close(connection, reason);
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        executor.dial(peer, ticket, ipHi, ipLo, reason);
    }

    @Override
    public void needAddresses(long connectedPeer) {
        executor.needAddresses(connectedPeer);
    }
}
