/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayingScoresTest {
    private static final PeerId PEER = new PeerId(new byte[] {1});

    @Test
    void scoresHalveAddUpAndAreBounded() {
        DecayingScores scores = new DecayingScores(600);
        assertThat(scores.score(PEER, 0)).isZero();
        assertThat(scores.add(PEER, -80, 0)).isEqualTo(-80);
        assertThat(scores.score(PEER, 600)).isCloseTo(-40, within(1e-9));
        assertThat(scores.add(PEER, -4, 1_200)).isCloseTo(-24, within(1e-9));
        assertThat(scores.add(PEER, -200, 1_200)).isEqualTo(-100);
        assertThat(scores.score(PEER, 0)).as("a clock that stepped back").isEqualTo(-100);
        assertThat(scores.score(new PeerId(new byte[] {2}), 0)).isZero();
    }
}
