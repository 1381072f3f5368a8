/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Both ends of a chain of indexes that are linked already and go into a shared stack at once.
 *
 * <pre>
 *   chain: | last + 1, 32 bits | first + 1, 32 bits |      0 when empty
 * </pre>
 *
 * <p><b>Threading</b>: pure functions, any thread.
 */
@PureFunction
final class Chain {
    private static final int LAST_SHIFT = 32;
    private static final long FIRST_MASK = 0xffff_ffffL;

    private Chain() {}

    /** The chain with another index before all others. */
    static long with(long chain, int index) {
        return (chain == 0 ? index + 1L << LAST_SHIFT : chain & ~FIRST_MASK) | index + 1L;
    }

    static int last(long chain) {
        return (int) (chain >>> LAST_SHIFT) - 1;
    }
}
