/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.concurrent.HandleSpace;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One thread; what many threads do to it is tested with other tools. */
class ConnectionTableTest {
    private static final int CAPACITY = 5;
    private static final long ADMITTED = Long.MIN_VALUE + 1;

    private final ConnectionTable table =
            new ConnectionTable(CAPACITY, 2, new HandleSpace("connection", 1, 3, CAPACITY));

    private long ticket(int slot, int peer) {
        table.prefixCells(slot, 10 * slot, -1, Integer.MAX_VALUE - slot);
        long handle = table.handle(slot);
        assertThat(table.ticket(slot, ConnectionWord.INBOUND, 7, peer, ADMITTED + slot))
                .as("as promised")
                .isEqualTo(handle);
        return handle;
    }

    @Test
    void eachSlotKeepsWhatWasNotedOfIt() {
        Set<Long> handles = new HashSet<>();
        for (int i = 0; i < CAPACITY; i++) {
            int slot = table.take();
            assertThat(handles.add(ticket(slot, slot - 1))).isTrue();
        }
        assertThat(table.countFree()).isZero();
        for (int slot = 0; slot < CAPACITY; slot++) {
            assertThat(table.peer(slot)).isEqualTo(slot - 1);
            assertThat(table.prefixCell(slot, 0)).isEqualTo(10 * slot);
            assertThat(table.prefixCell(slot, 1)).isEqualTo(-1);
            assertThat(table.prefixCell(slot, 2)).isEqualTo(Integer.MAX_VALUE - slot);
            assertThat(table.admitted(slot)).isEqualTo(ADMITTED + slot);
            assertThat(ConnectionWord.state(table.word(slot))).isEqualTo(ConnectionWord.PENDING);
            assertThat(ConnectionWord.epoch(table.word(slot))).isEqualTo(7);
        }
        table.peer(2, 4_000_000);
        assertThat(table.peer(2)).isEqualTo(4_000_000);
        assertThat(table.prefixCell(2, 0)).as("beside the peer").isEqualTo(20);
        assertThat(table.peer(1)).isZero();
        assertThat(table.peer(3)).isEqualTo(2);
    }

    @Test
    void aFreedSlotComesBackUnderAnotherHandleAndOneThatWasNoTicketUnderItsOwn() {
        int slot = table.take();
        long first = ticket(slot, 3);
        table.free(slot);
        assertThat(table.countFree()).isEqualTo(CAPACITY);
        int again = table.take();
        while (again != slot) {
            again = table.take();
        }
        long second = table.handle(slot);
        assertThat(second).isNotEqualTo(first);
        table.untake(slot);
        again = table.take();
        assertThat(again).isEqualTo(slot);
        assertThat(table.handle(slot)).isEqualTo(second);
    }

    @Test
    void aStateIsReplacedOnlyIfItIsTheExpectedOne() {
        int slot = table.take();
        ticket(slot, 0);
        long word = table.word(slot);
        assertThat(table.casWord(slot, word + 1, 0)).isFalse();
        assertThat(table.word(slot)).isEqualTo(word);
        assertThat(table.casWord(slot, word, word | ConnectionWord.QUEUED)).isTrue();
        assertThat(table.word(slot)).isEqualTo(word | ConnectionWord.QUEUED);
    }

    @Test
    void aSlotTakesThirtyTwoBytes() {
        ConnectionTable large =
                new ConnectionTable(1_000, 1, new HandleSpace("connection", 1, 3, 1_000));
        assertThat(large.bytes()).isBetween(32_000L, 32_512L);
    }
}
