/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of a tenant that lost the race for its id. */
class PeerColumnsRaceTest {
    @Test
    void theSlotOfALoserGoesToItsNextTenantUnderAnotherGeneration() {
        PeerColumns columns = new PeerColumns(1, 48);
        columns.tenant(0, new byte[] {1}, 0, 1);
        int loser = PeerWord.generation(columns.word(0));
        columns.evict(0);
        assertThat(PeerWord.isLive(columns.word(0))).isFalse();
        columns.tenant(0, new byte[] {2}, 0, 1);
        assertThat(PeerWord.generation(columns.word(0))).isNotEqualTo(loser);
    }
}
