/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.peerage.libp2p.testing.FakeConnection;
import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("double")
class ConnectionIndexTest {
    /** An entry and nothing else. */
    private static final class Entry implements Indexed {
        private final Connection connection = FakeConnection.inbound(1, "192.0.2.1");
        private int cell = -1;

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public int cell() {
            return cell;
        }

        @Override
        public void cell(int newCell) {
            this.cell = newCell;
        }
    }

    @Test
    void shouldFindWhatIsInAndNothingElse() {
        ConnectionIndex table = new ConnectionIndex(16);
        SplittableRandom random = new SplittableRandom(1);
        IdentityHashMap<Connection, Entry> model = new IdentityHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (model.size() < 48 && random.nextBoolean()) {
                Entry entry = new Entry();
                assertThat(table.put(entry)).isTrue();
                model.put(entry.connection(), entry);
                entries.add(entry);
            } else if (!entries.isEmpty()) {
                Entry entry = entries.get(random.nextInt(entries.size()));
                assertThat(table.find(entry.connection())).isSameAs(model.get(entry.connection()));
                table.remove(entry);
                // Twice does no harm to whoever has the cell by then.
                table.remove(entry);
                model.remove(entry.connection());
                entries.remove(entry);
                assertThat(table.find(entry.connection())).isNull();
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        entries.forEach(entry -> assertThat(table.find(entry.connection())).isSameAs(entry));
    }

    @Test
    void shouldTellWhenItIsFull() {
        ConnectionIndex table = new ConnectionIndex(1);
        List<Entry> entries = new ArrayList<>();
        for (Entry entry = new Entry(); table.put(entry); entry = new Entry()) {
            entries.add(entry);
        }

        assertThat(entries).hasSize(8);
        table.remove(entries.remove(0));
        assertThat(table.put(new Entry())).isTrue();
    }

    @Test
    void shouldFindWhatOneThreadPutInWhileOthersComeAndGo() {
        Race.rounds(
                200,
                (race, random) -> {
                    ConnectionIndex table = new ConnectionIndex(2);
                    Race.Runner runner =
                            () -> {
                                for (int i = 0; i < 50; i++) {
                                    Entry entry = new Entry();
                                    if (table.put(entry)) {
                                        assertThat(table.find(entry.connection())).isSameAs(entry);
                                        table.remove(entry);
                                        assertThat(table.find(entry.connection())).isNull();
                                    }
                                }
                            };
                    race.run(List.of(runner, runner, runner));
                    assertThat(table.size()).isZero();
                });
    }
}
