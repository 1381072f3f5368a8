/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Session.Task TASK =
            new Session.Task(Synthetic.OPERATION, Synthetic.SETTING);

    private final List<Measurement> measured = new ArrayList<>();

    /** Ours takes as long as told, the one after the other, the last one for ever. */
    private Session.Outcome run(List<Session.Task> tasks, double... nanos) {
        Measurer measurer =
                measurement -> {
                    int before = Collections.frequency(measured, measurement);
                    measured.add(measurement);
                    Map<Measurement, Figure> figures =
                            Synthetic.figures(nanos[Math.min(before, nanos.length - 1)], 0);
                    return figures.getOrDefault(measurement, new Figure(1_000, 0));
                };
        return new Session(
                        measurer,
                        new Judge(Synthetic.floors("3", "0.5")),
                        (operation, setting, number, all, again) -> {})
                .run(tasks);
    }

    @Test
    void whatPassesIsMeasuredOnce() {
        Session.Outcome outcome = run(List.of(TASK), 100);

        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.measuredTwice()).isZero();
        assertThat(measured).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void oursComesFirstAndTheOthersRightAfterIt() {
        run(List.of(TASK), 100);

        assertThat(measured)
                .extracting(m -> m.benchmark().replaceAll(".*\\.", ""))
                .containsExactly("oursByHandle", "yardstick", "yardstickIdBuilt", "randomRead");
    }

    @Test
    void anUnluckyRowIsMeasuredAgainAndPasses() {
        Session.Outcome outcome = run(List.of(TASK), 200, 100);

        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.measuredTwice()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(1);
        assertThat(outcome.rows().get(0).oursNanos()).isEqualTo(100);
        assertThat(measured).hasSize(8);
    }

    @Test
    void aSlowRowIsMeasuredTwiceAndFails() {
        Session.Outcome outcome = run(List.of(TASK), 200);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.measuredTwice()).isEqualTo(1);
    }

    @Test
    void aBenchmarkThatGivesNoFigureLeavesTheOthersTheirs() {
        Setting broken = new Setting(7, 1);
        Session session =
                new Session(
                        measurement -> {
                            if (measurement.parameters().containsValue("7")) {
                                throw new MeasurementException("out of luck");
                            }
                            return Synthetic.figures(100, 0).get(measurement);
                        },
                        new Judge(Synthetic.floors("3", "0.5")),
                        (operation, setting, number, all, again) -> {});
        Session.Task task = new Session.Task(Synthetic.OPERATION, broken);

        Session.Outcome outcome = session.run(List.of(task, TASK));

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.broken()).containsExactly(Map.entry(task, "out of luck"));
        assertThat(outcome.measuredTwice()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(1).allMatch(Row::pass);
    }

    @Test
    void aBenchmarkThatGivesNoFigureIsAskedAgain() {
        List<Measurement> asked = new ArrayList<>();
        Session session =
                new Session(
                        measurement -> {
                            asked.add(measurement);
                            if (asked.size() == 1) {
                                throw new MeasurementException("out of luck");
                            }
                            return Synthetic.figures(100, 0).get(measurement);
                        },
                        new Judge(Synthetic.floors("3", "0.5")),
                        (operation, setting, number, all, again) -> {});

        Session.Outcome outcome = session.run(List.of(TASK));

        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.broken()).isEmpty();
        assertThat(outcome.rows()).hasSize(1);
    }

    @Test
    void whenTooManyFailNothingIsMeasuredAgain() {
        List<Session.Task> tasks = new ArrayList<>();
        for (int peers = 1; peers <= 7; peers++) {
            tasks.add(new Session.Task(Synthetic.OPERATION, new Setting(peers, 1)));
        }

        Session.Outcome outcome = run(tasks, 200);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.measuredTwice()).isZero();
        assertThat(outcome.rows()).hasSize(7);
    }

    @Test
    void twoRowsThatShareAFigureHaveItMeasuredOnce() {
        Operation other = Operation.of("asked", Synthetic.OURS).against(Synthetic.SWIFT);

        run(List.of(TASK, new Session.Task(other, Synthetic.SETTING)), 100);

        assertThat(measured).hasSize(4).doesNotHaveDuplicates();
    }
}
