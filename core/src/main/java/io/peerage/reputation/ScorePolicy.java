/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.concurrent.PureFunction;
import io.peerage.config.ScoreConfig;
import io.peerage.model.ScoreVerdict;

/**
 * What own and external score are worth together, and what follows from it.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Progress</b>: wait-free, O(1), no allocation. <b>Units</b>: thousandths of
 * a point. <b>Origin</b>: features F2, F3; Lighthouse's rule that beyond a point nothing excuses what a peer did.
 */
@PureFunction
public final class ScorePolicy {
    private static final int THOUSANDTHS = 1_000;

    private ScorePolicy() {}

    /**
     * What an external score counts.
     *
     * @param external in its own units, infinite ones included
     * @throws IllegalArgumentException if it is no number
     */
    public static int counts(double external, ScoreConfig config) {
        if (Double.isNaN(external)) {
            throw new IllegalArgumentException(
                    "external score is NaN; pass a number, 0 if there is no score");
        }
        if (config.externalWeight() == 0) {
            return 0;
        }
        double weighed = external * config.externalWeight() * THOUSANDTHS;
        return (int) Math.max(-config.externalCap(), Math.min(config.externalCap(), weighed));
    }

    /** Both together, −100,000 to 100,000. */
    public static int total(int own, int external, ScoreConfig config) {
        if (own <= config.ownAloneAt()) {
            return own;
        }
        return Math.max(-ScoreConfig.MOST, Math.min(ScoreConfig.MOST, own + external));
    }

    /** What is to be done with the peer. */
    public static ScoreVerdict verdict(int own, int external, ScoreConfig config) {
        int total = total(own, external, config);
        if (total <= config.banAt()) {
            return ScoreVerdict.BAN;
        }
        return total <= config.disconnectAt() ? ScoreVerdict.DISCONNECT : ScoreVerdict.NONE;
    }
}
