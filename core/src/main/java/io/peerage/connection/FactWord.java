/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.concurrent.PureFunction;

/**
 * A fact about a connection in one {@code long}, with the slot's tenant that it is about.
 *
 * <pre>
 *   bit  0  value 44     44  low bits of the slot's generation 20
 * </pre>
 *
 * <p>A writer that was overtaken by 2^20 tenants of one slot within one call would write for the wrong one.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Ranges</b>: values 0 to
 * 2^44 − 1. <b>Origin</b>: features A7; architecture, "never applied to whoever took the slot since".
 */
@PureFunction
public final class FactWord {
    /** The largest value. */
    public static final long MOST = (1L << 44) - 1;

    private static final int TENANT_SHIFT = 44;

    private FactWord() {}

    /** A value of 0 about a tenant. */
    public static long fresh(int generation) {
        return (long) generation << TENANT_SHIFT;
    }

    /** Whether the word is about the tenant of this generation. */
    public static boolean isOf(long word, int generation) {
        return (word ^ fresh(generation)) >>> TENANT_SHIFT == 0;
    }

    /** The value. */
    public static long value(long word) {
        return word & MOST;
    }

    /** The word with another value, from 0 to {@link #MOST}. */
    public static long with(long word, long value) {
        return word & ~MOST | value;
    }
}
