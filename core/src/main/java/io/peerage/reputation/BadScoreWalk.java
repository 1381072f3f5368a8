/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.KeyedSlots;
import io.peerage.hash.HashedIds;
import io.peerage.peer.PeerTable;

/**
 * A walk over the bad scores that are remembered of released peers, while the owner changes them: a score is read with the id
 * that it is about, and left out unless the id's hash is the slot's key.
 *
 * <p><b>Threading</b>: confined to one thread, which need not be the owner's. <b>Progress</b>: wait-free a step, no allocation.
 * <b>Consistency</b>: what is remembered all the time is met once; what comes or goes meanwhile may be.
 */
public final class BadScoreWalk {
    private static final int MOST_ID_BYTES = 64;

    private final KeyedSlots slots;
    private final HashedIds ids;
    private final ScoreTable scores;
    private final byte[] id = new byte[MOST_ID_BYTES];
    private int idLength;
    private long word;

    BadScoreWalk(KeyedSlots slots, HashedIds ids, ScoreTable scores) {
        this.slots = slots;
        this.ids = ids;
        this.scores = scores;
    }

    /** Slots for scores. */
    public int slots() {
        return slots.slots();
    }

    /** Reads a slot; whether there is a score of one of these peers, registered or not. */
    public boolean read(int slot, PeerTable peers) {
        long key = slots.walkedKey(slot);
        word = slots.walkedWord(slot);
        idLength = word == 0 ? 0 : ids.read(slot, id);
        return idLength > 0
                && BadScoreTable.key(peers.idHash(id, 0, idLength)) == key
                && slots.walkedKey(slot) == key;
    }

    /** The id. */
    public byte[] id() {
        return id;
    }

    /** Its length. */
    public int idLength() {
        return idLength;
    }

    /** The score, in thousandths of a point. */
    public int score(long now) {
        return scores.points(word, now);
    }
}
