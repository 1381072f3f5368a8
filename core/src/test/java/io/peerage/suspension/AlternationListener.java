/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.event.LifecycleListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds that each peer is told connected and disconnected in turn. Owner thread. */
final class AlternationListener implements LifecycleListener {
    private final Set<Long> connected = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private int rises;

    @Override
    public void onConnected(long peer, int flaps) {
        rises += 1 + flaps;
        if (!connected.add(peer)) {
            wrong.add("a peer was told connected twice");
        }
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        rises += flaps;
        if (!connected.remove(peer)) {
            wrong.add("a peer was told disconnected twice");
        }
    }

    /** Transitions to connected that were told, flaps included. */
    int rises() {
        return rises;
    }

    int connected() {
        return connected.size();
    }

    List<String> wrong() {
        return wrong;
    }
}
