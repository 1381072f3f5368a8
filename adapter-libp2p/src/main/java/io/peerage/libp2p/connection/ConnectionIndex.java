/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import io.libp2p.core.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is known of a connection by the object that the library shows.
 *
 * <p>Open addressing by identity. Cells are simply emptied, without a trace: instead of stopping at an empty cell, a search
 * looks as far as any entry ever was put from its place. Three quarters of the cells are empty or more, so that is not far.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Memory</b>: fixed; a full table is told, never grown.
 */
final class ConnectionIndex {
    private final AtomicReferenceArray<@Nullable Indexed> cells;
    private final AtomicInteger farthest = new AtomicInteger();
    private final int mask;

    ConnectionIndex(int atLeast) {
        int size = Integer.highestOneBit(Math.max(1, atLeast)) << 3;
        this.cells = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    /** Whether there was room for one more. */
    boolean put(Indexed entry) {
        int home = home(entry.connection());
        for (int distance = 0; distance <= mask; distance++) {
            int cell = home + distance & mask;
            if (cells.getPlain(cell) == null) {
                // Both before it can be found: a search must reach it, and whoever finds it may
                // take it out.
                reach(distance);
                entry.cell(cell);
                if (cells.compareAndSet(cell, null, entry)) {
                    return true;
                }
            }
        }
        entry.cell(-1);
        return false;
    }

    private void reach(int distance) {
        for (int now = farthest.get(); distance > now; now = farthest.get()) {
            if (farthest.compareAndSet(now, distance)) {
                return;
            }
        }
    }

    /** What is known of this connection, or null. */
    @Nullable Indexed find(Connection connection) {
        int home = home(connection);
        int last = farthest.get();
        for (int distance = 0; distance <= last; distance++) {
            Indexed entry = cells.get(home + distance & mask);
            if (entry != null && entry.connection() == connection) {
                return entry;
            }
        }
        return null;
    }

    /** Takes an entry out, if it is in. */
    void remove(Indexed entry) {
        int cell = entry.cell();
        if (cell >= 0) {
            // Whoever reads the old cell still takes nothing out that is another's.
            entry.cell(-1);
            cells.compareAndSet(cell, entry, null);
        }
    }

    /** How many entries there are; O(cells). */
    int size() {
        int size = 0;
        for (int cell = 0; cell <= mask; cell++) {
            if (cells.get(cell) != null) {
                size++;
            }
        }
        return size;
    }

    // An identity hash is random, and nobody outside this process can choose it.
    private int home(Connection connection) {
        int hash = System.identityHashCode(connection);
        return (hash ^ hash >>> 15) & mask;
    }
}
