/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import org.junit.jupiter.api.Test;

/** The default prefix table has room for a full node, also when no two of its peers share a prefix. */
class DefaultPrefixRoomTest {
    private static final int INBOUND = 120;
    private static final int OUTBOUND = 80;

    @Test
    void aFullNodeOfStrangersFindsACellForEachPrefix() {
        // Many secrets: where the cells lie depends on them.
        for (int secret = 0; secret < 200; secret++) {
            PeerManager manager = PeerManager.builder().hashKey(secret, ~secret).build();
            for (int i = 0; i < INBOUND + OUTBOUND; i++) {
                byte[] id = {(byte) i, (byte) (i >> 8), 1};
                long ticket =
                        i < INBOUND
                                ? manager.admitInbound(network(i), 1)
                                : manager.admitOutbound(manager.register(id), network(i), 1);
                int outcome =
                        i < INBOUND
                                ? manager.establishInbound(ticket, id)
                                : manager.establishOutbound(ticket);
                assertThat(Outcome.result(outcome)).isEqualTo(Result.FIRST_CONNECTION);
            }
        }
    }

    private static long network(int number) {
        return 0x2001_0db8_0000_0000L | (long) number << 16;
    }
}
