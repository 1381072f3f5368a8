/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.benchmarks.hotpath.IsConnectedBenchmark;
import io.peerage.benchmarks.hotpath.LeaseWays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Has copies of an operation that are slower, or allocate, measured by JMH and judged by the operation's reviewed floor. */
class GuardBitesTest {
    private static final String OPERATION = "is-connected-by-handle";
    private static final Setting SMALL = new Setting(1_000, 1);
    private static final Effort.Pace BRIEF = new Effort.Pace(0, 3, 40, 3, 40);

    @Test
    void aSlowedCopyFails() {
        Row row = judge("slowed");

        assertThat(row.floor()).isPositive();
        assertThat(row.ratio()).isLessThan(row.floor());
        assertThat(row.pass()).isFalse();
    }

    @Test
    void aCopyThatAllocatesFails() {
        Row row = judge("allocating");

        assertThat(row.bytesPerOp()).isGreaterThan(10);
        assertThat(row.pass()).isFalse();
    }

    /** That both fail for their faults, and not because copies do. How quick it is, is nobody's business here. */
    @Test
    void aTrueCopyAllocatesNothing() {
        assertThat(judge("same").bytesPerOp()).isLessThan(0.5);
    }

    private static Row judge(String copy) {
        Operation operation =
                Operation.of(OPERATION, Contestant.of("copy", SlowedBenchmark.class, copy))
                        .against(
                                Contestant.of(
                                                "idiomatic",
                                                IsConnectedBenchmark.class,
                                                "yardstickIdBuilt")
                                        .with("leases", LeaseWays.TICK));
        Session session =
                new Session(
                        new Harness(BRIEF),
                        new Judge(Floors.reviewed()),
                        (name, setting, number, all, again) -> {});
        Session.Outcome outcome = session.run(List.of(new Session.Task(operation, SMALL)));
        return outcome.rows().get(0);
    }
}
