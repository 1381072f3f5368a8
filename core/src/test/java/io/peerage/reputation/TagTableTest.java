/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TagTableTest {
    private static final int PEERS = 2;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final TagConfig TAGS =
            new TagConfig(
                    List.of(
                            TagKind.plain("protocol"),
                            TagKind.decaying("deliveries", Duration.ofMinutes(10)).bounded(0, 15),
                            TagKind.plain("bounded").bounded(-3, 7),
                            TagKind.decaying("answers", Duration.ofHours(1))),
                    List.of());

    private record Event(int peer, int kind, boolean put, int amount, long later) {}

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Integer> amounts =
                Arbitraries.oneOf(
                        Arbitraries.integers(), Arbitraries.integers().between(-1_000, 1_000));
        return Combinators.combine(
                        Arbitraries.integers().between(0, PEERS - 1),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        amounts,
                        Arbitraries.longs().between(0, 60 * MINUTE))
                .as(Event::new)
                .list()
                .ofMaxSize(80);
    }

    /** Against sums in doubles that decay in steps; plain ones exactly. */
    @Property
    void likeSums(@ForAll long start, @ForAll("events") List<Event> events) {
        TagTable table = new TagTable(PEERS, TAGS, start);
        double[][] model = new double[PEERS][4];
        long[][] noted = new long[PEERS][4];
        long elapsed = 0;
        int changes = 0;
        for (Event event : events) {
            elapsed += event.later();
            long now = start + elapsed;
            TagKind kind = TAGS.kinds().get(event.kind());
            double value =
                    (event.put() ? 0 : decayed(model, noted, event.peer(), event.kind(), elapsed))
                            + event.amount();
            model[event.peer()][event.kind()] =
                    Math.max(kind.least(), Math.min(kind.most(), value));
            noted[event.peer()][event.kind()] = elapsed;
            changes++;
            boolean done =
                    event.put()
                            ? table.put(event.peer(), 0, event.kind(), event.amount(), now)
                            : table.add(event.peer(), 0, event.kind(), event.amount(), now);
            assertThat(done).isTrue();
            for (int peer = 0; peer < PEERS; peer++) {
                long sum = 0;
                for (int i = 0; i < 4; i++) {
                    long read = table.value(peer, 0, i, now);
                    sum += read;
                    double exact = 1_000 * decayed(model, noted, peer, i, elapsed);
                    double rounding = TAGS.kinds().get(i).isDecaying() ? 4.0 * changes + 2 : 0;
                    assertThat((double) read).isCloseTo(exact, within(rounding));
                }
                assertThat(table.sum(peer, 0, now)).isEqualTo(sum);
            }
        }
    }

    private static double decayed(double[][] model, long[][] noted, int peer, int kind, long now) {
        long halfLife = TAGS.kinds().get(kind).halfLifeNanos();
        if (halfLife == 0) {
            return model[peer][kind];
        }
        long step = halfLife / 256;
        long steps = now / step - noted[peer][kind] / step;
        return model[peer][kind] * Math.pow(2, -steps / 256.0);
    }

    @Test
    void f1_sixteenKindsAndNone() {
        TagConfig sixteen =
                new TagConfig(
                        IntStream.range(0, 16).mapToObj(i -> TagKind.plain("kind" + i)).toList(),
                        List.of());
        TagTable table = new TagTable(PEERS, sixteen, 0);
        for (int kind = 0; kind < 16; kind++) {
            table.add(1, 0, sixteen.kind("kind" + kind), 1 << kind, 0);
        }
        assertThat(table.sum(1, 0, 0)).isEqualTo(65_535_000L);
        assertThat(table.sum(0, 0, 0)).isZero();
        assertThat(table.bytes()).isEqualTo(16 + 8 * 16 * PEERS);

        TagTable none = new TagTable(1_000_000, TagConfig.NONE, 0);
        assertThat(none.bytes()).isEqualTo(16);
        assertThat(none.sum(999_999, 0, 0)).isZero();
        none.tenant(999_999, 5, 0);
    }

    @Test
    void f1_theLargestValuesAddUp() {
        TagTable table = new TagTable(PEERS, TAGS, 0);
        table.put(0, 0, 0, Integer.MAX_VALUE, 0);
        table.add(0, 0, 0, 1, 0);
        table.put(0, 0, 3, Integer.MAX_VALUE, 0);
        table.add(0, 0, 3, Integer.MAX_VALUE, 0);
        assertThat(table.sum(0, 0, 0)).isEqualTo(1_000L * Integer.MAX_VALUE + 32_767_000);
        table.put(0, 0, 0, Integer.MIN_VALUE, 0);
        table.add(0, 0, 0, Integer.MIN_VALUE, 0);
        table.add(0, 0, 3, Integer.MIN_VALUE, 0);
        table.put(0, 0, 1, Integer.MIN_VALUE, 0);
        assertThat(table.sum(0, 0, 0)).isEqualTo(1_000L * Integer.MIN_VALUE - 32_767_000);
    }

    @Test
    void aNewTenantHasNoTagsAndTheLastOneIsRefused() {
        TagTable table = new TagTable(PEERS, TAGS, 0);
        for (int generation : new int[] {0, 1, (1 << 14) - 1, 1 << 14, (1 << 27) - 1}) {
            table.tenant(1, generation, 0);
            assertThat(table.sum(1, generation, 0)).isZero();
            for (int kind = 0; kind < 4; kind++) {
                assertThat(table.add(1, generation, kind, 5, 0)).isTrue();
                for (int other : new int[] {generation - 1, generation + 1}) {
                    assertThat(table.add(1, other, kind, 5, 0)).isFalse();
                    assertThat(table.put(1, other, kind, 5, 0)).isFalse();
                    assertThat(table.value(1, other, kind, 0)).isZero();
                    assertThat(table.sum(1, other, 0)).isZero();
                }
                assertThat(table.value(1, generation, kind, 0)).isEqualTo(5_000);
            }
            assertThat(table.sum(0, 0, 0)).as("the neighbour").isZero();
        }
    }

    /** A kind that is not there would be the neighbour's. */
    @Test
    void noOtherKindThanThereIs() {
        TagTable table = new TagTable(PEERS, TAGS, 0);
        for (int kind : new int[] {-1, 4}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.add(0, 0, kind, 1, 0))
                    .withMessage(
                            "tag kind "
                                    + kind
                                    + " is not one of the 4 configured; pass what TagConfig.kind(name) gives");
            assertThatIllegalArgumentException().isThrownBy(() -> table.put(0, 0, kind, 1, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> table.value(0, 0, kind, 0));
        }
    }
}
