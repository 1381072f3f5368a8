/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.List;

/**
 * How often connections may come in from one network prefix: a bucket of tokens each, of which an attempt takes one.
 *
 * @param burst the tokens of a full bucket, 1 to {@value #MOST_BURST}; 0 for no rate limit
 * @param intervalNanos the time in which a token comes back, 1 ms to 1 h
 * @param v4Bits the width of the prefix for IPv4, 1 to 32
 * @param v6Bits the width of the prefix for IPv6, 1 to 64
 * @param exempt blocks whose addresses are never refused; loopback never is
 * @param prefixes how many prefixes can be told apart at once, 1 to {@value #MOST_PREFIXES}; 9.2 bytes each. Enough are those that come
 *     anew while an empty bucket fills (by default 80 s)
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds, in steps of 2^18 (0.26 ms), rounded up.
 *     <b>Ranges</b>: {@link #problems()} lists what is out of range. <b>Origin</b>: features B6 (go-libp2p).
 */
public record RateLimit(
        int burst, long intervalNanos, int v4Bits, int v6Bits, List<Cidr> exempt, int prefixes) {
    /** The most tokens of a bucket. */
    public static final int MOST_BURST = 1_000;

    /** The most prefixes. */
    public static final int MOST_PREFIXES = 100_000_000;

    private static final long LEAST_INTERVAL = Duration.ofMillis(1).toNanos();
    private static final long MOST_INTERVAL = Duration.ofHours(1).toNanos();

    /** 0.2 a second with bursts of 16, for each IPv4 /32 and IPv6 /64; 16,384 prefixes. */
    public static final RateLimit DEFAULT =
            new RateLimit(16, Duration.ofSeconds(5).toNanos(), 32, 64, List.of(), 16_384);

    /** No rate limit. */
    public static final RateLimit NONE =
            new RateLimit(0, Duration.ofSeconds(5).toNanos(), 32, 64, List.of(), 1);

    /**
     * Copies the list.
     *
     * @param burst the tokens of a full bucket
     * @param intervalNanos the time in which a token comes back
     * @param v4Bits the width of the prefix for IPv4
     * @param v6Bits the width of the prefix for IPv6
     * @param exempt blocks whose addresses are never refused
     * @param prefixes how many prefixes can be told apart at once
     */
    public RateLimit {
        exempt = Given.list(exempt, "exempt", "List.of() for no block");
    }

    /**
     * {@return the same with another burst, and a token in each interval}
     *
     * @param other how many may come at once
     * @param interval the time between two tokens
     */
    public RateLimit rate(int other, Duration interval) {
        return new RateLimit(
                other, Given.nanos(interval, "interval"), v4Bits, v6Bits, exempt, prefixes);
    }

    /**
     * {@return the same with other blocks that are exempt}
     *
     * @param blocks the blocks
     */
    public RateLimit exempting(List<Cidr> blocks) {
        return new RateLimit(burst, intervalNanos, v4Bits, v6Bits, blocks, prefixes);
    }

    /**
     * {@return the same for another number of prefixes}
     *
     * @param other how many prefixes are told apart
     */
    public RateLimit sized(int other) {
        return new RateLimit(burst, intervalNanos, v4Bits, v6Bits, exempt, other);
    }

    /** {@return whether there is a rate limit} */
    public boolean isOn() {
        return burst > 0;
    }

    /** {@return all mistakes in this limit, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range("rate burst", burst, 0, MOST_BURST, "set 0 for no rate limit");
        problems.time(
                "rate interval",
                intervalNanos,
                LEAST_INTERVAL,
                MOST_INTERVAL,
                "set the time in which a token comes back, 5 s for 0.2 a second");
        problems.range("rate IPv4 prefix bits", v4Bits, 1, 32, "name the bits of the network part");
        problems.range("rate IPv6 prefix bits", v6Bits, 1, 64, "name the bits of the network part");
        problems.range(
                "rate prefixes",
                prefixes,
                1,
                MOST_PREFIXES,
                "set how many prefixes come anew while an empty bucket fills");
        return problems.found();
    }
}
