/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.StateCell;

/**
 * A value, the tenant that it was put for, and whether it is still kept.
 *
 * <pre>
 *   kept ⇄ in question → cleared (by the owner, who tells)
 *     ├─────────┴──────→ removed (by whoever gets it, or took it back)
 *     ╰────────────────→ replaced (by whoever has put another in its cell, before that)
 * </pre>
 *
 * <p>An entry leaves once, by one CAS on its state, so it is told or handed out, not both and not twice; whether its cell still
 * refers to it then, says nothing. In question is what the owner is about to clear: it looks once more whether the peer is
 * back. A peer that is back, and finds an entry in question, has it kept. So of the two, whichever comes second sees what the
 * first did: what a connected peer has found is not cleared.
 *
 * <p><b>Threading</b>: any thread, except those that say otherwise. <b>Progress</b>: wait-free.
 */
@AnyThread
final class PeerDataEntry extends StateCell {
    private static final int KEPT = 0;
    private static final int IN_QUESTION = 1;
    private static final int CLEARED = 2;
    private static final int REMOVED = 3;
    private static final int REPLACED = 4;

    final int generation;
    final Object value;

    PeerDataEntry(int generation, Object value) {
        this.generation = generation;
        this.value = value;
    }

    boolean isOf(int tenant) {
        return generation == tenant;
    }

    /** Whether it has not left. */
    boolean isKept() {
        return getState() <= IN_QUESTION;
    }

    /**
     * Whether it was kept at some moment since it was found in its cell: it is, or another has taken its place, which was there
     * before this one left.
     */
    boolean wasKept() {
        int state = getState();
        return state <= IN_QUESTION || state == REPLACED;
    }

    /** Whether another has taken its place. */
    boolean isReplaced() {
        return getState() == REPLACED;
    }

    /** Whether the owner is about to clear it. */
    boolean isInQuestion() {
        return getState() == IN_QUESTION;
    }

    /** Has it kept, if the owner hasn't cleared it yet; whether it is, or was when it was found. */
    boolean keep() {
        return cas(IN_QUESTION, KEPT) || wasKept();
    }

    /** It leaves by somebody's hand; whether it was that of the caller. */
    boolean remove() {
        return leave(REMOVED);
    }

    /** Another has taken its place. */
    void replace() {
        leave(REPLACED);
    }

    /** The owner is about to clear it; whether it may. */
    boolean question() {
        return cas(KEPT, IN_QUESTION);
    }

    /** The owner clears what is in question; whether nobody came before. */
    boolean clear() {
        return cas(IN_QUESTION, CLEARED);
    }

    /** The owner clears it, in question or not; whether nobody came before. */
    boolean clearAnyway() {
        return leave(CLEARED);
    }

    private boolean leave(int how) {
        for (; ; ) {
            int state = getState();
            if (state > IN_QUESTION) {
                return false;
            }
            if (cas(state, how)) {
                return true;
            }
        }
    }
}
