/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.peerage.concurrent.LongColumn;
import io.peerage.config.ScoreConfig;
import io.peerage.model.PeerAction;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTableTest {
    private static final ScoreConfig CONFIG = ScoreConfig.DEFAULT;
    private static final long HALF_LIFE = CONFIG.halfLifeNanos();
    private static final long STEP = HALF_LIFE / 256;
    private static final int PEERS = 3;
    private static final int UNIT = 64;

    private static ScoreTable table(long now) {
        return new ScoreTable(LongColumn.of(2 * PEERS), CONFIG, new BadScoreTable(CONFIG), now);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - 5, Long.MIN_VALUE, -600_000_000_000L})
    void f2_aScoreHalvesInTenMinutes(long start) {
        ScoreTable table = table(start);
        assertThat(table.add(1, 0, -80_000, start)).isEqualTo(-80_000);
        int expected = -80_000;
        for (int halvings = 0; halvings < 20; halvings++) {
            assertThat(table.score(1, 0, start + halvings * HALF_LIFE)).isEqualTo(expected);
            expected /= 2;
        }
        assertThat(table.score(1, 0, start + 40 * HALF_LIFE)).isZero();
        assertThat(table.score(0, 0, start)).isZero();
        assertThat(table.score(2, 0, start)).isZero();
    }

    @Test
    void f2_actionsAddUp() {
        ScoreTable table = table(5);
        int score = 0;
        for (PeerAction action :
                List.of(PeerAction.SLIGHT, PeerAction.MODERATE, PeerAction.SEVERE)) {
            score += action.thousandths();
            assertThat(table.add(0, 0, action.thousandths(), 5)).isEqualTo(score);
        }
        assertThat(score).isEqualTo(-16_000);
        table.add(0, 0, PeerAction.USEFUL.thousandths(), 5);
        table.add(0, 0, PeerAction.VALUABLE.thousandths(), 5);
        assertThat(table.score(0, 0, 5)).isEqualTo(-10_000);
        table.add(1, 0, 100_000, 5);
        assertThat(table.add(1, 0, PeerAction.FATAL.thousandths(), 5))
                .as("whatever it was")
                .isEqualTo(-100_000);
    }

    @Test
    void scoresStayWithinTheirRange() {
        ScoreTable table = table(0);
        assertThat(table.add(0, 0, Integer.MAX_VALUE, 0)).isEqualTo(100_000);
        assertThat(table.add(0, 0, 1, 0)).isEqualTo(100_000);
        assertThat(table.add(0, 0, -100_001, 0)).isEqualTo(-1);
        assertThat(table.add(0, 0, Integer.MIN_VALUE, 0)).isEqualTo(-100_000);
        assertThat(table.add(0, 0, -1, 0)).isEqualTo(-100_000);
        assertThat(table.add(0, 0, 200_000, 0)).isEqualTo(100_000);
    }

    /** One event, at any later time: within the 0.27 % of a step of the formula, and never further from 0. */
    @Property
    void closeToTheFormula(
            @ForAll long start,
            @ForAll @LongRange(min = -100_000, max = 100_000) long score,
            @ForAll @LongRange(min = 0, max = 8_000_000_000_000L) long elapsed) {
        ScoreTable table = table(start);
        table.add(0, 0, (int) score, start);
        double exact = score * Math.pow(2, -(double) elapsed / HALF_LIFE);
        int read = table.score(0, 0, start + elapsed);
        assertThat((double) read).isCloseTo(exact, within(Math.abs(exact) * 0.00272 + 1));
    }

    private record Event(int peer, long later, int thousandths, boolean read) {}

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Long> later =
                Arbitraries.oneOf(
                        Arbitraries.just(0L),
                        Arbitraries.longs().between(0, 3 * STEP),
                        Arbitraries.longs().between(0, 3 * HALF_LIFE),
                        Arbitraries.longs().between(-2 * HALF_LIFE, 0));
        return Combinators.combine(
                        Arbitraries.integers().between(0, PEERS - 1),
                        later,
                        Arbitraries.integers().between(-30_000, 30_000),
                        Arbitraries.of(true, false))
                .as(Event::new)
                .list()
                .ofMaxSize(60);
    }

    /** The same in doubles and whole steps; a unit of a 64,000th point is lost at each change at most. */
    @Property
    void likeSumsThatDecay(
            @ForAll long start, @ForAll("events") @Size(max = 60) List<Event> events) {
        ScoreTable table = table(start);
        ScoreTable unread = table(start);
        double[] model = new double[PEERS];
        long[] noted = new long[PEERS];
        int[] changes = new int[PEERS];
        long elapsed = 0;
        for (Event event : events) {
            elapsed = Math.max(0, elapsed + event.later());
            long now = start + elapsed;
            long step = elapsed / STEP;
            if (event.read()) {
                for (int peer = 0; peer < PEERS; peer++) {
                    double value = decayed(model[peer], step - noted[peer]);
                    assertThat((double) table.score(peer, 0, now) * UNIT)
                            .isCloseTo(value, within(changes[peer] + UNIT + 1.0));
                }
            }
            int peer = event.peer();
            // Rounding decides when nothing is left of a value; then it has no time either.
            boolean wasZero = DecayWord.value(table.word(peer, 0), (int) step) == 0;
            double value = decayed(model[peer], step - noted[peer]) + event.thousandths() * UNIT;
            model[peer] = Math.max(-100_000 * UNIT, Math.min(100_000 * UNIT, value));
            noted[peer] = wasZero ? step : Math.max(noted[peer], step);
            changes[peer]++;
            int score = table.add(peer, 0, event.thousandths(), now);
            assertThat(score).isEqualTo(table.score(peer, 0, now)).isBetween(-100_000, 100_000);
            assertThat(unread.add(peer, 0, event.thousandths(), now))
                    .as("whether it was read in between or not")
                    .isEqualTo(score);
        }
    }

    private static double decayed(double value, long steps) {
        return value * Math.pow(2, -Math.max(0, steps) / 256.0);
    }

    @Test
    void aNewTenantStartsAnewAndTheLastOneIsRefused() {
        ScoreTable table = table(0);
        for (int generation : new int[] {0, 1, (1 << 14) - 1, 1 << 14, (1 << 27) - 1}) {
            table.tenant(1, generation, 7);
            assertThat(table.score(1, generation, 0)).isZero();
            assertThat(table.add(1, generation, -5_000, 0)).isEqualTo(-5_000);
            for (int other : new int[] {generation - 1, generation + 1}) {
                assertThat(table.add(1, other, -5_000, 0)).isEqualTo(ScoreTable.STALE);
                assertThat(table.score(1, other, 0)).isZero();
                assertThat(table.word(1, other)).isZero();
            }
            assertThat(table.score(1, generation, 0)).isEqualTo(-5_000);
        }
    }

    @Test
    void noOtherIndexThanThereIs() {
        ScoreTable table = table(0);
        for (int index : new int[] {-1, PEERS}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> table.add(index, 0, 1, 0));
        }
    }

    @Test
    void anotherHalfLife() {
        ScoreConfig day = CONFIG.halvedBy(Duration.ofDays(1));
        ScoreTable table = new ScoreTable(LongColumn.of(2), day, new BadScoreTable(day), 0);
        table.add(0, 0, 100_000, 0);
        assertThat(table.score(0, 0, Duration.ofDays(2).toNanos())).isEqualTo(25_000);
    }
}
