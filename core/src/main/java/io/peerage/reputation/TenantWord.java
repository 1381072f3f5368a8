/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.PureFunction;

/**
 * A value that does not decay, and the tenant that it is of, in one {@code long}.
 *
 * <pre>
 *   bit  0  value 32, signed    32  the tenant's generation 32
 * </pre>
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Origin</b>: features F1,
 * F3.
 */
@PureFunction
final class TenantWord {
    private static final int TENANT_SHIFT = 32;

    private TenantWord() {}

    static long of(int generation, int value) {
        return (long) generation << TENANT_SHIFT | value & 0xffff_ffffL;
    }

    static boolean isOf(long word, int generation) {
        return (int) (word >>> TENANT_SHIFT) == generation;
    }

    static int value(long word) {
        return (int) word;
    }
}
