/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static Watcher.Sample at(int number) {
        return new Watcher.Sample("somebody", true, number, 0, 0, 0, 0, 0);
    }

    private static List<Double> after(int count) {
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            samples.add(at(i));
        }
        return samples.list().stream().map(Watcher.Sample::seconds).toList();
    }

    @Test
    void keepsAllOfAShortStorm() {
        assertThat(after(Samples.MOST)).hasSize(Samples.MOST).startsWith(0.0, 1.0, 2.0);
    }

    @Test
    void keepsEvenlySpacedOnesOfALongStorm() {
        List<Double> kept = after(100_000);

        assertThat(kept).hasSizeBetween(Samples.MOST / 2, Samples.MOST);
        double step = kept.get(1) - kept.get(0);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).isEqualTo(i * step);
        }
        assertThat(kept.get(kept.size() - 1)).isGreaterThan(100_000 - 2 * step);
    }
}
