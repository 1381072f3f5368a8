/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.concurrent.OwnerThread;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;

/**
 * Looks at candidates of a kind: random ones, and one after the other those of a window that moves on from plan to plan.
 *
 * <p>Each plan's window has up to {@value #WINDOW} candidates and starts behind the last that the plan before came to; at
 * the end of the kind it goes on at its beginning, as often as needed for a large kind, and at most once for a small one. So a
 * candidate that keeps its place is seen after as many plans as there are windows in the kind. Several passes of a plan go
 * through the same window.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) a candidate, no allocation.
 */
@OwnerThread
final class CandidateScan {
    static final int WINDOW = 512;

    private final CandidateKind kind;
    private int size;
    private int begin;
    private int passed;
    private int furthest;
    // A place in the set, not a position in the kind: those shift with every candidate of a kind
    // before it.
    private int nextPlace;

    /** A scan that starts anywhere. */
    CandidateScan(CandidateKind kind, KeyedRandom random) {
        this.kind = kind;
        this.nextPlace = (int) random.next();
    }

    /** Lays the window for a plan. */
    void begin(CandidateSet set) {
        size = set.size(kind);
        begin = size == 0 ? 0 : Math.floorMod(nextPlace - set.firstPlace(kind), size);
        passed = 0;
        furthest = 0;
    }

    /** Starts another pass through the same window. */
    void rewind() {
        passed = 0;
    }

    /** The next candidate of this pass; −1 at the end of the window. */
    int next(CandidateSet set) {
        if (passed == Math.min(size, WINDOW)) {
            return -1;
        }
        int position = wrapped(begin + passed++);
        if (passed > furthest) {
            furthest = passed;
            nextPlace = set.firstPlace(kind) + wrapped(position + 1);
        }
        return set.at(kind, position);
    }

    private int wrapped(int position) {
        return position >= size ? position - size : position;
    }

    /** Any candidate; there must be one. */
    int any(CandidateSet set, KeyedRandom random) {
        return set.at(kind, (int) KeyedRandom.below(random.next(), size));
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether all candidates of the kind are in the window. */
    boolean isWhole() {
        return size <= WINDOW;
    }
}
