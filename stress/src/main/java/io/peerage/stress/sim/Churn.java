/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.time.Duration;

/**
 * How long nodes stay, and stay away.
 *
 * <p>Sessions are Weibull with shape 0.52 and scale 1.94 h: of them 87.6 % are shorter than 8 h, 2.5 % longer than 24 h (IPFS;
 * Trautwein et al., SIGCOMM 2022), half shorter than an hour (Saroiu et al., MMCN 2002); their mean is 3.6 h. A node comes back after
 * 1.8 h on average, so that two in three are online.
 *
 * <p><b>Threading</b>: one thread. <b>Units</b>: nanoseconds; sessions 10 s to 30 days.
 */
final class Churn {
    /** How many of all nodes are online, on average. */
    static final double ONLINE = 2 / 3.0;

    /** Within how long the nodes that are online from the start come. */
    static final long FIRST_NANOS = Duration.ofMinutes(10).toNanos();

    private static final double SHAPE = 0.52;
    private static final double SCALE = 1.94 * Duration.ofHours(1).toNanos();
    private static final double AWAY = 1.8 * Duration.ofHours(1).toNanos();
    private static final double SHORTEST = Duration.ofSeconds(10).toNanos();
    private static final double LONGEST = Duration.ofDays(30).toNanos();

    private final Random64 random;

    Churn(long seed) {
        random = Random64.of(seed, 0xc4);
    }

    /** When a node comes for the first time. */
    long first() {
        return random.unit() < ONLINE ? (long) (random.unit() * FIRST_NANOS) : away();
    }

    /** How long a node stays. */
    long session() {
        return bounded(SCALE * StrictMath.pow(exponential(), 1 / SHAPE));
    }

    /** How long a node stays away. */
    long away() {
        return bounded(AWAY * exponential());
    }

    private double exponential() {
        return -StrictMath.log(1 - random.unit());
    }

    private static long bounded(double nanos) {
        return (long) Math.max(SHORTEST, Math.min(LONGEST, nanos));
    }
}
