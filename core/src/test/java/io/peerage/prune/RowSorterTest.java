/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowSorterTest {
    private final RowSorter reused = new RowSorter(1_000);

    /** Keys of any number of bits, in whichever digits, some bits equal in all of them; a part of an array. */
    @Property
    void rowsAreInOrderAndEqualsStayInTheirs(
            @ForAll @IntRange(max = 100) int from,
            @ForAll @IntRange(max = 900) int length,
            @ForAll @IntRange(max = 63) int bits,
            @ForAll @IntRange(max = 62) int shift,
            @ForAll long seed) {
        Random random = new Random(seed);
        long common = random.nextLong() & 0x7f00_ff00_00f0_0f10L;
        long[] keys =
                random.longs(from + length + 10L)
                        .map(x -> (x & (1L << bits) - 1) << shift & Long.MAX_VALUE | common)
                        .toArray();
        long[] original = keys.clone();
        int[] rows = IntStream.range(0, keys.length).toArray();
        int[] expected = rows.clone();
        int[] sorted =
                IntStream.range(from, from + length)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> original[i]))
                        .mapToInt(i -> i)
                        .toArray();
        System.arraycopy(sorted, 0, expected, from, length);
        reused.sort(keys, rows, from, from + length);
        assertThat(rows).isEqualTo(expected);
        assertThat(keys).isEqualTo(Arrays.stream(rows).mapToLong(i -> original[i]).toArray());
    }
}
