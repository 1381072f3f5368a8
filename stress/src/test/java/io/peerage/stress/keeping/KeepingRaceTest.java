/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManagerBuilder;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.race.Figures;
import io.peerage.stress.race.Plan;
import io.peerage.stress.race.World;
import io.peerage.stress.scenario.ScenarioKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KeepingRaceTest {
    private static final long ENOUGH = 100_000;
    private static final long MOST = 5_000_000;

    private static Figures storm(
            UnaryOperator<PeerManagerBuilder> planted, KeepingRace.Enough enough) {
        Plan plan =
                new Plan(
                        ScenarioKind.KEEPING, 2, 3, Duration.ofMillis(100), Duration.ofMillis(500));
        return KeepingRace.run(plan, World.of(1_000, List.of(), 2), sample -> {}, planted, enough);
    }

    @Test
    void aShortStormBreaksNothing() {
        Figures figures = storm(UnaryOperator.identity(), (events, found) -> events >= ENOUGH);

        assertThat(figures.broken()).as("%s", figures.descriptions()).isEmpty();
        assertThat(figures.events()).isPositive();
        assertThat(figures.refused()).containsKeys("BANNED", "PREFIX_BANNED", "BACKING_OFF");
    }

    /** Each of what it is told to keep is a little less than the accounts expect. */
    @Test
    void aManagerThatKeepsLessThanItPromisedIsCaught() {
        Set<Contract> expected =
                EnumSet.of(
                        Contract.BANS,
                        Contract.SCORES,
                        Contract.PRUNING,
                        Contract.RATES,
                        Contract.BACK_OFF);
        Figures figures =
                storm(
                        builder ->
                                builder.bans(
                                                BanConfig.DEFAULT
                                                        .lasting(
                                                                Duration.ofSeconds(1),
                                                                Duration.ofSeconds(1),
                                                                Duration.ofSeconds(1))
                                                        .sized(250, 1_000, 1_000)
                                                        .sharing(0))
                                        .scores(
                                                ScoreConfig.DEFAULT
                                                        .halvedBy(Duration.ofSeconds(10))
                                                        .thresholds(-50_000, -70_000, -70_000))
                                        .pruning(
                                                PruneConfig.DEFAULT
                                                        .by(
                                                                PrunePolicy.GO_LIBP2P.withGrace(
                                                                        Duration.ZERO))
                                                        .watermarks(100, 150)
                                                        .silence(Duration.ofMillis(1))
                                                        .evicting(true))
                                        .rateLimit(
                                                RateLimit.DEFAULT
                                                        .rate(30, Duration.ofMillis(5))
                                                        .sized(4_096))
                                        .backOff(BackOffConfig.constant(Duration.ofMillis(1))),
                        (events, found) ->
                                events >= MOST
                                        || expected.stream()
                                                .allMatch(contract -> found.count(contract) > 0));

        assertThat(figures.broken().keySet()).containsAll(expected);
    }
}
