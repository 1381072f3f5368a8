/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreConfigTest {
    private static ScoreConfig config() {
        return ScoreConfig.DEFAULT;
    }

    @Test
    void theDefaultsAreThoseOfTheFeatures() {
        assertThat(config().halfLifeNanos()).isEqualTo(600_000_000_000L);
        assertThat(config().disconnectAt()).isEqualTo(-20_000);
        assertThat(config().banAt()).isEqualTo(-50_000);
        assertThat(config().ownAloneAt()).isEqualTo(-60_000);
        assertThat(config().externalWeight()).isEqualTo(1);
        assertThat(config().externalCap()).isEqualTo(19_000);
        assertThat(config().remembered()).isEqualTo(1_000);
        assertThat(config().rememberedAt()).isEqualTo(-10_000);
        assertThat(config().problems()).isEmpty();
        assertThat(ScoreConfig.LIGHTHOUSE.problems()).isEmpty();
        assertThat(ScoreConfig.LIGHTHOUSE.externalWeight()).isEqualTo(0.0011875);
    }

    /** Also: each setting goes where it belongs. */
    @Test
    void everyMistakeIsToldAtOnce() {
        ScoreConfig wrong =
                config().halvedBy(Duration.ofSeconds(9))
                        .thresholds(1, -100_001, 2)
                        .external(-0.5, 100_001)
                        .remembering(-1, 0);
        assertThat(wrong.problems())
                .containsExactly(
                        "score half-life is 9 s, allowed are 10 s to 365 d; set the time in which a value halves",
                        "disconnectAt is 1, allowed are -100000 to -1; set 20000 below 0 for 20 points",
                        "banAt is -100001, allowed are -100000 to -1; set it to disconnectAt or lower",
                        "ownAloneAt is 2, allowed are -100000 to -1; set it to disconnectAt or lower",
                        "ownAloneAt is 2, above disconnectAt of 1; lower it or raise disconnectAt",
                        "externalWeight is -0.5, allowed are 0 to 1000; set the points for each unit of the external score",
                        "externalCap is 100001, allowed are 0 to 100000; set what the external score counts at most",
                        "externalCap is 100001 while disconnectAt is 1, so that an external score alone would get a peer disconnected; lower the cap below -1",
                        "remembered bad scores is -1, allowed are 0 to 1000000; set 0 to forget the scores of released peers",
                        "rememberedAt is 0, allowed are -100000 to -1; set which scores are bad");
    }

    static Stream<Arguments> single() {
        return Stream.of(
                Arguments.of(config().halvedBy(Duration.ofDays(366)), "score half-life is"),
                Arguments.of(
                        config().halvedBy(Duration.ofDays(400_000_000)),
                        "score half-life is 292 years or more"),
                Arguments.of(config().thresholds(-20_000, -19_999, -60_000), "banAt is -19999, ab"),
                Arguments.of(
                        config().thresholds(-20_000, -50_000, -19_999), "ownAloneAt is -19999, ab"),
                Arguments.of(
                        config().thresholds(-19_000, -50_000, -60_000), "externalCap is 19000"),
                Arguments.of(config().external(1, 20_000), "externalCap is 20000 while"),
                Arguments.of(config().external(1, -1), "externalCap is -1,"),
                Arguments.of(config().external(Double.NaN, 1), "externalWeight is NaN"),
                Arguments.of(
                        config().external(Double.POSITIVE_INFINITY, 1),
                        "externalWeight is Infinity"),
                Arguments.of(config().external(1_000.1, 1), "externalWeight is 1000.1"),
                Arguments.of(config().remembering(1_000_001, -1), "remembered bad scores is"),
                Arguments.of(config().remembering(0, -100_001), "rememberedAt is -100001"));
    }

    @ParameterizedTest
    @MethodSource("single")
    void oneMistakeIsToldOnce(ScoreConfig config, String told) {
        assertThat(config.problems()).singleElement().asString().startsWith(told);
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        assertThat(config().halvedBy(Duration.ofSeconds(10)).problems()).isEmpty();
        assertThat(config().halvedBy(Duration.ofDays(365)).problems()).isEmpty();
        assertThat(config().thresholds(-19_001, -19_001, -19_001).problems()).isEmpty();
        assertThat(config().thresholds(-1, -1, -1).external(0, 0).problems()).isEmpty();
        assertThat(config().thresholds(-100_000, -100_000, -100_000).problems()).isEmpty();
        assertThat(config().external(1_000, 19_999).problems()).isEmpty();
        assertThat(config().remembering(0, -1).problems()).isEmpty();
        assertThat(config().remembering(1_000_000, -100_000).problems()).isEmpty();
    }

    @Test
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> config().halvedBy(null))
                .withMessageStartingWith("halfLife is null");
    }
}
