/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.Objects;

/**
 * A kind of value that the application's parts give to peers.
 *
 * @param name what it is called, 1 to {@value #MOST_LENGTH} characters
 * @param halfLifeNanos the time in which its value halves, 10 s to 365 days; 0 for never
 * @param least the least value, at most 0; decaying ones not below −{@value #MOST_DECAYING}
 * @param most the greatest value, at least 0; decaying ones not above {@value #MOST_DECAYING}
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds; whole values. <b>Ranges</b>: {@link
 *     TagConfig#problems()} lists what is out of range. <b>Origin</b>: features F1 (go-libp2p's tags and decaying tags).
 */
public record TagKind(String name, long halfLifeNanos, int least, int most) {
    /** The longest name. */
    public static final int MOST_LENGTH = 64;

    /** The greatest value, either sign, of a kind that decays. */
    public static final int MOST_DECAYING = 32_767;

    /**
     * Checks that there is a name.
     *
     * @param name what it is called
     * @param halfLifeNanos the time in which its value halves
     * @param least the least value
     * @param most the greatest value, at least 0
     */
    public TagKind {
        Objects.requireNonNull(name, "name is null; pass what the kind is called");
    }

    /**
     * {@return a kind that keeps its value}
     *
     * @param name what it is called
     */
    public static TagKind plain(String name) {
        return new TagKind(name, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /**
     * {@return a kind whose value halves in this time}
     *
     * @param name what it is called
     * @param halfLife the time in which its value halves
     */
    public static TagKind decaying(String name, Duration halfLife) {
        return new TagKind(name, Given.nanos(halfLife, "halfLife"), -MOST_DECAYING, MOST_DECAYING);
    }

    /**
     * {@return the same with its value held within bounds}
     *
     * @param lowest the least that its value can be
     * @param highest the most that its value can be
     */
    public TagKind bounded(int lowest, int highest) {
        return new TagKind(name, halfLifeNanos, lowest, highest);
    }

    /** {@return whether its value decays} */
    public boolean isDecaying() {
        return halfLifeNanos != 0;
    }

    void check(Problems problems) {
        String kind = "tag kind " + name;
        problems.range(
                "length of tag kind " + name,
                name.length(),
                1,
                MOST_LENGTH,
                "give it a short name that is not empty");
        if (isDecaying()) {
            HalfLives.check(problems, "half-life of " + kind, halfLifeNanos);
        }
        int furthest = isDecaying() ? MOST_DECAYING : Integer.MAX_VALUE;
        int lowest = isDecaying() ? -MOST_DECAYING : Integer.MIN_VALUE;
        problems.range(
                "least of " + kind, least, lowest, 0, "let it reach 0, where every peer starts");
        problems.range(
                "most of " + kind, most, 0, furthest, "let it reach 0, where every peer starts");
    }
}
