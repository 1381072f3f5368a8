/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import io.libp2p.core.Connection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a ticket, or the connection that it has become, back to the manager when its transport is closed.
 *
 * <p><b>Threading</b>: any thread, several at once. <b>Errors</b>: throws nothing.
 */
public final class Release extends Holder
        implements Indexed, BiConsumer<@Nullable Object, @Nullable Throwable> {
    private final Connections connections;
    private final Connection connection;
    private int cell = -1;

    Release(Connections connections, Connection connection, long ticket) {
        super(ticket);
        this.connections = connections;
        this.connection = connection;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public int cell() {
        return cell;
    }

    @Override
    public void cell(int newCell) {
        this.cell = newCell;
    }

    /** The transport is closed. */
    @Override
    public void accept(@Nullable Object nothing, @Nullable Throwable failure) {
        if (drop()) {
            connections.manager().close(handle());
        }
    }

    /** The manager has refused the ticket, which ended it. */
    public void refused() {
        drop();
    }

    @Override
    public void close() {
        Connections.close(connection, connections.failures());
    }

    @Override
    public void expire() {
        if (drop()) {
            close();
        }
    }

    private boolean drop() {
        connections.forget(this);
        // Before the manager lets the slot go to somebody else.
        connections.remove(this);
        return end();
    }
}
