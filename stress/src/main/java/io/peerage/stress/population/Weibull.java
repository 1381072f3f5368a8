/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

/**
 * Heavy-tailed session lengths: a Weibull distribution with shape 0.5, sampled from a table of its quantiles so that a
 * draw costs one load.
 *
 * <p>A shape below 1 is what measurements of peer-to-peer networks agree on (Stutzbach and Rejaie, IMC 2006): most sessions
 * are short, a few last very long. The table has 4,096 quantiles, so the longest draw is about 40 times the mean.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Units</b>: steps of a producer, at least 1.
 */
public final class Weibull {
    private static final double SHAPE = 0.5;
    private static final int QUANTILES = 4096;

    private final int[] lengths = new int[QUANTILES];

    /** A distribution with this mean. */
    public Weibull(double mean) {
        // The mean of a Weibull distribution is scale * gamma(1 + 1 / shape), and gamma(3) is 2.
        double scale = mean / 2;
        for (int i = 0; i < QUANTILES; i++) {
            double quantile = (i + 0.5) / QUANTILES;
            double length = scale * Math.pow(-Math.log1p(-quantile), 1 / SHAPE);
            lengths[i] = (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, Math.rint(length)));
        }
    }

    /** A session length. */
    public int draw(Random64 random) {
        return lengths[(int) (random.next() >>> 52)];
    }
}
