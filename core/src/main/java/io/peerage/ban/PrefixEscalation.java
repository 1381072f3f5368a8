/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.OwnerThread;

/**
 * Counts the banned peers of each prefix, and says when more share one than may.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1) expected, no allocation. <b>Ranges</b>: key 0 stands for no
 * address, and is not counted. <b>Origin</b>: features G3 (Lighthouse, by address).
 */
@OwnerThread
final class PrefixEscalation {
    private final KeyCounts counts;
    private final int mayShare;

    /** Nobody counted; with 0 any number may share. */
    PrefixEscalation(int mostPeers, int mayShare) {
        this.counts = new KeyCounts(mostPeers);
        this.mayShare = mayShare;
    }

    /** The bytes of memory that the counts take. */
    long bytes() {
        return counts.bytes();
    }

    /** A peer of the prefix is banned; whether now more share it than may. */
    boolean entered(long prefix) {
        return prefix != 0 && isTooMany(counts.add(prefix));
    }

    /** A peer of the prefix is no longer banned; whether with it more shared it than may, and now no more do. */
    boolean left(long prefix) {
        if (prefix == 0) {
            return false;
        }
        int left = counts.take(prefix);
        return !isTooMany(left) && isTooMany(left + 1);
    }

    /** How many banned peers share the prefix. */
    int count(long prefix) {
        return prefix == 0 ? 0 : counts.count(prefix);
    }

    private boolean isTooMany(int peers) {
        return mayShare > 0 && peers > mayShare;
    }
}
