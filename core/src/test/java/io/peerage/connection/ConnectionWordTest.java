/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.CloseReason;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every combination of state, flags and epoch, at the ends of the generations. */
class ConnectionWordTest {
    private static final List<Integer> STATES =
            List.of(
                    ConnectionWord.FREE,
                    ConnectionWord.PENDING,
                    ConnectionWord.COMMITTING,
                    ConnectionWord.ESTABLISHED,
                    ConnectionWord.SUPERSEDED,
                    ConnectionWord.CLOSING,
                    ConnectionWord.CLOSED);
    private static final List<Long> FLAGS =
            List.of(
                    ConnectionWord.INBOUND,
                    ConnectionWord.QUEUED,
                    ConnectionWord.SUPERSEDED_MEANWHILE,
                    ConnectionWord.CLOSE_ASKED,
                    ConnectionWord.HOLDS_TOTAL,
                    ConnectionWord.HOLDS_DIRECTION,
                    ConnectionWord.HOLDS_PENDING,
                    ConnectionWord.HOLDS_TRUSTED);
    private static final int[] GENERATIONS = {
        0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x1234_5678
    };

    private record Fields(int state, long flags, int epoch, int generation) {
        /** By the bit picture in the documentation of the packed word. */
        long word() {
            return state | flags | (long) epoch << 16 | (long) generation << 32;
        }
    }

    private static void forEach(Consumer<Fields> visitor) {
        for (int generation : GENERATIONS) {
            for (int epoch = 0; epoch < 16; epoch++) {
                for (int state : STATES) {
                    for (int set = 0; set < 1 << FLAGS.size(); set++) {
                        visitor.accept(new Fields(state, flags(set), epoch, generation));
                    }
                }
            }
        }
    }

    private static long flags(int set) {
        long flags = 0;
        for (int i = 0; i < FLAGS.size(); i++) {
            flags |= (set >>> i & 1) != 0 ? FLAGS.get(i) : 0;
        }
        return flags;
    }

    private static void check(Fields before, String what, boolean holds) {
        if (!holds) {
            assertThat(holds).as("%s of %s", what, before).isTrue();
        }
    }

    @Test
    void statesAreSevenAndFlagsAreBitsOfTheirOwn() {
        assertThat(STATES).doesNotHaveDuplicates().allMatch(state -> state >= 0 && state <= 7);
        assertThat(FLAGS).doesNotHaveDuplicates().allMatch(flag -> Long.bitCount(flag) == 1);
        assertThat(FLAGS).allMatch(flag -> flag >= 1 << 3 && flag < 1 << 16);
        assertThat(ConnectionWord.HOLDS)
                .isEqualTo(
                        ConnectionWord.HOLDS_TOTAL
                                | ConnectionWord.HOLDS_DIRECTION
                                | ConnectionWord.HOLDS_PENDING
                                | ConnectionWord.HOLDS_TRUSTED);
    }

    @Test
    void theWordHoldsItsFields() {
        forEach(
                fields -> {
                    long word = fields.word();
                    check(fields, "state", ConnectionWord.state(word) == fields.state());
                    check(fields, "epoch", ConnectionWord.epoch(word) == fields.epoch());
                    check(
                            fields,
                            "generation",
                            ConnectionWord.generation(word) == fields.generation());
                    boolean inbound = (fields.flags() & ConnectionWord.INBOUND) != 0;
                    check(fields, "inbound", ConnectionWord.isInbound(word) == inbound);
                    for (long flag : FLAGS) {
                        boolean set = (fields.flags() & flag) != 0;
                        check(fields, "flag " + flag, ConnectionWord.has(word, flag) == set);
                    }
                    check(
                            fields,
                            "any of two",
                            ConnectionWord.has(
                                            word,
                                            ConnectionWord.CLOSE_ASKED
                                                    | ConnectionWord.SUPERSEDED_MEANWHILE)
                                    == ((fields.flags()
                                                    & (ConnectionWord.CLOSE_ASKED
                                                            | ConnectionWord.SUPERSEDED_MEANWHILE))
                                            != 0));
                });
    }

    @Test
    void aPeerIsHeldByWhatItCounts() {
        List<Integer> counted =
                List.of(
                        ConnectionWord.PENDING,
                        ConnectionWord.COMMITTING,
                        ConnectionWord.ESTABLISHED);
        forEach(
                fields -> {
                    boolean superseded =
                            (fields.flags() & ConnectionWord.SUPERSEDED_MEANWHILE) != 0;
                    boolean holds = counted.contains(fields.state()) && !superseded;
                    check(fields, "holds", ConnectionWord.holdsPeer(fields.word()) == holds);
                });
    }

    @Test
    void aStateChangesAlone() {
        forEach(
                fields -> {
                    for (int state : STATES) {
                        Fields after =
                                new Fields(
                                        state, fields.flags(), fields.epoch(), fields.generation());
                        check(
                                fields,
                                "state " + state,
                                ConnectionWord.withState(fields.word(), state) == after.word());
                    }
                });
    }

    @Test
    void aTicketKeepsTheGenerationAndNothingElse() {
        forEach(
                fields -> {
                    long held = fields.flags() & (ConnectionWord.HOLDS | ConnectionWord.INBOUND);
                    int epoch = 15 - fields.epoch();
                    Fields ticket =
                            new Fields(ConnectionWord.PENDING, held, epoch, fields.generation());
                    check(
                            fields,
                            "pending",
                            ConnectionWord.pending(fields.word(), held, epoch) == ticket.word());
                });
    }

    /** Doomed words in every state of age and reason: neither touches what the word says otherwise. */
    @Test
    void aDoomHasAReasonAndAnAge() {
        List<Long> flags =
                List.of(0L, ConnectionWord.INBOUND, ConnectionWord.HOLDS, ConnectionWord.QUEUED);
        for (int generation : GENERATIONS) {
            for (int epoch = 0; epoch < 16; epoch++) {
                for (long flag : flags) {
                    long word =
                            new Fields(ConnectionWord.ESTABLISHED, flag, epoch, generation).word();
                    for (CloseReason reason : CloseReason.values()) {
                        checkDoom(word, reason);
                    }
                }
            }
        }
    }

    private static void checkDoom(long word, CloseReason reason) {
        long doomed = ConnectionWord.doomed(word, reason);
        for (int age = 0; age < 10; age++) {
            assertThat(ConnectionWord.has(doomed, ConnectionWord.DOOMED)).isTrue();
            assertThat(ConnectionWord.reason(doomed)).isEqualTo(reason);
            assertThat(ConnectionWord.age(doomed)).isEqualTo(Math.min(age, 7));
            // Bits 9, 12 to 14 and 20 to 23 are the doom's.
            assertThat(doomed & ~0xf0_7200L).isEqualTo(word);
            doomed = ConnectionWord.aged(doomed);
        }
        assertThat(ConnectionWord.pending(doomed, 0, 3))
                .as("the next ticket")
                .isEqualTo(ConnectionWord.pending(word, 0, 3));
    }

    @Test
    void aFreedSlotIsEmptyAndOneGenerationOn() {
        forEach(
                fields -> {
                    Fields free = new Fields(ConnectionWord.FREE, 0, 0, fields.generation() + 1);
                    check(fields, "free", ConnectionWord.free(fields.word()) == free.word());
                });
        Fields last = new Fields(ConnectionWord.CLOSING, ConnectionWord.HOLDS, 15, -1);
        assertThat(ConnectionWord.free(last.word())).as("after 2^32 tenants").isZero();
    }
}
