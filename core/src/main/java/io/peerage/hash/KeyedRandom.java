/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.PaddedLongs;

/**
 * Random numbers that no peer can predict, from however many it has seen the effects of: a keyed hash of a counter.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free at worst (one atomic add on one word), no allocation.
 * <b>Complexity</b>: O(1). <b>Ranges</b>: 2^64 numbers before the sequence repeats. Under one key the sequence is the
 * same every time; threads that draw at once share it out between them by chance. The hash must serve nothing else: see
 * {@link KeyedHash#derive}. <b>Origin</b>: architecture, contract 7.
 */
@AnyThread
public final class KeyedRandom {
    private final KeyedHash hash;
    private final PaddedLongs drawn = new PaddedLongs(1);

    /** The random numbers of this hash, from the first. */
    public KeyedRandom(KeyedHash hash) {
        this.hash = hash;
    }

    /** The next number, any of 64 bits. */
    public long next() {
        return hash.hash(drawn.getAndAdd(0, 1));
    }

    /**
     * A random number brought down to 0 up to, but not including, a bound; no number is likelier than another by more than
     * the bound's 2^63rd part.
     *
     * @param random any of 64 bits
     * @param bound 1 or more
     */
    public static long below(long random, long bound) {
        long positive = random >>> 1;
        // The upper bits of the product of 63 bits and the bound.
        return Math.multiplyHigh(positive, bound) << 1 | positive * bound >>> 63;
    }
}
