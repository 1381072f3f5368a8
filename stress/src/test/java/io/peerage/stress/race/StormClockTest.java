/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StormClockTest {
    private static final long LEASE = 400;

    @Test
    void waitsForAProducerThatIsStuckInAStep() {
        Live live = new Live(2);
        StormClock clock = new StormClock(live, LEASE);
        live.publish(0, 1, 0);
        for (int i = 0; i < 10_000; i++) {
            live.publish(1, i, 0);
            clock.advance();
        }
        assertThat(clock.nanoTime()).isEqualTo(LEASE / 4);

        live.publish(0, 2, 0);
        live.publish(1, 0, 0);
        for (int i = 0; i < 10_000; i++) {
            clock.advance();
        }

        assertThat(clock.nanoTime()).isEqualTo(LEASE / 2);
    }

    @Test
    void skipsAtRest() {
        StormClock clock = new StormClock(new Live(1), LEASE);

        clock.skip(3 * LEASE);

        assertThat(clock.nanoTime()).isEqualTo(3 * LEASE);
    }
}
