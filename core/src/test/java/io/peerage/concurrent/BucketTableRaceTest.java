/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a lookup makes of a cell that others change while it compares the key. */
class BucketTableRaceTest {
    private static final long HASH = 0x1234_5678_9abc_def0L;
    private static final byte[] KEY = {1};

    @Test
    void aCellThatWasFreedWhileItsKeyWasComparedIsNoMatch() {
        InterruptedTable table = new InterruptedTable();
        table.insert(HASH, 5, KEY, 0, 1);
        assertThat(table.find(HASH, KEY, 0, 1)).isEqualTo(5);

        InterruptedTable interrupted = new InterruptedTable();
        interrupted.insert(HASH, 5, KEY, 0, 1);
        interrupted.meanwhile = () -> interrupted.free(HASH, 5);
        assertThat(interrupted.find(HASH, KEY, 0, 1)).isZero();
    }

    @Test
    void aCellThatWentToAnotherKeyMeanwhileIsNoMatchAndTheKeyIsFoundWhereItIsNow() {
        InterruptedTable table = new InterruptedTable();
        table.insert(HASH, 5, KEY, 0, 1);
        table.meanwhile =
                () -> {
                    table.free(HASH, 5);
                    table.insert(HASH ^ 1, 6, KEY, 0, 1);
                    table.insert(HASH, 7, KEY, 0, 1);
                };
        assertThat(table.find(HASH, KEY, 0, 1)).isIn(0L, 7L);
        assertThat(table.find(HASH, KEY, 0, 1)).isEqualTo(7);
    }

    /** Runs something, once, in the middle of a comparison. */
    private static final class InterruptedTable extends BucketTable {
        Runnable meanwhile = () -> {};

        InterruptedTable() {
            super(4, 8, 4);
        }

        @Override
        protected long match(int at, long value, byte[] key, int offset, int length) {
            Runnable others = meanwhile;
            meanwhile = () -> {};
            others.run();
            return value;
        }
    }
}
