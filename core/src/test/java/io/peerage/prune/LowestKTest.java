/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.hash.KeyedHash;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LowestKTest {
    private final LowestK reused = new LowestK(KeyedHash.known(1, 2));

    /** Long runs of few different keys, sorted and reversed ones, the highest and the lowest that there are: whatever pivots meet. */
    @Property
    void theLowestAreAsSorted(
            @ForAll @IntRange(min = 1, max = 3_000) int size,
            @ForAll @IntRange(min = 1, max = 5_000) int kinds,
            @ForAll @IntRange(max = 4) int shape,
            @ForAll long seed) {
        Random random = new Random(seed);
        long[] keys = random.longs(size).map(x -> Math.floorMod(x, (long) kinds)).toArray();
        if (shape == 1 || shape == 2) {
            Arrays.sort(keys);
        }
        if (shape == 2) {
            for (int i = 0; i < size / 2; i++) {
                LowestK.swap(keys, new int[size], i, size - 1 - i);
            }
        }
        if (shape == 3) {
            Arrays.setAll(keys, i -> Long.MAX_VALUE - keys[i]);
        }
        if (shape == 4) {
            Arrays.setAll(keys, i -> keys[i] % 2 == 0 ? 0 : Long.MAX_VALUE);
        }
        long[] original = keys.clone();
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int[] rows = IntStream.range(0, size).toArray();
        int k = 1 + random.nextInt(size);
        int bound = reused.partition(keys, rows, 0, size, k, seed);
        long[] front = Arrays.copyOf(keys, k);
        Arrays.sort(front);
        assertThat(front).isEqualTo(Arrays.copyOf(sorted, k));
        assertThat(IntStream.range(0, size).allMatch(i -> keys[i] == original[rows[i]])).isTrue();
        assertThat(IntStream.of(rows).sorted().toArray())
                .isEqualTo(IntStream.range(0, size).toArray());
        assertThat(bound).isBetween(k, size);
        assertThat(IntStream.range(bound, size).allMatch(i -> keys[i] > sorted[k - 1])).isTrue();
    }

    @Property
    void nothingOutsideTheRangeIsTouched(
            @ForAll @IntRange(max = 200) int from,
            @ForAll @IntRange(min = 1, max = 600) int length,
            @ForAll @IntRange(max = 200) int after,
            @ForAll long seed) {
        int size = from + length + after;
        long[] keys = new Random(seed).longs(size).map(x -> x >>> 1).toArray();
        int[] rows = IntStream.range(0, size).toArray();
        long[] original = keys.clone();
        reused.partition(keys, rows, from, from + length, 1 + length / 3, seed);
        for (int i = 0; i < size; i++) {
            if (i < from || i >= from + length) {
                assertThat(keys[i]).isEqualTo(original[i]);
                assertThat(rows[i]).isEqualTo(i);
            }
        }
    }
}
