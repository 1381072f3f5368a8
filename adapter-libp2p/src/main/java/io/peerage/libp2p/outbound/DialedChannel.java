/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.libp2p.core.Connection;
import io.peerage.libp2p.connection.Connections;
import io.peerage.libp2p.connection.Indexed;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the channels that a dial tries; forgotten when it is closed.
 *
 * <p><b>Threading</b>: any thread.
 */
final class DialedChannel implements Indexed, BiConsumer<@Nullable Object, @Nullable Throwable> {
    private final Connections connections;
    private final Connection connection;
    private final Dial dial;
    private int cell = -1;

    DialedChannel(Connections connections, Connection connection, Dial dial) {
        this.connections = connections;
        this.connection = connection;
        this.dial = dial;
    }

    Dial dial() {
        return dial;
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

    @Override
    public void accept(@Nullable Object nothing, @Nullable Throwable failure) {
        connections.forget(this);
    }
}
