/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import java.util.List;
import kotlin.jvm.internal.markers.KMutableList;

/** The public signature of jvm-libp2p's interface of this name. */
public interface ConnectionHandler {
    void handleConnection(Connection connection);

    interface Broadcast extends ConnectionHandler, List<ConnectionHandler>, KMutableList {}
}
