/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.time.Duration;
import java.util.List;

/**
 * How scores decay, and what they lead to.
 *
 * <p>A peer's own score, −100 to 100 points, is the sum of what it did, halved by each half-life. An external score, such as
 * gossip's, counts beside it, times a weight and up to a cap, so that alone it never gets a peer disconnected.
 *
 * @param halfLifeNanos the time in which an own score halves, 10 s to 365 days
 * @param disconnectAt the score at and below which a peer is disconnected, −100,000 to −1 thousandths of a point
 * @param banAt the score at and below which it is banned, −100,000 to disconnectAt
 * @param ownAloneAt the own score at and below which the external one counts for nothing, so that it can't excuse what the peer did,
 *     −100,000 to disconnectAt
 * @param externalWeight points for each unit of the external score, 0 to 1,000; 0 to leave it out
 * @param externalCap what the external score counts at most, for the peer or against it, 0 to one less than disconnectAt has
 * @param remembered of how many released peers the bad score is remembered, 0 to {@value #MOST_REMEMBERED}
 * @param rememberedAt the own score at and below which it is, −100,000 to −1
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: nanoseconds, thousandths of a point. <b>Ranges</b>: {@link #problems()}
 *     lists what is out of range or contradictory. <b>Origin</b>: features F2, F3 (Lighthouse's thresholds and half-life).
 */
public record ScoreConfig(
        long halfLifeNanos,
        int disconnectAt,
        int banAt,
        int ownAloneAt,
        double externalWeight,
        int externalCap,
        int remembered,
        int rememberedAt) {
    /** The best score, and the worst with its sign changed, in thousandths of a point. */
    public static final int MOST = 100_000;

    /** The most released peers whose score is remembered. */
    public static final int MOST_REMEMBERED = 1_000_000;

    private static final int MOST_WEIGHT = 1_000;

    /**
     * Half-life 10 min; disconnected at −20, banned at −50, the external score left out of it from −60 on; that counts a point a
     * unit up to ±19; 1,000 released peers at or below −10 are remembered.
     */
    public static final ScoreConfig DEFAULT =
            new ScoreConfig(
                    Duration.ofMinutes(10).toNanos(),
                    -20_000,
                    -50_000,
                    -60_000,
                    1,
                    19_000,
                    1_000,
                    -10_000);

    /** {@link #DEFAULT} with the external weight that Lighthouse gives gossip scores: the cap is reached at ±16,000. */
    public static final ScoreConfig LIGHTHOUSE = DEFAULT.external(19.0 / 16_000, 19_000);

    /**
     * {@return the same with another half-life}
     *
     * @param halfLife the time in which a score halves
     */
    public ScoreConfig halvedBy(Duration halfLife) {
        return new ScoreConfig(
                Given.nanos(halfLife, "halfLife"),
                disconnectAt,
                banAt,
                ownAloneAt,
                externalWeight,
                externalCap,
                remembered,
                rememberedAt);
    }

    /**
     * {@return the same with other thresholds, in thousandths of a point}
     *
     * @param disconnect the score at which a peer is disconnected
     * @param ban the score at which a peer is banned
     * @param ownAlone the own score without which no peer is disconnected
     */
    public ScoreConfig thresholds(int disconnect, int ban, int ownAlone) {
        return new ScoreConfig(
                halfLifeNanos,
                disconnect,
                ban,
                ownAlone,
                externalWeight,
                externalCap,
                remembered,
                rememberedAt);
    }

    /**
     * {@return the same with another weight and cap, in thousandths of a point, of the external score}
     *
     * @param weight what an external score is multiplied by
     * @param cap the most that it counts for, either way
     */
    public ScoreConfig external(double weight, int cap) {
        return new ScoreConfig(
                halfLifeNanos,
                disconnectAt,
                banAt,
                ownAloneAt,
                weight,
                cap,
                remembered,
                rememberedAt);
    }

    /**
     * {@return the same with another number of released peers that are remembered, from another score on in thousandths of a point}
     *
     * @param peers how many are remembered, 0 for none
     * @param at the score, in thousandths of a point, from which on they are remembered
     */
    public ScoreConfig remembering(int peers, int at) {
        return new ScoreConfig(
                halfLifeNanos,
                disconnectAt,
                banAt,
                ownAloneAt,
                externalWeight,
                externalCap,
                peers,
                at);
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        HalfLives.check(problems, "score half-life", halfLifeNanos);
        threshold(problems, "disconnectAt", disconnectAt, "set 20000 below 0 for 20 points");
        threshold(problems, "banAt", banAt, "set it to disconnectAt or lower");
        threshold(problems, "ownAloneAt", ownAloneAt, "set it to disconnectAt or lower");
        atMost(problems, "banAt", banAt);
        atMost(problems, "ownAloneAt", ownAloneAt);
        // Written so that what is no number is a mistake too.
        if (!(externalWeight >= 0 && externalWeight <= MOST_WEIGHT)) {
            problems.add(
                    "externalWeight is "
                            + externalWeight
                            + ", allowed are 0 to "
                            + MOST_WEIGHT
                            + "; set the points for each unit of the external score");
        }
        problems.range(
                "externalCap", externalCap, 0, MOST, "set what the external score counts at most");
        if (externalCap > 0 && externalCap >= -(long) disconnectAt) {
            problems.add(
                    "externalCap is "
                            + externalCap
                            + " while disconnectAt is "
                            + disconnectAt
                            + ", so that an external score alone would get a peer disconnected; lower the cap below "
                            + -(long) disconnectAt);
        }
        problems.range(
                "remembered bad scores",
                remembered,
                0,
                MOST_REMEMBERED,
                "set 0 to forget the scores of released peers");
        threshold(problems, "rememberedAt", rememberedAt, "set which scores are bad");
        return problems.found();
    }

    private static void threshold(Problems problems, String name, int value, String fix) {
        problems.range(name, value, -MOST, -1, fix);
    }

    private void atMost(Problems problems, String name, int value) {
        if (value > disconnectAt) {
            problems.add(
                    name
                            + " is "
                            + value
                            + ", above disconnectAt of "
                            + disconnectAt
                            + "; lower it or raise disconnectAt");
        }
    }
}
