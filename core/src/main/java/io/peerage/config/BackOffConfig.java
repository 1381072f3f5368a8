/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How long a peer is left alone after failed dials, and when dialing it is given up.
 *
 * <p>After failure n the wait is {@code initial × factor^(n−1) + step × (n−1)²}, at most the cap, then drawn by the
 * jitter. The failure that makes them as many as the attempts makes the peer unreachable instead, for the time of the
 * probation.
 *
 * @param initialNanos the wait after the first failure, 1 ms to one week
 * @param factorPercent by what each further failure multiplies it, in percent, 100 (constant) to 100,000 (×1,000)
 * @param stepNanos what is added, times the square of the number of earlier failures, 0 to one week
 * @param capNanos the longest wait before jitter, from the initial one to one week; 0 for none
 * @param jitter how far a wait is drawn from the formula
 * @param maxAttempts the failures that make a peer unreachable, up to {@value #MOST_FAILURES}; 0 for never
 * @param probationNanos how long an unreachable peer stays so, 1 ms to 365 days
 * @param provenNanos how long a connection must have lasted for its peer's failures to be forgotten, up to one week; 0
 *     for at once
 *     <p>Build one with {@link #exponential}, {@link #quadratic} or {@link #constant} and the methods that change one
 *     setting. <b>Threading</b>: immutable, any thread. <b>Progress</b>: wait-free; a wait takes a multiplication a
 *     failure until the cap is reached, and allocates nothing. <b>Units</b>: nanoseconds. <b>Ranges</b>: {@link
 *     #problems()} lists what is out of range; what it accepts never waits for more than a week, and can't overflow.
 *     <b>Origin</b>: features C2 to C4; {@code docs/dialing.md} says what differs from the systems whose presets these
 *     are.
 */
public record BackOffConfig(
        long initialNanos,
        int factorPercent,
        long stepNanos,
        long capNanos,
        Jitter jitter,
        int maxAttempts,
        long probationNanos,
        long provenNanos) {
    /** The longest wait, jitter included: one week. */
    public static final long LONGEST_NANOS = 7 * 24 * 3_600_000_000_000L;

    /** The most failures that are counted. */
    public static final int MOST_FAILURES = 4_095;

    /** The longest wait for a persistent peer. */
    public static final Duration PERSISTENT_LONGEST = Duration.ofMinutes(1);

    /** How long a connection of a persistent peer must last for its failures to be forgotten. */
    public static final Duration PERSISTENT_PROVEN = Duration.ofSeconds(30);

    private static final long SHORTEST_NANOS = 1_000_000L;
    private static final long LONGEST_PROBATION_NANOS = 365 * 24 * 3_600_000_000_000L;
    private static final int ONE = 100;
    private static final int LARGEST_FACTOR = 100_000;
    private static final long DAY_NANOS = 24 * 3_600_000_000_000L;

    // What doubles by jitter and still fits.
    static final long COUNTABLE_NANOS = 1L << 61;

    /** 5 s, four times as long after each further failure, up to 1 h, ±20 %; unreachable after 16, half a day of failures. */
    public static final BackOffConfig DEFAULT =
            exponential(Duration.ofSeconds(5), 400)
                    .capped(Duration.ofHours(1))
                    .jittered(Jitter.around(20))
                    .attempts(16);

    /** {@link #DEFAULT} for peers that are always wanted: at most 60 s, never unreachable. */
    public static final BackOffConfig PERSISTENT = DEFAULT.persistent();

    /** nwaku: 120 s × 4, the fifth failure makes the peer unreachable. */
    public static final BackOffConfig NWAKU = exponential(Duration.ofMinutes(2), 400).attempts(5);

    /** CometBFT's peer exchange: 2^n s and up to a second more, n up to 16; then banned for a day. */
    public static final BackOffConfig COMETBFT =
            exponential(Duration.ofSeconds(2), 200)
                    .jittered(Jitter.added(Duration.ofSeconds(1)))
                    .attempts(17);

    /** go-libp2p's swarm: 5 s and a second more times the square of the earlier failures, up to 300 s, never given up. */
    public static final BackOffConfig GO_LIBP2P =
            quadratic(Duration.ofSeconds(5), Duration.ofSeconds(1)).capped(Duration.ofMinutes(5));

    /** js-libp2p's peers to be kept alive: five retries, the first after 1 s, each after twice the time. */
    public static final BackOffConfig JS_LIBP2P =
            exponential(Duration.ofSeconds(1), 200).attempts(6);

    /** Teku's discovered peers: 120 s. */
    public static final BackOffConfig TEKU = constant(Duration.ofMinutes(2));

    /** Teku's static peers: 3 s × 3 up to 120 s, forgotten by a connection of 2 s. */
    public static final BackOffConfig TEKU_STATIC =
            exponential(Duration.ofSeconds(3), 300)
                    .capped(Duration.ofMinutes(2))
                    .proven(Duration.ofSeconds(2));

    /** Prysm: 100 ms to 5 s, at random. */
    public static final BackOffConfig PRYSM =
            constant(Duration.ofMillis(100)).jittered(Jitter.added(Duration.ofMillis(4_900)));

    /** go-ethereum: not within 35 s of the last dial. */
    public static final BackOffConfig GETH = constant(Duration.ofSeconds(35));

    /** Cardano: 5 s × 2 up to 160 s, ±2 s; forgotten after 5, its roots never. */
    public static final BackOffConfig CARDANO =
            exponential(Duration.ofSeconds(5), 200)
                    .capped(Duration.ofSeconds(160))
                    .jittered(Jitter.around(Duration.ofSeconds(2)))
                    .attempts(5)
                    .proven(Duration.ofMinutes(2));

    /**
     * Checks that there is a jitter.
     *
     * @param initialNanos the wait after the first failure
     * @param factorPercent by what each further failure multiplies it, in percent, 100 (constant) to 100,000 (×1,000)
     * @param stepNanos what is added, times the square of the number of earlier failures
     * @param capNanos the longest wait before jitter
     * @param jitter how far a wait is drawn from the formula
     * @param maxAttempts the failures that make a peer unreachable
     * @param probationNanos how long an unreachable peer stays so
     * @param provenNanos how long a connection must have lasted for its peer's failures to be forgotten
     */
    public BackOffConfig {
        Objects.requireNonNull(jitter, "jitter is null; pass Jitter.NONE for none");
    }

    /**
     * {@return a wait that each further failure multiplies by this, in percent: 200 doubles it}
     *
     * @param initial the first wait
     * @param factorPercent what each further failure multiplies the wait by, in percent
     */
    public static BackOffConfig exponential(Duration initial, int factorPercent) {
        return plain(Given.nanos(initial, "initial"), factorPercent, 0);
    }

    /**
     * {@return a wait to which is added a step times the square of the number of earlier failures}
     *
     * @param initial the first wait
     * @param step the step
     */
    public static BackOffConfig quadratic(Duration initial, Duration step) {
        return plain(Given.nanos(initial, "initial"), ONE, Given.nanos(step, "step"));
    }

    /**
     * {@return the same wait after each failure}
     *
     * @param wait the wait
     */
    public static BackOffConfig constant(Duration wait) {
        return plain(Given.nanos(wait, "wait"), ONE, 0);
    }

    private static BackOffConfig plain(long initial, int factorPercent, long step) {
        return new BackOffConfig(initial, factorPercent, step, 0, Jitter.NONE, 0, DAY_NANOS, 0);
    }

    /**
     * {@return the same with another cap on the wait before jitter; zero for none}
     *
     * @param cap the cap
     */
    public BackOffConfig capped(Duration cap) {
        return with(initialNanos, Given.nanos(cap, "cap"), jitter, maxAttempts, provenNanos);
    }

    /**
     * {@return the same with another jitter}
     *
     * @param other the jitter
     */
    public BackOffConfig jittered(Jitter other) {
        return with(initialNanos, capNanos, other, maxAttempts, provenNanos);
    }

    /**
     * {@return the same with another number of failures that make a peer unreachable; 0 for never}
     *
     * @param most how many failures
     */
    public BackOffConfig attempts(int most) {
        return with(initialNanos, capNanos, jitter, most, provenNanos);
    }

    /**
     * {@return the same with another time that a connection must have lasted for failures to be forgotten; zero for at once}
     *
     * @param lasted the time
     */
    public BackOffConfig proven(Duration lasted) {
        return with(initialNanos, capNanos, jitter, maxAttempts, Given.nanos(lasted, "proven"));
    }

    /**
     * {@return the same with another time that an unreachable peer stays so}
     *
     * @param probation the time
     */
    public BackOffConfig probation(Duration probation) {
        return new BackOffConfig(
                initialNanos,
                factorPercent,
                stepNanos,
                capNanos,
                jitter,
                maxAttempts,
                Given.nanos(probation, "probation"),
                provenNanos);
    }

    /**
     * {@return the same with no wait longer than this, jitter included; what was above it spreads below it}
     *
     * @param longest the longest wait
     */
    public BackOffConfig bounded(Duration longest) {
        // 0 would stand for no cap.
        long fitting = Math.max(1, jitter.fitting(Given.nanos(longest, "longest")));
        long cap = capNanos == 0 ? fitting : Math.min(capNanos, fitting);
        return with(Math.min(initialNanos, cap), cap, jitter, maxAttempts, provenNanos);
    }

    /** {@return the same for peers that are always wanted: at most 60 s, never unreachable, forgotten by a connection of 30 s} */
    public BackOffConfig persistent() {
        return bounded(PERSISTENT_LONGEST).attempts(0).proven(PERSISTENT_PROVEN);
    }

    private BackOffConfig with(long initial, long cap, Jitter spread, int attempts, long proven) {
        return new BackOffConfig(
                initial, factorPercent, stepNanos, cap, spread, attempts, probationNanos, proven);
    }

    /**
     * {@return whether this many failures make a peer unreachable}
     *
     * @param failures failed dials in a row
     */
    public boolean givesUpAfter(int failures) {
        return maxAttempts > 0 && failures >= maxAttempts;
    }

    /**
     * {@return the wait after this many failures before jitter; 0 if there was none}
     *
     * @param failures failed dials in a row
     */
    public long waitNanos(int failures) {
        return failures <= 0
                ? 0
                : grown(
                        Math.min(failures, MOST_FAILURES),
                        capNanos == 0 ? LONGEST_NANOS : capNanos);
    }

    /** {@return the longest wait that this policy ever asks for, jitter included} */
    public long longestNanos() {
        int failures = lastWaited();
        return failures == 0
                ? 0
                : jitter.longestNanos(grown(failures, capNanos == 0 ? COUNTABLE_NANOS : capNanos));
    }

    /** {@return all mistakes in this policy, one sentence each; empty if there are none} */
    public List<String> problems() {
        return problems("backOff");
    }

    /**
     * {@return all mistakes in this policy, which messages call by this name}
     *
     * @param name the name
     */
    public List<String> problems(String name) {
        Problems problems = new Problems();
        problems.time(
                name + " initial",
                initialNanos,
                SHORTEST_NANOS,
                LONGEST_NANOS,
                "set the wait after the first failure");
        problems.range(
                name + " factor in percent",
                factorPercent,
                ONE,
                LARGEST_FACTOR,
                "set 200 for waits that double, 100 for waits that don't grow");
        problems.time(
                name + " step",
                stepNanos,
                0,
                LONGEST_NANOS,
                "set 0 for waits that don't grow by steps");
        problems.time(name + " cap", capNanos, 0, LONGEST_NANOS, "set 0 for none");
        jitter.check(problems, name);
        problems.range(
                name + " attempts",
                maxAttempts,
                0,
                MOST_FAILURES,
                "set 0 for peers that are never given up");
        problems.time(
                name + " probation",
                probationNanos,
                SHORTEST_NANOS,
                LONGEST_PROBATION_NANOS,
                "set how long a peer that was given up is not dialed");
        problems.time(
                name + " proven",
                provenNanos,
                0,
                LONGEST_NANOS,
                "set 0 to forget failures as soon as a connection is established");
        if (capNanos > 0 && capNanos < initialNanos) {
            problems.add(
                    name
                            + " cap is "
                            + Problems.text(capNanos)
                            + ", below the initial wait of "
                            + Problems.text(initialNanos)
                            + "; raise the cap or lower the initial wait");
        }
        // What follows from a setting that is out of range is no mistake of its own.
        if (problems.found().isEmpty()) {
            longest(problems, name);
        }
        return problems.found();
    }

    private void longest(Problems problems, String name) {
        long longest = longestNanos();
        if (longest > LONGEST_NANOS) {
            problems.add(
                    name
                            + (longest >= COUNTABLE_NANOS
                                    ? " overflows: its wait after failure "
                                            + lastWaited()
                                            + " is"
                                            + " beyond 2^61 ns"
                                    : " waits up to "
                                            + longest
                                            + " ns after failure "
                                            + lastWaited())
                            + ", allowed are up to "
                            + LONGEST_NANOS
                            + " (one week); set a cap, fewer attempts, a smaller factor or step");
        }
    }

    // The failure that is as many as the attempts is followed by the probation.
    private int lastWaited() {
        return maxAttempts == 0 ? MOST_FAILURES : maxAttempts - 1;
    }

    private long grown(int failures, long limit) {
        long wait = Math.min(initialNanos, limit);
        if (factorPercent > ONE) {
            for (int n = 1; n < failures && wait < limit; n++) {
                wait = multiplied(wait, limit);
            }
        }
        long squares = (failures - 1L) * (failures - 1L);
        if (stepNanos > 0 && squares > (limit - wait) / stepNanos) {
            return limit;
        }
        return wait + squares * stepNanos;
    }

    // Exact, rounded down to the nanosecond, without a product that doesn't fit.
    private long multiplied(long wait, long limit) {
        long hundredth = wait / ONE;
        if (hundredth > limit / factorPercent) {
            return limit;
        }
        return Math.min(limit, hundredth * factorPercent + wait % ONE * factorPercent / ONE);
    }
}
