/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * When connections are pruned, and by which policy.
 *
 * @param policy whom to prune; a group's minimum that it doesn't name is that of the manager's dialing, if it has one
 * @param low how many connections a trim leaves, 0 to high
 * @param high how many there may be before it trims, 1 to {@value Limits#MOST_CONNECTIONS}; 0 for no trimming by itself
 * @param silenceNanos how long after a trim there is no other, 0 to 1 day
 * @param evicts whether, when inbound places are full, the worst inbound connection makes room for each that is refused
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds. <b>Ranges</b>: {@link #problems()} lists what is out of
 *     range or contradictory. <b>Origin</b>: features B10, D4 (go-libp2p's watermarks, Bitcoin Core's eviction).
 */
public record PruneConfig(
        PrunePolicy policy, int low, int high, long silenceNanos, boolean evicts) {
    /** Only by {@code trimTo}, by the default policy. */
    public static final PruneConfig DEFAULT =
            new PruneConfig(PrunePolicy.DEFAULT, 0, 0, Duration.ofSeconds(10).toNanos(), false);

    /** go-libp2p's connection manager: from 192 down to 160, grace 60 s, silence 10 s. */
    public static final PruneConfig GO_LIBP2P =
            DEFAULT.by(PrunePolicy.GO_LIBP2P).watermarks(160, 192);

    /** Kubo's settings of it: from 96 down to 32, grace 20 s. */
    public static final PruneConfig KUBO =
            DEFAULT.by(PrunePolicy.GO_LIBP2P.withGrace(Duration.ofSeconds(20))).watermarks(32, 96);

    /** Bitcoin Core's: nobody is trimmed, the worst inbound connection makes room for the next. */
    public static final PruneConfig BITCOIN = DEFAULT.by(PrunePolicy.BITCOIN).evicting(true);

    private static final long MOST_SILENCE = Duration.ofDays(1).toNanos();

    /**
     * Checks that there is a policy.
     *
     * @param policy whom to prune
     * @param low how many connections a trim leaves
     * @param high how many there may be before it trims
     * @param silenceNanos how long after a trim there is no other
     * @param evicts whether, when inbound places are full, the worst inbound connection makes room for each that is refused
     */
    public PruneConfig {
        Objects.requireNonNull(policy, "policy is null; pass PrunePolicy.DEFAULT");
    }

    /**
     * {@return the same by another policy}
     *
     * @param other the policy
     */
    public PruneConfig by(PrunePolicy other) {
        return new PruneConfig(other, low, high, silenceNanos, evicts);
    }

    /**
     * {@return the same, trimming down to low when there are more than high}
     *
     * @param least how many remain
     * @param most more than these are too many
     */
    public PruneConfig watermarks(int least, int most) {
        return new PruneConfig(policy, least, most, silenceNanos, evicts);
    }

    /**
     * {@return the same with another time between trims}
     *
     * @param other the time
     */
    public PruneConfig silence(Duration other) {
        return new PruneConfig(policy, low, high, Given.nanos(other, "silence"), evicts);
    }

    /**
     * {@return the same, evicting one to admit one or not}
     *
     * @param on whether it evicts
     */
    public PruneConfig evicting(boolean on) {
        return new PruneConfig(policy, low, high, silenceNanos, on);
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.addAll(policy.problems());
        problems.range(
                "high watermark",
                high,
                0,
                Limits.MOST_CONNECTIONS,
                "set 0 for no trimming by itself");
        problems.range(
                "low watermark",
                low,
                0,
                Math.max(0, high),
                "set how many connections a trim leaves");
        problems.time("silence between trims", silenceNanos, 0, MOST_SILENCE, "set 0 for none");
        return problems.found();
    }
}
