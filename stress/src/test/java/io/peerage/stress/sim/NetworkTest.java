/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.Preset;
import io.peerage.model.DialOutcome;
import io.peerage.stress.report.SimJson;
import io.peerage.stress.sim.SimSeries.Column;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static SimResult run(int nodes, int minutes, long seed) {
        SimPlan plan =
                new SimPlan(
                        nodes,
                        Duration.ofMinutes(minutes),
                        seed,
                        Preset.PEERAGE,
                        SimScenario.HONEST,
                        true);
        return new Network(plan).run((now, end, online, links, events) -> {});
    }

    @Test
    void anHonestNetworkReachesItsTargetsAndIsWhole() {
        SimResult result = run(60, 120, 1);

        assertThat(result.complaints()).isEmpty();
        assertThat(result.violations()).isZero();
        assertThat(result.targetSeconds()).isBetween(0.1, 120.0);
        assertThat(result.inTime()).isGreaterThan(0.8);
        assertThat(result.most(Column.PARTITIONS)).isEqualTo(1);
        assertThat(result.least(Column.MIN_DEGREE)).isGreaterThan(4);
        assertThat(result.mean(Column.DELIVERED)).isGreaterThan(0.8);
        assertThat(result.mean(Column.ONLINE)).isBetween(20.0, 50.0);
        assertThat(result.mean(Column.ATTACKER_SHARE)).isZero();
    }

    @Test
    void everyDialEndsOnceOrIsUnderWay() {
        SimResult result = run(60, 120, 2);
        long ended = result.outcomes().values().stream().mapToLong(Long::longValue).sum();

        assertThat(result.outcomes().get(DialOutcome.ESTABLISHED)).isPositive();
        assertThat(result.outcomes().get(DialOutcome.TIMEOUT)).isPositive();
        assertThat(result.dials() - ended).isBetween(0L, 40L * 10);
    }

    @Test
    void theThreadMakesNoDifference() throws InterruptedException {
        String here = SimJson.of(run(30, 60, 3));
        AtomicReference<String> elsewhere = new AtomicReference<>();
        // Of two threads in a row one has another number modulo two than this one.
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> elsewhere.set(SimJson.of(run(30, 60, 3))));
            thread.start();
            thread.join();

            assertThat(elsewhere.get()).isEqualTo(here);
        }
    }
}
