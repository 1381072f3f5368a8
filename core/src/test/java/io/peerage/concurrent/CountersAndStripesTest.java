/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One thread. */
class CountersAndStripesTest {
    @Property
    void aCounterIsTheSumOfWhatWasAdded(
            @ForAll @IntRange(min = 1, max = 40) int counters,
            @ForAll @IntRange(max = 5) int stripesLog,
            @ForAll @Size(max = 100) List<Long> deltas) {
        StripedCounters striped = new StripedCounters(counters, 1 << stripesLog);
        long[] model = new long[counters];
        int step = 0;
        for (long delta : deltas) {
            int counter = step * 7 % counters;
            if (step++ % 3 == 0) {
                striped.addOwned(counter, delta);
            } else {
                striped.add(counter, delta);
            }
            model[counter] += delta;
        }
        for (int counter = 0; counter < counters; counter++) {
            assertThat(striped.sum(counter)).isEqualTo(model[counter]);
        }
    }

    @Test
    void oneThreadHasOneStripeMoreHaveFourEachUpToThirtyTwo() {
        int[] threads = {-1, 0, 1, 2, 3, 4, 5, 8, 9, 31, 32, 33, 1000, Integer.MAX_VALUE};
        int[] stripes = {1, 1, 1, 8, 16, 16, 32, 32, 32, 32, 32, 32, 32, 32};
        for (int i = 0; i < threads.length; i++) {
            assertThat(Stripes.count(threads[i])).as("%d", threads[i]).isEqualTo(stripes[i]);
        }
        for (int count = 1; count <= 32; count *= 2) {
            assertThat(Stripes.mine(count)).isBetween(0, count - 1).isEqualTo(Stripes.mine(count));
        }
    }
}
