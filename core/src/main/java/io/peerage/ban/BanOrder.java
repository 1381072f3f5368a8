/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.concurrent.OwnerThread;
import java.util.Arrays;

/**
 * Slots in the order in which they came, in several lines; the oldest of a line can be asked for.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1), 9 bytes a slot, no allocation. A slot is in one line at most.
 */
@OwnerThread
final class BanOrder {
    /** Nobody is in the line. */
    static final int NOBODY = -1;

    private static final byte NO_LINE = -1;

    private final int[] before;
    private final int[] behind;
    private final byte[] line;
    private final int[] first;
    private final int[] last;

    BanOrder(int slots, int lines) {
        this.before = new int[slots];
        this.behind = new int[slots];
        this.line = new byte[slots];
        this.first = new int[lines];
        this.last = new int[lines];
        Arrays.fill(line, NO_LINE);
        Arrays.fill(first, NOBODY);
        Arrays.fill(last, NOBODY);
    }

    /** The oldest slot of a line, or {@link #NOBODY}. */
    int oldest(int of) {
        return first[of];
    }

    /** The slot is the newest of a line, wherever it was. */
    void enqueue(int slot, int in) {
        leave(slot);
        before[slot] = last[in];
        behind[slot] = NOBODY;
        if (last[in] == NOBODY) {
            first[in] = slot;
        } else {
            behind[last[in]] = slot;
        }
        last[in] = slot;
        line[slot] = (byte) in;
    }

    /** The slot is in no line. */
    void leave(int slot) {
        int from = line[slot];
        if (from == NO_LINE) {
            return;
        }
        if (before[slot] == NOBODY) {
            first[from] = behind[slot];
        } else {
            behind[before[slot]] = behind[slot];
        }
        if (behind[slot] == NOBODY) {
            last[from] = before[slot];
        } else {
            before[behind[slot]] = before[slot];
        }
        line[slot] = NO_LINE;
    }
}
