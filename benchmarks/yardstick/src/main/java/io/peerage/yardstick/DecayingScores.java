/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scores that halve with time as one would write them in an hour: an object a peer, found in a concurrent map, its decay under its own
 * monitor.
 *
 * <p><b>Threading</b>: any thread; threads wait for each other where they meet at one peer. <b>Units</b>: points, nanoseconds.
 */
public final class DecayingScores {
    private static final double MOST = 100;

    private final Map<PeerId, Score> scores = new ConcurrentHashMap<>();
    private final double rate;

    /** No scores, which will halve in this time. */
    public DecayingScores(long halfLifeNanos) {
        this.rate = -Math.log(2) / halfLifeNanos;
    }

    /** Adds to a peer's score, which stays within −100 and 100; the new one. */
    public double add(PeerId peer, double points, long now) {
        return scores.computeIfAbsent(peer, id -> new Score()).add(points, now, rate);
    }

    /** A peer's score; 0 if nothing was added. */
    public double score(PeerId peer, long now) {
        Score score = scores.get(peer);
        return score == null ? 0 : score.add(0, now, rate);
    }

    /** One peer's. */
    private static final class Score {
        private double value;
        private long at;

        synchronized double add(double points, long now, double rate) {
            long elapsed = now - at;
            if (elapsed > 0) {
                value *= Math.exp(rate * elapsed);
                at = now;
            }
            value = Math.max(-MOST, Math.min(MOST, value + points));
            return value;
        }
    }
}
