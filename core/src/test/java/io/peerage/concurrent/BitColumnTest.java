/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread. */
class BitColumnTest {
    private static List<Integer> walk(BitColumn set) {
        List<Integer> walked = new ArrayList<>();
        for (int i = set.firstSet(); i >= 0; i = set.nextSet(i)) {
            walked.add(i);
        }
        return walked;
    }

    private static void assertWalks(BitColumn set, Set<Integer> model) {
        assertThat(walk(set)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(model);
    }

    @Property
    void aColumnIsASet(
            @ForAll @IntRange(min = 1, max = 1000) int capacity,
            @ForAll @Size(max = 200) List<@IntRange(max = 1999) Integer> steps) {
        BitColumn set = new BitColumn(capacity);
        Set<Integer> model = new HashSet<>();
        for (int step : steps) {
            int index = step / 2 % capacity;
            boolean member = step % 2 == 0;
            set.put(index, member);
            if (member) {
                model.add(index);
            } else {
                model.remove(index);
            }
            assertThat(set.contains(index)).isEqualTo(member);
        }
        assertWalks(set, model);
    }

    /** Around each change of the shape: one word, one bit a word, all words, several bits a word. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 63, 64, 65, 127, 8191, 8192, 8193, 16_384, 524_288, 524_289})
    void aFullColumnIsWalkedOnceAndEmptied(int capacity) {
        BitColumn set = new BitColumn(capacity);
        assertThat(set.firstSet()).isEqualTo(-1);
        for (int i = 0; i < capacity; i++) {
            assertThat(set.contains(i)).isFalse();
            set.put(i, true);
        }
        boolean[] seen = new boolean[capacity];
        int count = 0;
        for (int i = set.firstSet(); i >= 0; i = set.nextSet(i)) {
            assertThat(seen[i]).as("seen before: %d", i).isFalse();
            seen[i] = true;
            count++;
        }
        assertThat(count).isEqualTo(capacity);
        for (int i = 0; i < capacity; i++) {
            set.put(i, false);
        }
        assertThat(set.firstSet()).isEqualTo(-1);
    }

    @Property
    void theWalkGoesOnFromAMemberThatLeft(
            @ForAll @IntRange(min = 1, max = 10_000) int capacity,
            @ForAll @Size(max = 50) Set<@IntRange(max = 9_999) Integer> members) {
        BitColumn set = new BitColumn(capacity);
        Set<Integer> model = new HashSet<>();
        members.forEach(i -> model.add(i % capacity));
        model.forEach(i -> set.put(i, true));
        List<Integer> walked = new ArrayList<>();
        for (int i = set.firstSet(); i >= 0; i = set.nextSet(i)) {
            walked.add(i);
            set.put(i, false);
        }
        assertThat(walked).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(model);
        assertWalks(set, Set.of());
    }
}
