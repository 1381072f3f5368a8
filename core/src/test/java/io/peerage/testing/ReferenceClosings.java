/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.CloseReason;
import io.peerage.model.Counter;

/** Closes that were commanded: each once, and taken for done when nothing is heard of it. Guarded by its manager. */
final class ReferenceClosings {
    private static final long LOOK = 1_000_000_000L;
    private static final int PATIENCE = 6;

    private final ReferenceNode node;
    private final ReferenceConnections connections;
    private int awaited;
    private long nextLook;

    ReferenceClosings(ReferenceNode node, ReferenceConnections connections) {
        this.node = node;
        this.connections = connections;
    }

    /** How many commanded closes are awaited, as of the last look those that were. */
    int awaited() {
        return awaited;
    }

    /** Whether it was commanded now, and not before. */
    boolean command(ReferenceLink link, CloseReason reason) {
        if (link.doomed != null) {
            return false;
        }
        if (awaited == 0) {
            nextLook = node.now() + LOOK;
        }
        awaited++;
        link.doomed = reason;
        node.commandClose(link, reason);
        return true;
    }

    /** Takes for closed what was commanded long ago; how many. */
    int look() {
        if (awaited == 0 || nextLook - node.now() > 0) {
            return 0;
        }
        nextLook = node.now() + LOOK;
        awaited = 0;
        int forced = 0;
        for (ReferenceLink link : node.established()) {
            if (link.doomed != null && ++link.looks < PATIENCE) {
                awaited++;
            } else if (link.doomed != null) {
                node.count(Counter.CLOSES_FORCED);
                connections.close(link.handle);
                node.listener.onCloseForced(link.handle, link.doomed);
                forced++;
            }
        }
        return forced;
    }
}
