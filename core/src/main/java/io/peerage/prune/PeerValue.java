/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.PureFunction;

/**
 * What a peer is worth: the sum of its tags and its score, in the same fixed-point unit.
 *
 * <p><b>Threading</b>: pure function, any thread; O(1). <b>Ranges</b>: a sum beyond an {@code int} counts as the nearest one, so that
 * no sum of large tags turns negative. <b>Origin</b>: features E3, F1 to F3.
 */
@PureFunction
public final class PeerValue {
    private PeerValue() {}

    /** The sum. */
    public static int of(long tags, int score) {
        long bounded = Math.max(-1L << 62, Math.min(1L << 62, tags));
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, bounded + score));
    }
}
