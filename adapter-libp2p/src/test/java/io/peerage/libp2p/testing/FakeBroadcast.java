/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import io.libp2p.core.Connection;
import io.libp2p.core.ConnectionHandler;
import java.util.concurrent.CopyOnWriteArrayList;

/** The handlers of a host, one after the other; one that throws keeps the later ones from being called. */
public final class FakeBroadcast extends CopyOnWriteArrayList<ConnectionHandler>
        implements ConnectionHandler.Broadcast {
    private static final long serialVersionUID = 1;

    @Override
    public void handleConnection(Connection connection) {
        for (ConnectionHandler handler : this) {
            handler.handleConnection(connection);
        }
    }
}
