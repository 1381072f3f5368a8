/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import java.util.Arrays;

/**
 * Slots in the order in which they came, in several lines; the oldest of a line can be asked for.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1), 9 bytes a slot, no allocation. A slot is in one line at most.
 */
@OwnerThread
public final class SlotOrder {
    /** Nobody is in the line. */
    public static final int NOBODY = -1;

    private static final byte NO_LINE = -1;

    private final int[] before;
    private final int[] behind;
    private final byte[] line;
    private final int[] first;
    private final int[] last;

    /** This many slots, none of them in any of this many lines, at most 127. */
    public SlotOrder(int slots, int lines) {
        this.before = new int[slots];
        this.behind = new int[slots];
        this.line = new byte[slots];
        this.first = new int[lines];
        this.last = new int[lines];
        Arrays.fill(line, NO_LINE);
        Arrays.fill(first, NOBODY);
        Arrays.fill(last, NOBODY);
    }

    /** The bytes of memory that the order takes. */
    public long bytes() {
        return 5 * 16 + 9L * line.length + 8L * first.length;
    }

    /** The oldest slot of a line, or {@link #NOBODY}. */
    public int oldest(int of) {
        return first[of];
    }

    /** The slot is the newest of a line, wherever it was. */
    public void enqueue(int slot, int in) {
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

    /** Whether the slot is in a line. */
    public boolean isIn(int slot) {
        return line[slot] != NO_LINE;
    }

    /** The slot is in no line. */
    public void leave(int slot) {
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
