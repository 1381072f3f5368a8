/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyOnWriteConnectionsTest {
    private final CopyOnWriteConnections connections = new CopyOnWriteConnections();

    @Test
    void findsAConnectionUntilItIsClosed() {
        CopyOnWriteConnections.Entry first = connections.open(peer(1), 10);
        CopyOnWriteConnections.Entry second = connections.open(peer(1), 11);
        connections.open(peer(2), 12);

        assertThat(connections.find(peer(1))).isSameAs(first);
        assertThat(connections.close(first)).isTrue();
        assertThat(connections.find(peer(1))).isSameAs(second);
        assertThat(connections.close(second)).isTrue();
        assertThat(connections.find(peer(1))).isNull();
        assertThat(connections.size()).isEqualTo(1);
    }

    @Test
    void closingTwiceClosesOnce() {
        CopyOnWriteConnections.Entry first = connections.open(peer(1), 10);
        connections.open(peer(1), 10);

        assertThat(connections.close(first)).isTrue();
        assertThat(connections.close(first)).isFalse();
        assertThat(connections.size()).isEqualTo(1);
    }

    private static PeerId peer(int number) {
        return new PeerId(new byte[] {(byte) number});
    }
}
