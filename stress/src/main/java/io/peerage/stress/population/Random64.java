/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

/**
 * A seeded generator of numbers (SplitMix64) that allocates nothing. <b>Threading</b>: one thread. <b>Complexity</b>: O(1).
 */
public final class Random64 {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    /** A generator; equal seeds give equal sequences. */
    public Random64(long seed) {
        this.state = seed;
    }

    /** A generator for one of several parts of a storm, unrelated to those of the others. */
    public static Random64 of(long seed, long part) {
        return new Random64(mix(seed + mix(part * GOLDEN + 1)));
    }

    /** Mixes the bits of a number; a bijection. */
    public static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** The next 64 bits. */
    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number from 0 to {@code bound} − 1; bound from 1. */
    public int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** Whether an event of this chance in 65,536 happens. */
    public boolean chance(int outOf65536) {
        return (next() >>> 48) < outOf65536;
    }

    /** A number from 0 inclusive to 1 exclusive. */
    public double unit() {
        return (next() >>> 11) * 0x1p-53;
    }
}
