/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;

class HarnessTest {
    private static Measurement measurement(int threads, Mode mode) {
        return new Measurement(
                "a", Collections.unmodifiableSortedMap(new TreeMap<>()), threads, mode, false);
    }

    /** One that gets 9 done in the time of another's 1 takes a ninth of its time: 2 by 10 of both, and not the mean of 1 and 1/9. */
    @Test
    void ofSeveralThreadsCountsWhatAllGetDone() {
        Mode mode = Harness.mode(measurement(2, Mode.AverageTime));

        assertThat(mode).isEqualTo(Mode.Throughput);
        assertThat(Harness.nanos(9.0 / 100 + 1.0 / 100, mode, 2)).isEqualTo(20);
    }

    @Test
    void ofOneThreadCountsItsTime() {
        Mode mode = Harness.mode(measurement(1, Mode.AverageTime));

        assertThat(mode).isEqualTo(Mode.AverageTime);
        assertThat(Harness.nanos(100, mode, 1)).isEqualTo(100);
        assertThat(Harness.mode(measurement(8, Mode.SingleShotTime)))
                .isEqualTo(Mode.SingleShotTime);
    }
}
