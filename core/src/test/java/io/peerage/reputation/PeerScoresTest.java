/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.config.ScoreConfig;
import io.peerage.model.PeerAction;
import io.peerage.model.ScoreVerdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerScoresTest {
    private static final ScoreConfig CONFIG = ScoreConfig.DEFAULT;

    private final PeerScores scores = new PeerScores(2, CONFIG, new BadScoreTable(CONFIG), 0);

    @ParameterizedTest
    @CsvSource({
        "0, 0, NONE",
        "-19999, 0, NONE",
        "-20000, 0, DISCONNECT",
        "-49999, 0, DISCONNECT",
        "-50000, 0, BAN",
        "-100000, 0, BAN",
        "0, -19, NONE",
        "0, -1e300, NONE",
        "-999, -19, NONE",
        "-1000, -19, DISCONNECT",
        "-31000, -19, BAN",
        "-30999, -19, DISCONNECT",
        "-39000, 19, DISCONNECT",
        "-38999, 19, NONE",
        "-59999, 19, DISCONNECT",
        "-60000, 19, BAN",
        "-60000, 1e300, BAN",
        "100000, -19, NONE"
    })
    void f2f3_verdictsAreThoseOfBothScores(int points, double told, ScoreVerdict verdict) {
        assertThat(scores.putExternal(1, 0, told, 0)).isEqualTo(ScoreVerdict.NONE);
        assertThat(scores.add(1, 0, points, 0)).isEqualTo(verdict);
        assertThat(scores.verdict(1, 0, 0)).isEqualTo(verdict);
        assertThat(scores.putExternal(1, 0, told, 0)).isEqualTo(verdict);
        assertThat(scores.verdict(0, 0, 0)).isEqualTo(ScoreVerdict.NONE);
    }

    @Test
    void f2_asManyFaultsAsTheActionsSay() {
        int[][] allowed = {{1, 4}, {3, 9}, {19, 49}};
        PeerAction[] actions = {PeerAction.SEVERE, PeerAction.MODERATE, PeerAction.SLIGHT};
        for (int i = 0; i < actions.length; i++) {
            scores.tenant(0, i, 0);
            for (int n = 1; n <= 60; n++) {
                ScoreVerdict expected =
                        n <= allowed[i][0]
                                ? ScoreVerdict.NONE
                                : n <= allowed[i][1] ? ScoreVerdict.DISCONNECT : ScoreVerdict.BAN;
                assertThat(scores.record(0, i, actions[i], 0)).isEqualTo(expected);
            }
        }
        scores.tenant(0, 9, 0);
        assertThat(scores.record(0, 9, PeerAction.FATAL, 0)).isEqualTo(ScoreVerdict.BAN);
    }

    @Test
    void f2_verdictsGetBetterByThemselves() {
        scores.add(0, 0, -80_000, 0);
        long halfLife = CONFIG.halfLifeNanos();
        assertThat(scores.verdict(0, 0, 0)).isEqualTo(ScoreVerdict.BAN);
        assertThat(scores.verdict(0, 0, halfLife)).isEqualTo(ScoreVerdict.DISCONNECT);
        assertThat(scores.verdict(0, 0, 2 * halfLife)).isEqualTo(ScoreVerdict.DISCONNECT);
        assertThat(scores.verdict(0, 0, 2 * halfLife + halfLife / 256))
                .isEqualTo(ScoreVerdict.NONE);
    }

    /** Whatever is told, and whatever the configuration that is accepted. */
    @Property
    void f3_anExternalScoreNeverDisconnectsAlone(
            @ForAll double told,
            @ForAll @IntRange(max = 1_000_000) int weight,
            @ForAll @IntRange(min = 1, max = 100_000) int disconnect,
            @ForAll @IntRange(max = 100_000) int cap,
            @ForAll @IntRange(max = 100_000) int good) {
        ScoreConfig config =
                CONFIG.thresholds(-disconnect, -100_000, -100_000).external(weight / 1e3, cap);
        if (config.problems().isEmpty() && !Double.isNaN(told)) {
            int counts = ScorePolicy.counts(told, config);
            assertThat(counts).isBetween(-cap, cap);
            assertThat(ScorePolicy.verdict(0, counts, config)).isEqualTo(ScoreVerdict.NONE);
            assertThat(ScorePolicy.verdict(good, counts, config)).isEqualTo(ScoreVerdict.NONE);
        }
    }

    /** A worse score is never judged better, but for the point from which the external one counts for nothing. */
    @Property
    void verdictsAreMonotone(
            @ForAll @IntRange(min = -100_000, max = 100_000) int one,
            @ForAll @IntRange(min = -100_000, max = 100_000) int other,
            @ForAll @IntRange(min = -19_000, max = 0) int against) {
        int worse = Math.min(one, other);
        int better = Math.max(one, other);
        assertThat(ScorePolicy.verdict(worse, 0, CONFIG))
                .isGreaterThanOrEqualTo(ScorePolicy.verdict(better, 0, CONFIG));
        assertThat(ScorePolicy.verdict(one, against, CONFIG))
                .as("said to be bad")
                .isGreaterThanOrEqualTo(ScorePolicy.verdict(one, 0, CONFIG));
        assertThat(ScorePolicy.verdict(one, -against, CONFIG))
                .as("said to be good")
                .isLessThanOrEqualTo(ScorePolicy.verdict(one, 0, CONFIG));
        assertThat(ScorePolicy.total(one, against, CONFIG)).isBetween(-100_000, 100_000);
    }

    @Test
    void weightAndCap() {
        assertThat(ScorePolicy.counts(3, CONFIG)).isEqualTo(3_000);
        assertThat(ScorePolicy.counts(-2.5, CONFIG)).isEqualTo(-2_500);
        assertThat(ScorePolicy.counts(Double.POSITIVE_INFINITY, CONFIG)).isEqualTo(19_000);
        assertThat(ScorePolicy.counts(Double.NEGATIVE_INFINITY, CONFIG)).isEqualTo(-19_000);
        assertThat(ScorePolicy.counts(-8_000, ScoreConfig.LIGHTHOUSE)).isEqualTo(-9_500);
        assertThat(ScorePolicy.counts(-16_000, ScoreConfig.LIGHTHOUSE)).isEqualTo(-19_000);
        assertThat(ScorePolicy.counts(Double.NEGATIVE_INFINITY, CONFIG.external(0, 100))).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores.putExternal(0, 0, Double.NaN, 0))
                .withMessage("external score is NaN; pass a number, 0 if there is no score");
    }

    @Test
    void totalsAndTenants() {
        scores.add(0, 0, 7_000, 0);
        scores.putExternal(0, 0, -3, 0);
        assertThat(scores.own(0, 0, 0)).isEqualTo(7_000);
        assertThat(scores.total(0, 0, 0)).isEqualTo(4_000);
        assertThat(scores.external(0, 0)).isEqualTo(-3_000);
        for (int generation : new int[] {1, 1 << 14, 1 << 20, (1 << 27) - 1}) {
            scores.tenant(0, generation, 0);
            assertThat(scores.total(0, generation, 0)).isZero();
            assertThat(scores.add(0, generation - 1, -100_000, 0)).isNull();
            assertThat(scores.putExternal(0, generation - 1, -100, 0)).isNull();
            assertThat(scores.total(0, generation, 0)).isZero();
            assertThat(scores.putExternal(0, generation, 100, 0)).isEqualTo(ScoreVerdict.NONE);
            assertThat(scores.total(0, generation - 1, 0)).isZero();
            assertThat(scores.total(0, generation, 0)).isEqualTo(19_000);
        }
    }
}
