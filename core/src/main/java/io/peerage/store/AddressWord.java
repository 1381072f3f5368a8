/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.PureFunction;

/**
 * The words of an address.
 *
 * <pre>
 *   header:  | stamp 32 | peer index 24 | length 8, 0 when free |
 *   times:   | last attempt 32 | last success 32 |          seconds of the book's clock, 0 for never
 *   state:   | disputes a place 1 | tried 1 | tier 2 | new places 3 | attempts 8 | last heard 32 |
 * </pre>
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1). <b>Ranges</b>: attempts saturate at 255. The stamp
 * moves on whenever the slot is freed, so that a reader knows whether it read one address.
 */
@PureFunction
final class AddressWord {
    static final int MOST_ATTEMPTS = 255;

    private static final int PEER_SHIFT = 8;
    private static final long PEER_MASK = (1L << 24) - 1;
    private static final long LENGTH_MASK = 0xff;
    private static final long STAMP_ONE = 1L << 32;
    private static final long LOW = 0xffff_ffffL;
    private static final int HIGH_SHIFT = 32;

    private static final int ATTEMPTS_SHIFT = 32;
    private static final int PLACES_SHIFT = 40;
    private static final int TIER_SHIFT = 43;
    private static final long TRIED = 1L << 45;
    private static final long DISPUTES = 1L << 46;
    private static final long PLACES_MASK = 7;
    private static final long TIER_MASK = 3;

    private AddressWord() {}

    static long live(long header, int peer, int length) {
        return header & ~LOW | (long) peer << PEER_SHIFT | length;
    }

    static long freed(long header) {
        return (header & ~LOW) + STAMP_ONE;
    }

    static boolean isLive(long header) {
        return (header & LENGTH_MASK) != 0;
    }

    static boolean isOf(long header, int peer) {
        return isLive(header) && peer(header) == peer;
    }

    static int peer(long header) {
        return (int) (header >>> PEER_SHIFT & PEER_MASK);
    }

    static int length(long header) {
        return (int) (header & LENGTH_MASK);
    }

    static long times(int attempt, int success) {
        return (long) attempt << HIGH_SHIFT | success;
    }

    static int attempt(long times) {
        return (int) (times >>> HIGH_SHIFT);
    }

    static int success(long times) {
        return (int) times;
    }

    static long state(int heard, int tier, int attempts) {
        return heard
                | (long) Math.min(MOST_ATTEMPTS, attempts) << ATTEMPTS_SHIFT
                | (long) tier << TIER_SHIFT;
    }

    static int heard(long state) {
        return (int) state;
    }

    static int attempts(long state) {
        return (int) (state >>> ATTEMPTS_SHIFT & MOST_ATTEMPTS);
    }

    static int tier(long state) {
        return (int) (state >>> TIER_SHIFT & TIER_MASK);
    }

    static int places(long state) {
        return (int) (state >>> PLACES_SHIFT & PLACES_MASK);
    }

    static boolean isTried(long state) {
        return (state & TRIED) != 0;
    }

    static boolean isDisputing(long state) {
        return (state & DISPUTES) != 0;
    }

    static long heardAgain(long state, int heard, int tier) {
        int longer = Math.max(tier, tier(state));
        int last = Math.max(heard, heard(state));
        return state & ~(LOW | TIER_MASK << TIER_SHIFT) | last | (long) longer << TIER_SHIFT;
    }

    /** The state with the tier and the time of another. */
    static long lasting(long state, long other) {
        long replaced = LOW | TIER_MASK << TIER_SHIFT;
        return state & ~replaced | other & replaced;
    }

    static long aged(long state, int heard, int attempts) {
        long kept = state & ~(LOW | (long) MOST_ATTEMPTS << ATTEMPTS_SHIFT);
        long failed = Math.max(0, Math.min(MOST_ATTEMPTS, attempts));
        return kept | heard | failed << ATTEMPTS_SHIFT;
    }

    static long failed(long state) {
        return attempts(state) == MOST_ATTEMPTS ? state : state + (1L << ATTEMPTS_SHIFT);
    }

    static long worked(long state) {
        return state & ~((long) MOST_ATTEMPTS << ATTEMPTS_SHIFT);
    }

    static long tried(long state, boolean tried) {
        return tried ? state | TRIED : state & ~TRIED;
    }

    static long disputing(long state, boolean disputes) {
        return disputes ? state | DISPUTES : state & ~DISPUTES;
    }

    static long places(long state, int places) {
        return state & ~(PLACES_MASK << PLACES_SHIFT) | (long) places << PLACES_SHIFT;
    }
}
