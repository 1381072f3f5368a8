/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.time.Deadlines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One thread. A table compares ids only when their hashes agree, so here they are compared without one. */
class PeerColumnsTest {
    private static final int LONGEST = 64;

    private final PeerColumns columns = new PeerColumns(3, LONGEST);

    private void tenant(int slot, byte[] id) {
        columns.tenant(slot, id, 0, id.length);
    }

    private void recycle(int slot) {
        long word = columns.word(slot);
        assertThat(columns.casWord(slot, word, PeerWord.recycle(word))).isTrue();
    }

    private static byte[] id(int length) {
        byte[] id = new byte[length];
        for (int i = 0; i < length; i++) {
            id[i] = (byte) (0x81 + 3 * i);
        }
        return id;
    }

    /** Ids that differ from one in any one byte, or are shorter or longer by zeros, as a hash may not tell. */
    private static List<byte[]> others(byte[] id) {
        List<byte[]> others = new ArrayList<>();
        for (int i = 0; i < id.length; i++) {
            byte[] other = id.clone();
            other[i] ^= (byte) 0x80;
            others.add(other);
        }
        if (id.length > 1) {
            others.add(Arrays.copyOf(id, id.length - 1));
        }
        if (id.length < LONGEST) {
            others.add(Arrays.copyOf(id, id.length + 1));
        }
        return others;
    }

    @Test
    void anIdIsThatOfItsSlotOnlyIfEveryByteIs() {
        for (int length = 1; length <= LONGEST; length++) {
            byte[] id = id(length);
            tenant(0, id(LONGEST));
            tenant(1, id);
            tenant(2, id(1));
            long word = columns.word(1);
            assertThat(columns.wordIfId(1, id, 0, length)).isEqualTo(word).isPositive();
            byte[] framed = new byte[length + 9];
            Arrays.fill(framed, (byte) 0xee);
            System.arraycopy(id, 0, framed, 4, length);
            assertThat(columns.wordIfId(1, framed, 4, length)).isEqualTo(word);
            for (byte[] other : others(id)) {
                assertThat(columns.wordIfId(1, other, 0, other.length))
                        .as("%s of %s", Arrays.toString(other), Arrays.toString(id))
                        .isEqualTo(-1);
            }
            recycle(1);
            assertThat(columns.wordIfId(1, id, 0, length)).as("nobody lives there").isEqualTo(-1);
            recycle(0);
            recycle(2);
        }
    }

    /** As when two threads register one id, and one of them comes second. */
    @Test
    void aTenantThatIsTakenBackLeavesAFreeSlotOfTheNextGeneration() {
        tenant(1, id(34));
        columns.evict(1);
        assertThat(columns.word(1)).isEqualTo(PeerWord.free(1));
        assertThat(columns.word(0)).isEqualTo(PeerWord.free(0));
        assertThat(columns.wordIfId(1, id(34), 0, 34)).isEqualTo(-1);
        assertThat(columns.copyId(1, 0, new byte[LONGEST], 0)).isEqualTo(-1);
        assertThat(columns.copyId(1, 0, new byte[1], 0)).as("and no complaint").isEqualTo(-1);
    }

    @Test
    void aStateIsReplacedOnlyIfItIsTheExpectedOne() {
        tenant(2, id(5));
        long word = columns.word(2);
        assertThat(columns.casWord(2, word + 1, 0)).isFalse();
        assertThat(columns.word(2)).isEqualTo(word);
        assertThat(columns.casWord(2, word, PeerWord.touched(word))).isTrue();
        assertThat(columns.wordVolatile(2)).isEqualTo(PeerWord.touched(word));
        assertThat(columns.wordVolatile(0)).isZero();
    }

    /** Of the writers of a rise's time and of a fall's the one that is late doesn't turn it back, around the clock's wrap too. */
    @Test
    void anEdgesTimeDoesNotGoBack() {
        for (long start : new long[] {10, Long.MAX_VALUE - 3, -3}) {
            tenant(1, id(5));
            columns.edge(1, Deadlines.stamp(start));
            columns.edge(1, Deadlines.stamp(start + 8));
            columns.edge(1, Deadlines.stamp(start + 4));
            assertThat(columns.lastEdge(1)).isEqualTo(Deadlines.stamp(start + 8));
            recycle(1);
        }
    }
}
