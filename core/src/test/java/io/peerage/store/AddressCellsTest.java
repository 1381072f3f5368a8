/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AddressCellsTest {
    @Property
    void theNthBitIsTheOneWithAsManyBelowIt(@ForAll long bits) {
        int nth = 0;
        for (int at = 0; at < 64; at++) {
            if ((bits >>> at & 1) != 0) {
                assertThat(AddressCells.nthBit(bits, nth++)).isEqualTo(at);
            }
        }
    }

    /** A cell below 256 is emptied if it is taken, else filled. */
    @Property
    void cellsAreAMapThatIsDrawnFrom(
            @ForAll @Size(max = 300) List<@IntRange(max = 255) Integer> steps, @ForAll long seed) {
        AddressCells cells = new AddressCells(4);
        Map<Integer, Integer> model = new HashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int cell : steps) {
            if (model.remove(cell) != null) {
                cells.clear(cell);
            } else {
                cells.put(cell, 1_000 + cell);
                model.put(cell, 1_000 + cell);
            }
            assertThat(cells.at(cell)).isEqualTo(model.getOrDefault(cell, AddressColumns.NONE));
            assertThat(cells.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(model).containsValue(cells.random(random.nextLong()));
            }
        }
    }

    @Test
    void anEmptyCellIsFoundRoundTheBucketUntilItIsFull() {
        AddressCells cells = new AddressCells(16);
        for (int i = 0; i < 64; i++) {
            int cell = cells.emptyFrom(5 * 64 + 40);
            assertThat(cell).isEqualTo(5 * 64 + (40 + i) % 64);
            cells.put(cell, i);
        }
        assertThat(cells.emptyFrom(5 * 64 + 40)).isEqualTo(AddressColumns.NONE);
        cells.clear(5 * 64 + 39);
        assertThat(cells.emptyFrom(5 * 64 + 40)).isEqualTo(5 * 64 + 39);
        assertThat(cells.emptyFrom(4 * 64 + 63)).isEqualTo(4 * 64 + 63);
    }

    /** 64 addresses in one bucket are drawn as often as the only one of another. */
    @Test
    void bucketsAreDrawnAlikeAndAddressesOfABucketToo() {
        AddressCells cells = new AddressCells(16);
        for (int i = 0; i < 64; i++) {
            cells.put(5 * 64 + i, i);
        }
        cells.put(9 * 64 + 17, 100);
        int[] drawn = new int[101];
        SplittableRandom random = new SplittableRandom(7);
        int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            drawn[cells.random(random.nextLong())]++;
        }
        assertThat(drawn[100] / (double) draws).isCloseTo(0.5, within(0.01));
        for (int i = 0; i < 64; i++) {
            assertThat(drawn[i] / (double) draws).isCloseTo(0.5 / 64, within(0.002));
        }
    }
}
