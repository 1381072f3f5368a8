/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.config.FactsConfig;
import io.peerage.config.RateLimit;
import io.peerage.model.Direction;
import io.peerage.model.Result;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of connections (features A7). */
class FactsTest {
    private static final int PING = 0;
    private static final int LAST = 63;
    private static final int OTHER = 64;

    private final PeerManager manager = manager();
    private final Facts facts = manager.facts();

    private static PeerManager manager() {
        String[] protocols =
                IntStream.range(0, FactsConfig.MOST_PROTOCOLS)
                        .mapToObj(i -> "/protocol/" + i)
                        .toArray(String[]::new);
        return PeerManager.builder()
                .rateLimit(RateLimit.NONE)
                .maxPeers(50)
                .maxConnections(20)
                .facts(FactsConfig.of(protocols))
                .build();
    }

    private long connect(int id) {
        long ticket = manager.admitInbound(0, 0xffffL << 32 | 0x0a000000L | (long) id << 8);
        assertThat(manager.establishInbound(ticket, new byte[] {(byte) id})).isPositive();
        return ticket;
    }

    @Test
    void a7_protocolsBelongToTheConnectionAndEndWithIt() {
        long first = connect(1);
        long second = connect(1);
        long other = connect(2);
        assertThat(facts.protocol(first, PING, true)).isEqualTo(Result.DONE.code());
        facts.protocol(second, PING, true);
        facts.protocol(second, LAST, true);
        facts.protocol(other, LAST, true);
        assertThat(facts.protocols(first)).isEqualTo(1);
        assertThat(facts.protocols(second)).isEqualTo(1L | 1L << LAST);
        long[] found = new long[4];
        assertThat(facts.connectedPeers(PING, found)).as("each peer once").isEqualTo(1);
        assertThat(found[0]).isEqualTo(manager.lookup(new byte[] {1}));
        assertThat(facts.connectedPeers(LAST, found)).isEqualTo(2);
        assertThat(facts.connectedPeers(LAST, new long[1])).isEqualTo(1);
        assertThat(facts.connectedPeers(LAST, new long[0])).isZero();
        assertThat(facts.connectedPeers(7, found)).isZero();

        facts.protocol(second, PING, false);
        assertThat(facts.protocols(second)).isEqualTo(1L << LAST);
        manager.close(second);
        assertThat(facts.protocols(second)).isZero();
        assertThat(facts.protocol(second, PING, true)).isEqualTo(Result.UNKNOWN_CONNECTION.code());
        long next = connect(3);
        assertThat(manager.slotOf(next)).isEqualTo(manager.slotOf(second));
        assertThat(facts.protocols(next)).as("of the slot's next tenant").isZero();
        assertThat(facts.protocol(second, PING, true)).isEqualTo(Result.UNKNOWN_CONNECTION.code());
        assertThat(facts.protocols(next)).isZero();
    }

    @Test
    void a7_streamsAreCountedByProtocolAndDirectionAndLeaveWithTheirConnection() {
        long first = connect(1);
        long second = connect(2);
        facts.streamOpened(first, PING, Direction.INBOUND);
        facts.streamOpened(first, PING, Direction.INBOUND);
        facts.streamOpened(first, PING, Direction.OUTBOUND);
        facts.streamOpened(second, PING, Direction.OUTBOUND);
        facts.streamOpened(second, OTHER, Direction.OUTBOUND);
        assertThat(facts.streams(PING, Direction.INBOUND)).isEqualTo(2);
        assertThat(facts.streams(PING, Direction.OUTBOUND)).isEqualTo(2);
        assertThat(facts.streams(OTHER, Direction.OUTBOUND)).isEqualTo(1);
        assertThat(facts.streamsOf(first)).isEqualTo(3);

        assertThat(facts.streamClosed(first, PING, Direction.OUTBOUND))
                .isEqualTo(Result.DONE.code());
        assertThat(facts.streamClosed(first, PING, Direction.OUTBOUND))
                .as("none is open")
                .isEqualTo(Result.UNKNOWN_CONNECTION.code());
        manager.close(first);
        manager.close(second);
        for (int protocol : new int[] {PING, OTHER}) {
            assertThat(facts.streams(protocol, Direction.INBOUND)).isZero();
            assertThat(facts.streams(protocol, Direction.OUTBOUND)).isZero();
        }
        assertThat(facts.streamClosed(first, PING, Direction.INBOUND))
                .isEqualTo(Result.UNKNOWN_CONNECTION.code());
        assertThat(facts.streamsOf(first)).isZero();
    }

    @Test
    void a7_theAgentIsTheConnections() {
        long first = connect(1);
        assertThat(facts.agent(first)).isEmpty();
        facts.agent(first, "teku/v1");
        assertThat(facts.agent(first)).isEqualTo("teku/v1");
        facts.agent(first, "x".repeat(1_000));
        assertThat(facts.agent(first)).hasSize(256);
        manager.close(first);
        assertThat(facts.agent(first)).isEmpty();
        assertThat(facts.agent(connect(2))).isEmpty();
        assertThat(facts.agent(first, "late")).isEqualTo(Result.UNKNOWN_CONNECTION.code());
    }

    @Test
    void whatIsNoProtocolIsNamed() {
        long connection = connect(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> facts.protocol(connection, OTHER, true))
                .withMessageContaining("protocol 64 is outside 0 to 63");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> facts.streamOpened(connection, OTHER + 1, Direction.INBOUND))
                .withMessageContaining("outside 0 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> facts.ping(connection, -1))
                .withMessageContaining("negative");
        assertThat(FactsConfig.of("a", "b").protocol("b")).isEqualTo(1);
        assertThat(FactsConfig.of("a", "b").protocol("c")).isEqualTo(-1);
        assertThat(FactsConfig.of("a", "a").problems()).hasSize(1);
        PeerManager bare = PeerManager.builder().build();
        assertThat(bare.facts().ping(bare.admitInbound(0, 0), 5))
                .isEqualTo(Result.NOT_CONFIGURED.code());
        assertThat(bare.facts().connectedPeers(0, new long[1])).isZero();
    }
}
