/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerage.hash.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One thread; what many threads do to it is tested with other tools. */
class BucketTableTest {
    private static final KeyedHash HASH = KeyedHash.known(3, 4);

    private static long hash(String key) {
        return HASH.hash(key.getBytes(StandardCharsets.US_ASCII), 0, key.length());
    }

    /** A hash whose home is the given one of a number of buckets. */
    private static long hashInto(int bucket, int buckets, int fingerprint) {
        long high = (((long) bucket << 32) + buckets - 1) / buckets;
        return high << 32 | fingerprint;
    }

    /** Random insertions and removals of few keys in tiny tables, against a map. */
    @Property
    void aTableIsAMap(
            @ForAll @IntRange(min = 1, max = 40) int capacity,
            @ForAll @Size(max = 300) List<@IntRange(max = 79) Integer> steps,
            @ForAll boolean crowded) {
        CountingTable table = new CountingTable(capacity);
        Map<String, Integer> model = new HashMap<>();
        int nextValue = 1;
        for (int step : steps) {
            String key = "key" + step % 40;
            // Crowded: few homes and few fingerprints, so that everything collides.
            long hash = crowded ? hash(key) & 0xc000_0000_0000_0001L : hash(key);
            Integer present = model.get(key);
            assertThat(table.find(hash, key)).isEqualTo(present == null ? 0L : present);
            if (step < 40) {
                if (present != null) {
                    assertThat(table.insert(hash, nextValue, key)).isEqualTo((long) present);
                } else if (model.size() < capacity) {
                    long inserted = table.insert(hash, nextValue, key);
                    assertThat(inserted).as("a place is left").isLessThan(BucketTable.FULL);
                    model.put(key, nextValue);
                }
                nextValue++;
            } else if (present != null) {
                assertThat(table.remove(hash, present)).isTrue();
                model.remove(key);
            } else {
                assertThat(table.remove(hash, nextValue)).isFalse();
            }
            assertThat(table.countCells()).isEqualTo(model.size());
        }
        model.forEach(
                (key, value) -> {
                    long hash = crowded ? hash(key) & 0xc000_0000_0000_0001L : hash(key);
                    assertThat(table.find(hash, key)).isEqualTo((long) value);
                });
    }

    @Test
    void tinyTablesHoldWhatTheyAreMadeFor() {
        for (int capacity = 1; capacity <= 40; capacity++) {
            for (long hash : new long[] {0, -1L, 1L << 63, 0x1234_5678_9abc_def0L}) {
                CountingTable table = new CountingTable(capacity);
                // All of one home and one fingerprint, up to the last cell in reach.
                int cells = 7 * Math.max(1, (capacity + 3) / 4);
                for (int i = 1; i <= cells; i++) {
                    assertThat(table.insert(hash, i, "k" + i)).isLessThan(BucketTable.FULL);
                }
                assertThat(cells).isGreaterThanOrEqualTo(capacity);
                assertThat(table.insert(hash, cells + 1, "more")).isEqualTo(BucketTable.FULL);
                assertThat(table.find(hash, "more")).isZero();
                for (int i = 1; i <= cells; i++) {
                    assertThat(table.find(hash, "k" + i)).isEqualTo(i);
                    assertThat(table.insert(hash, cells + 2, "k" + i)).isEqualTo(i);
                }
                assertThat(table.remove(hash, 1)).isTrue();
                assertThat(table.insert(hash, cells + 3, "more")).isLessThan(BucketTable.FULL);
                assertThat(table.countCells()).isEqualTo(cells);
            }
        }
    }

    @Test
    void keysSpillOverTheEndOfTheTableToItsBeginning() {
        int buckets = 5;
        CountingTable table = new CountingTable(4 * buckets);
        for (int home = 0; home < buckets; home++) {
            assertThat(table.bucketsToRead(hashInto(home, buckets, 1))).isEqualTo(1);
        }
        int last = buckets - 1;
        for (int i = 1; i <= 21; i++) {
            table.insert(hashInto(last, buckets, i), i, "k" + i);
            int expected = 1 + (i - 1) / 7;
            assertThat(table.bucketsToRead(hashInto(last, buckets, 1))).isEqualTo(expected);
        }
        assertThat(table.bucketsToRead(hashInto(0, buckets, 1))).as("a neighbour").isEqualTo(1);
        for (int i = 1; i <= 21; i++) {
            assertThat(table.find(hashInto(last, buckets, i), "k" + i)).isEqualTo(i);
        }
        // A key of the bucket that was spilled into goes further itself.
        table.insert(hashInto(0, buckets, 99), 99, "own");
        assertThat(table.bucketsToRead(hashInto(0, buckets, 1))).isEqualTo(3);
        assertThat(table.find(hashInto(0, buckets, 99), "own")).isEqualTo(99);
    }

    @Test
    void theSpillGoesBackWhenTheFarthestKeysGo() {
        int buckets = 8;
        CountingTable table = new CountingTable(4 * buckets);
        for (int i = 1; i <= 21; i++) {
            table.insert(hashInto(6, buckets, i), i, "k" + i);
        }
        // The first ones stay at home; from the end, bucket by bucket.
        for (int i = 21; i >= 1; i--) {
            assertThat(table.bucketsToRead(hashInto(6, buckets, 1))).isEqualTo(1 + (i - 1) / 7);
            assertThat(table.remove(hashInto(6, buckets, i), i)).isTrue();
        }
        assertThat(table.bucketsToRead(hashInto(6, buckets, 1))).isEqualTo(1);
        assertThat(table.countCells()).isZero();
    }

    @Test
    void aKeyIsRemovedUnderItsOwnValueOnly() {
        CountingTable table = new CountingTable(4);
        table.insert(5, 1, "a");
        assertThat(table.remove(5, 2)).isFalse();
        assertThat(table.remove(6, 1)).isFalse();
        assertThat(table.find(5, "a")).isEqualTo(1);
    }

    /**
     * No tombstones: a full table that was turned over a hundred times reads no more buckets than one that was turned over
     * a few times. (A few times and not once: keys that found their home full stay where they are when it empties, so a
     * table in use reads a little more than one that was just filled.)
     */
    @Test
    void churnLeavesNothingBehind() {
        int capacity = 2_000;
        CountingTable table = new CountingTable(capacity);
        Deque<Integer> members = new ArrayDeque<>();
        for (int i = 1; i <= capacity; i++) {
            table.insert(hash("k" + i), i, "k" + i);
            members.add(i);
        }
        churn(table, members, capacity + 1, 5 * capacity);
        double used = bucketsOfAMiss(table);
        churn(table, members, 5 * capacity + 1, 100 * capacity);
        assertThat(table.countCells()).isEqualTo(capacity);
        assertThat(bucketsOfAMiss(table)).isCloseTo(used, within(0.05)).isLessThan(1.5);

        for (int member : members) {
            assertThat(table.remove(hash("k" + member), member)).isTrue();
        }
        assertThat(bucketsOfAMiss(table)).as("empty").isEqualTo(1.0);
    }

    /** Replaces members, the older ones sooner, by the keys of these numbers. */
    private static void churn(CountingTable table, Deque<Integer> members, int from, int to) {
        Random random = new Random(from);
        for (int i = from; i <= to; i++) {
            int leaving = members.removeFirst();
            if (random.nextInt(4) == 0) {
                members.addLast(leaving);
                leaving = members.removeFirst();
            }
            assertThat(table.remove(hash("k" + leaving), leaving)).isTrue();
            assertThat(table.insert(hash("k" + i), i, "k" + i)).isLessThan(BucketTable.FULL);
            members.addLast(i);
        }
    }

    private static double bucketsOfAMiss(CountingTable table) {
        long buckets = 0;
        for (int i = 0; i < 10_000; i++) {
            buckets += table.bucketsToRead(hash("miss" + i));
        }
        return buckets / 10_000.0;
    }
}
