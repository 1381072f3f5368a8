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
import org.junit.jupiter.api.Test;

/** One thread. */
class DirtyQueueTest {
    private static final int STRIDE = 4;
    private static final int OFFSET = 2;

    private static List<Integer> takeAll(DirtyQueue queue) {
        List<Integer> taken = new ArrayList<>();
        for (int stripe = 0; stripe < queue.stripes(); stripe++) {
            for (int i = queue.takeAll(stripe); i >= 0; i = queue.next(i)) {
                taken.add(i);
            }
        }
        return taken;
    }

    /** Rounds of pushing sets of indexes and taking everything: each comes out once, in the round it went in. */
    @Property
    void whatGoesInComesOutOnce(
            @ForAll @IntRange(max = 3) int stripesLog,
            @ForAll @Size(max = 6) List<@Size(max = 30) Set<@IntRange(max = 99) Integer>> rounds) {
        DirtyQueue queue =
                new DirtyQueue(1 << stripesLog, LongColumn.of(100 * STRIDE), STRIDE, OFFSET);
        for (Set<Integer> round : rounds) {
            round.forEach(queue::push);
            assertThat(takeAll(queue))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(round);
            assertThat(takeAll(queue)).isEmpty();
        }
    }

    /** The owner takes stacks in batches: it reads the next link before it clears a mark, and others push meanwhile. */
    @Test
    void anIndexMayBePushedAgainOnceItsLinkWasRead() {
        DirtyQueue queue = new DirtyQueue(1, LongColumn.of(10 * STRIDE), STRIDE, OFFSET);
        for (int i = 0; i < 5; i++) {
            queue.push(i);
        }
        Set<Integer> first = new HashSet<>();
        for (int i = queue.takeAll(0); i >= 0; ) {
            int next = queue.next(i);
            first.add(i);
            queue.push(i);
            i = next;
        }
        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(takeAll(queue)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void onlyLinksAreWritten() {
        LongColumn links = LongColumn.of(10 * STRIDE);
        DirtyQueue queue = new DirtyQueue(2, links, STRIDE, OFFSET);
        for (int i = 0; i < 10; i++) {
            queue.push(i);
        }
        for (int word = 0; word < 10 * STRIDE; word++) {
            if (word % STRIDE != OFFSET) {
                assertThat(links.getPlain(word)).isZero();
            }
        }
        assertThat(takeAll(queue)).hasSize(10);
    }
}
