/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventQueueTest {
    @Property(tries = 200)
    void eventsComeByTimeAndThenInTheOrderInWhichTheyWereAdded(
            @ForAll @Size(max = 3_000) List<@IntRange(max = 50) Integer> times) {
        EventQueue queue = new EventQueue();
        List<int[]> expected = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            queue.add(times.get(i), i);
            expected.add(new int[] {times.get(i), i});
        }
        // Sorting is stable.
        expected.sort(Comparator.comparingInt(event -> event[0]));

        for (int[] event : expected) {
            assertThat(queue.time()).isEqualTo(event[0]);
            assertThat(queue.poll()).isEqualTo(event[1]);
        }
        assertThat(queue.isEmpty()).isTrue();
    }

    @Property
    void eventsAreReadAsTheyWereWritten(
            @ForAll EventKind kind,
            @ForAll @IntRange(max = EventWord.MOST_SUBJECTS - 1) int subject,
            @ForAll int detail) {
        long word = EventWord.of(kind, subject, detail);

        assertThat(EventWord.kind(word)).isEqualTo(kind);
        assertThat(EventWord.subject(word)).isEqualTo(subject);
        assertThat(EventWord.detail(word)).isEqualTo(detail);
    }
}
