/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.Result;
import io.peerage.stress.sim.SimSeries.Column;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each attack shows in a figure, and shows less where what stands against it is on. */
class AttackTest {
    private static final int NODES = 90;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<SimPlan, SimResult> RESULTS = new HashMap<>();

    private static SimResult run(Preset preset, SimScenario scenario, boolean defended) {
        return run(1, preset, scenario, defended);
    }

    private static SimResult run(int seed, Preset preset, SimScenario scenario, boolean defended) {
        // A plan has one result, so it is made once.
        return RESULTS.computeIfAbsent(
                new SimPlan(NODES, HOUR, seed, preset, scenario, defended),
                plan -> new Network(plan).run((now, end, online, links, events) -> {}));
    }

    private static SimResult defended(SimScenario scenario) {
        return run(Preset.PEERAGE, scenario, true);
    }

    private static SimResult undefended(SimScenario scenario) {
        return run(Preset.PEERAGE, scenario, false);
    }

    private static long refused(SimResult result, Result reason) {
        return result.refused().getOrDefault(reason.name(), 0L);
    }

    @ParameterizedTest
    @EnumSource(SimScenario.class)
    void noAttackBreaksALimitOrACount(SimScenario scenario) {
        SimResult result = defended(scenario);

        assertThat(result.complaints()).isEmpty();
        assertThat(result.violations()).isZero();
    }

    /** Seeds are no honest nodes, and no attackers either. */
    @Test
    void whereNobodyAttacksAttackersHaveNothing() {
        // Here the victim is linked to a seed now and then.
        SimPlan small = new SimPlan(40, HOUR, 1, Preset.PEERAGE, SimScenario.HONEST, true);
        SimResult result = new Network(small).run((now, end, online, links, events) -> {});

        assertThat(result.mean(Column.ATTACKER_SHARE)).isZero();
        assertThat(result.mean(Column.VICTIM_SLOTS)).isZero();
        assertThat(defended(SimScenario.SYBIL).mean(Column.VICTIM_SLOTS)).isPositive();
    }

    @Test
    void prefixLimitsKeepSybilsOfOneNetworkOut() {
        SimResult with = defended(SimScenario.SYBIL);
        SimResult without = undefended(SimScenario.SYBIL);

        assertThat(refused(with, Result.PREFIX_LIMIT)).isPositive();
        assertThat(with.mean(Column.VICTIM_INBOUND))
                .isLessThan(without.mean(Column.VICTIM_INBOUND) - 0.05);
        // Among ninety nodes chance makes as much of a difference: more than one world is looked
        // at.
        assertThat(deliveredUnderSybils(true)).isGreaterThan(deliveredUnderSybils(false) + 0.05);
    }

    private static double deliveredUnderSybils(boolean defended) {
        return IntStream.rangeClosed(1, 3)
                .mapToDouble(
                        seed ->
                                run(seed, Preset.PEERAGE, SimScenario.SYBIL, defended)
                                        .mean(Column.DELIVERED))
                .average()
                .orElseThrow();
    }

    @Test
    void theBookAndDistinctNetgroupsKeepEclipsersFromOutboundPlaces() {
        SimResult with = run(Preset.BITCOIN_CORE, SimScenario.ECLIPSE, true);
        SimResult without = run(Preset.BITCOIN_CORE, SimScenario.ECLIPSE, false);

        assertThat(with.mean(Column.VICTIM_INBOUND)).isGreaterThan(0.3);
        assertThat(with.mean(Column.ATTACKER_SHARE))
                .isLessThan(without.mean(Column.ATTACKER_SHARE) - 0.1);
        assertThat(with.mean(Column.DELIVERED)).isGreaterThan(without.mean(Column.DELIVERED) + 0.1);
    }

    @Test
    void theBookAndBackOffLeaveTimeForOthersThanInventedPeers() {
        SimResult with = defended(SimScenario.POISONING);
        SimResult without = undefended(SimScenario.POISONING);

        assertThat(with.dialsToNobody()).isPositive();
        assertThat(with.mean(Column.MEAN_DEGREE))
                .isGreaterThan(without.mean(Column.MEAN_DEGREE) + 0.2);
        assertThat(with.failedAnHour()).isLessThan(0.9 * without.failedAnHour());
    }

    @Test
    void shortLeasesAndRatesKeepPlacesForHandshakesOfOthers() {
        SimResult with = defended(SimScenario.SILENT_SOCKETS);
        SimResult without = undefended(SimScenario.SILENT_SOCKETS);

        assertThat(refused(with, Result.RATE_LIMIT)).isPositive();
        assertThat(with.honestRefused()).isLessThan(without.honestRefused() / 2);
        assertThat(with.mean(Column.VICTIM_HONEST))
                .isGreaterThan(without.mean(Column.VICTIM_HONEST) + 5);
    }

    @Test
    void rateLimitsKeepFlappersOut() {
        SimResult with = defended(SimScenario.FLAPPING);
        SimResult without = undefended(SimScenario.FLAPPING);

        assertThat(refused(with, Result.RATE_LIMIT)).isPositive();
        assertThat(with.mean(Column.VICTIM_INBOUND))
                .isLessThan(without.mean(Column.VICTIM_INBOUND) - 0.1);
    }

    @Test
    void scoresGetRidOfDefectors() {
        SimResult with = defended(SimScenario.DEFECTION);
        SimResult without = undefended(SimScenario.DEFECTION);
        double[] shares = with.series().values(Column.ATTACKER_SHARE);

        // They had their places while they behaved.
        assertThat(shares[shares.length / 2 - 1]).isGreaterThan(0.1);
        assertThat(shares[shares.length - 1]).isLessThan(0.06);
        assertThat(without.mean(Column.ATTACKER_SHARE)).isGreaterThan(0.15);
        assertThat(with.mean(Column.DELIVERED)).isGreaterThan(without.mean(Column.DELIVERED));
    }
}
