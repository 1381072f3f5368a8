/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerage.model.CandidateKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class CandidateSetTest {
    private static final CandidateKind[] KINDS = CandidateKind.values();
    private static final int STEPS_A_PEER = KINDS.length + 2;

    /** Two of seven steps take out, so that full, half empty and empty sets all come up. */
    @Property
    void aSetIsAMapFromPeerToKind(
            @ForAll @IntRange(min = 1, max = 40) int capacity,
            @ForAll @Size(max = 300) List<@IntRange(max = 40 * 7 - 1) Integer> steps) {
        CandidateSet set = new CandidateSet(capacity);
        Map<Integer, CandidateKind> model = new HashMap<>();
        for (int step : steps) {
            int peer = step / STEPS_A_PEER % capacity;
            int what = step % STEPS_A_PEER;
            if (what < KINDS.length) {
                CandidateKind kind = KINDS[what];
                assertThat(set.add(peer, kind)).isEqualTo(model.put(peer, kind) != kind);
            } else {
                assertThat(set.remove(peer)).isEqualTo(model.remove(peer) != null);
            }
            assertIs(set, model, capacity);
        }
    }

    private static void assertIs(
            CandidateSet set, Map<Integer, CandidateKind> model, int capacity) {
        assertThat(set.size()).isEqualTo(model.size());
        for (int peer = 0; peer < capacity; peer++) {
            assertThat(set.contains(peer)).isEqualTo(model.containsKey(peer));
            assertThat(set.kindOf(peer)).isEqualTo(model.get(peer));
        }
        for (CandidateKind kind : KINDS) {
            List<Integer> listed = new ArrayList<>();
            for (int at = 0; at < set.size(kind); at++) {
                listed.add(set.at(kind, at));
            }
            List<Integer> expected =
                    model.keySet().stream().filter(peer -> model.get(peer) == kind).toList();
            assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aPositionOfAnotherKindIsOutOfRange() {
        CandidateSet set = new CandidateSet(10);
        set.add(3, CandidateKind.TRIED);
        set.add(4, CandidateKind.NEW);
        assertThat(set.at(CandidateKind.TRIED, 0)).isEqualTo(3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> set.at(CandidateKind.TRIED, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> set.at(CandidateKind.NEW, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> set.add(10, CandidateKind.NEW));
        assertThat(set.size()).isEqualTo(2);
    }

    @Test
    void aPeerTakesAtMostNineBytes() {
        CandidateSet large = new CandidateSet(1_000_000);
        CandidateSet small = new CandidateSet(1_000);
        double aPeer = (double) (size(large) - size(small)) / (1_000_000 - 1_000);
        assertThat(aPeer).isLessThanOrEqualTo(9);
        // What isn't told are the headers of the set and its arrays.
        assertThat(size(large) - large.bytes()).isBetween(0L, 200L);
    }

    private static long size(CandidateSet set) {
        return GraphLayout.parseInstance(set).totalSize();
    }
}
