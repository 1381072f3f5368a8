/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.KeyedSlots;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ScoreConfig;

/**
 * The bad scores of peers that were released, by the keyed hash of their ids, so that a peer doesn't lose its score by
 * disconnecting and coming back.
 *
 * <p>A score that is remembered decays like any other. It stays here while its peer is registered again, and is renewed or
 * forgotten when the peer is released the next time; so registering, which any thread does, changes nothing here.
 *
 * <p><b>Threading</b>: any thread asks; the owner alone changes, through {@link BadScoreKeeper}. <b>Progress</b>: wait-free, no
 * allocation. <b>Complexity</b>: O(1) expected. <b>Memory</b>: 32 to 64 bytes for each score. <b>Ranges</b>: two peers are taken for
 * one if 64 bits of keyed hash agree. <b>Origin</b>: features F2 (nimbus-eth2#1364).
 */
@AnyThread
public final class BadScoreTable {
    private final KeyedSlots slots;

    /** Nothing is remembered. */
    public BadScoreTable(ScoreConfig config) {
        this.slots = new KeyedSlots(config.remembered());
    }

    /** The bytes of memory that the table takes. */
    public long bytes() {
        return slots.bytes();
    }

    /** The score's word; 0 if none is remembered. */
    long word(long idHash) {
        return slots.word(key(idHash));
    }

    @OwnerThread
    KeyedSlots slots() {
        return slots;
    }

    static long key(long idHash) {
        return idHash != 0 ? idHash : 1;
    }
}
