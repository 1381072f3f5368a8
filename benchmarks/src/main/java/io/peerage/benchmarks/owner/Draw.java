/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

/** Keys and delays, the same sequence for every contestant, at a nanosecond or two each. One thread. */
final class Draw {
    static final long SECOND = 1_000_000_000L;

    // Coprime to every number of timers that is measured, and far enough that no two neighbours
    // share a line or a page.
    private static final int STRIDE = 618_033_989;

    private final int timers;
    private long state = 0x9e3779b97f4a7c15L;
    private int inTurn;

    Draw(int timers) {
        this.timers = timers;
    }

    private long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state;
    }

    /** Any key. */
    int key() {
        return (int) ((next() >>> 32) * timers >>> 32);
    }

    /** Each key once before any comes again, in a scattered order. */
    int keyInTurn() {
        inTurn = (int) ((inTurn + (long) STRIDE) % timers);
        return inTurn;
    }

    /** How far ahead a timer is set: 120 s to 7,800 s, back-off's shortest and longest. */
    long delay() {
        return 120 * SECOND + below(7_680 * SECOND);
    }

    long below(long bound) {
        return Math.multiplyHigh(next() >>> 1, bound << 1);
    }
}
