/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.peerage.config.Cidr;
import io.peerage.config.FactsConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.model.Counter;
import io.peerage.model.Direction;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.testing.Ids;
import io.peerage.testing.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Many in one call come to what one by one does (features A1, A2, B7). */
class BatchesTest {
    private static final int UNKNOWN = Result.UNKNOWN_PEER.code();

    @Test
    void idsAreLookedUpInTheirOrder() {
        Node node = new Node(b -> b.maxPeers(300).maxIdBytes(64));
        byte[][] ids = new byte[300][];
        long[] expected = new long[300];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Arrays.copyOf(Ids.id(i / 2), 4 + i / 2 % 61);
            expected[i] = i % 4 < 2 ? node.manager().register(ids[i]) : UNKNOWN;
        }
        long[] found = new long[301];
        Arrays.fill(found, 77);
        assertThat(node.manager().batches().lookup(ids, 300, found)).isEqualTo(150);
        assertThat(found).startsWith(expected).endsWith(77);
    }

    @Test
    void everyNumberOfIdsIsLookedUpToItsEndAndNotFurther() {
        Node node = new Node(b -> b.maxPeers(100));
        byte[][] ids = new byte[100][];
        Arrays.setAll(ids, Ids::id);
        long[] peers = new long[100];
        Arrays.setAll(peers, node::peer);
        for (int count = 0; count <= 100; count++) {
            long[] found = new long[100];
            assertThat(node.manager().batches().lookup(ids, count, found)).isEqualTo(count);
            assertThat(Arrays.copyOf(found, count)).isEqualTo(Arrays.copyOf(peers, count));
            assertThat(Arrays.stream(found, count, 100)).allMatch(untouched -> untouched == 0);
        }
    }

    @Test
    void whoWasGivenUpIsNotFound() {
        Node node = new Node(b -> b);
        long kept = node.peer(1);
        node.manager().release(node.peer(2));
        long[] found = new long[2];
        byte[][] ids = {Ids.id(2), Ids.id(1)};
        assertThat(node.manager().batches().lookup(ids, 2, found)).isEqualTo(1);
        assertThat(found).containsExactly(UNKNOWN, kept);
        node.manager().tick();
        assertThat(node.manager().batches().lookup(ids, 2, found)).isEqualTo(1);
        assertThat(found).containsExactly(UNKNOWN, kept);
    }

    @Test
    void anIdThatIsRefusedLeavesThePlacesOfLaterChunksAlone() {
        Node node = new Node(b -> b);
        long peer = node.peer(1);
        byte[][] ids = new byte[80][];
        Arrays.fill(ids, Ids.id(1));
        ids[40] = new byte[49];
        long[] found = new long[80];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node.manager().batches().lookup(ids, 80, found))
                .withMessageContaining("49");
        assertThat(Arrays.copyOf(found, 32)).containsOnly(peer);
        assertThat(Arrays.copyOfRange(found, 32, 80)).containsOnly(0);
        ids[40] = null;
        assertThatNullPointerException()
                .isThrownBy(() -> node.manager().batches().lookup(ids, 80, found))
                .withMessageContaining("id is null");
    }

    /** All kinds of handles, in two managers that went through the same: closed together in one, each by itself in the other. */
    @Test
    void closingTogetherIsClosingOneByOne() {
        List<UnaryOperator<PeerManagerBuilder>> settings =
                List.of(
                        b -> b,
                        b -> b.facts(FactsConfig.of("ping")),
                        // The total is counted beside both directions, or implied by them.
                        b -> b.maxConnections(400).maxInbound(400).maxOutbound(400),
                        b -> b.maxConnections(400).maxInbound(200).maxOutbound(200),
                        b -> b.maxTrusted(20).trustedNetworks(List.of(Cidr.parse("10.0.0.0/24"))));
        for (int seed = 0; seed < 40; seed++) {
            for (UnaryOperator<PeerManagerBuilder> setting : settings) {
                Twin together = new Twin(setting, seed);
                Twin alone = new Twin(setting, seed);
                long[] batch = together.handles;
                int[] outcomes = new int[batch.length];
                int closed = together.manager.batches().close(batch, batch.length, outcomes);
                int[] expected =
                        Arrays.stream(alone.handles).mapToInt(alone.manager::close).toArray();
                assertThat(outcomes).isEqualTo(expected);
                assertThat(closed)
                        .isEqualTo((int) Arrays.stream(expected).filter(o -> o >= 0).count());
                assertThat(together.state()).isEqualTo(alone.state());
                assertThat(together.manager.verify()).isEmpty();
                together.manager.tick();
                alone.manager.tick();
                assertThat(together.state()).isEqualTo(alone.state());
                assertThat(together.told()).isEqualTo(alone.told());
                assertThat(together.manager.verify()).isEmpty();
            }
        }
    }

    /** A small network of connections in every state, the same for the same seed. */
    private static final class Twin {
        private static final int PEERS = 40;

        final Node node;
        final PeerManager manager;
        final long[] handles;

        Twin(UnaryOperator<PeerManagerBuilder> setting, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            node =
                    new Node(
                            b ->
                                    setting.apply(
                                            b.maxPeers(PEERS + 5)
                                                    .maxPerPeer(3)
                                                    .hashKey(1, 2)
                                                    .prefixLimits(prefixes())));
            manager = node.manager();
            List<Long> made = new ArrayList<>();
            made.add(0L);
            made.add((long) Result.TOTAL_LIMIT.code());
            for (int i = 0; i < 150; i++) {
                long peer = node.peer(random.nextInt(PEERS));
                boolean outward = random.nextInt(3) == 0;
                long ticket =
                        outward
                                ? manager.admitOutbound(peer, 0, address(random))
                                : manager.admitInbound(0, address(random));
                if (ticket > 0 && random.nextInt(5) > 0) {
                    int outcome =
                            outward
                                    ? manager.establishOutbound(ticket)
                                    : manager.establishInbound(ticket, peer);
                    assertThat(outcome).isNotZero();
                }
                made.add(ticket);
                if (random.nextInt(6) == 0) {
                    manager.close(made.get(random.nextInt(made.size())));
                }
                if (random.nextInt(10) == 0) {
                    made.add(made.get(random.nextInt(made.size())));
                }
            }
            handles = made.stream().mapToLong(Long::longValue).toArray();
        }

        private static PrefixLimits prefixes() {
            return new PrefixLimits(
                    List.of(new PrefixLimit(32, 20), new PrefixLimit(24, 60)),
                    List.of(),
                    List.of(),
                    4_096);
        }

        private static long address(SplittableRandom random) {
            return 0xffff_0a00_0000L | random.nextInt(40) << 5;
        }

        /** Peers by their indexes, since handles tell managers apart. */
        Map<Long, List<String>> told() {
            Map<Long, List<String>> told = new TreeMap<>();
            for (long peer : node.log().peers()) {
                told.put(peer & 0xff_ffff, node.log().of(peer));
            }
            assertThat(told).isNotEmpty();
            return told;
        }

        String state() {
            Map<Counter, Long> counters = new EnumMap<>(Counter.class);
            for (Counter counter : Counter.values()) {
                counters.put(counter, manager.counter(counter));
            }
            Map<Result, Long> refusals = new EnumMap<>(Result.class);
            for (Result reason : Result.values()) {
                refusals.put(reason, manager.refused(reason));
            }
            List<Object> counts =
                    List.of(
                            manager.inbound(),
                            manager.outbound(),
                            manager.connectedPeers(),
                            manager.pendingInbound(),
                            manager.pendingOutbound(),
                            manager.trusted());
            return counts + " " + counters + " " + refusals;
        }
    }

    @Test
    void howManyWereClosedIsTold() {
        Node node = new Node(b -> b);
        long peer = node.peer(1);
        long[] batch = {
            node.connectInbound(peer), node.inbound(), 0, -3, node.connectInbound(node.peer(2))
        };
        assertThat(node.manager().batches().close(batch, 4)).isEqualTo(2);
        assertThat(node.manager().batches().close(batch, 5)).isEqualTo(1);
        assertThat(node.manager().batches().close(batch, 0)).isZero();
        assertThat(node.manager().refused(Result.ALREADY_CLOSED)).isEqualTo(2);
        assertThat(node.manager().refused(Result.UNKNOWN_CONNECTION)).isEqualTo(4);
    }

    @Test
    void aPeerOfSeveralConnectionsHasOneLast() {
        Node node = new Node(b -> b.maxPerPeer(3));
        long peer = node.peer(1);
        long one = node.connectInbound(peer);
        long two = node.connectInbound(peer);
        long three = node.connectOutbound(peer);
        int[] outcomes = new int[4];
        node.manager().batches().close(new long[] {three, one, one, two}, 4, outcomes);
        assertThat(Arrays.stream(outcomes).mapToObj(Outcome::result))
                .containsExactly(
                        Result.STILL_CONNECTED,
                        Result.STILL_CONNECTED,
                        Result.ALREADY_CLOSED,
                        Result.LAST_CONNECTION);
        assertThat(Outcome.connections(outcomes[1])).isEqualTo(1);
        assertThat(node.manager().connectedPeers()).isZero();
        node.connectInbound(node.peer(2));
        assertThat(node.manager().connectedPeers()).isEqualTo(1);
        node.manager().tick();
        assertThat(node.log().isConnected(peer)).isFalse();
    }

    @Test
    void whatWasToldOfConnectionsEndsWithThem() {
        Node node = new Node(b -> b.facts(FactsConfig.of("ping")));
        long[] connections = {
            node.connectInbound(node.peer(1)), node.connectOutbound(node.peer(2))
        };
        Facts facts = node.manager().facts();
        for (long connection : connections) {
            assertThat(facts.streamOpened(connection, 0, Direction.INBOUND))
                    .isEqualTo(Result.DONE.code());
        }
        node.manager().batches().close(connections, 2, new int[2]);
        assertThat(facts.streams(0, Direction.INBOUND)).isZero();
    }

    @Test
    void aForeignHandleIsRefusedBeforeAnythingIsClosed() {
        Node node = new Node(b -> b);
        long connection = node.connectInbound(node.peer(1));
        long foreign = new Node(b -> b).inbound();
        for (long wrong : new long[] {foreign, node.peer(1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    node.manager()
                                            .batches()
                                            .close(new long[] {connection, wrong}, 2));
            assertThat(node.manager().inbound()).isEqualTo(1);
        }
    }

    @Test
    void countsBeyondAnArrayAreNamed() {
        Batches batches = new Node(b -> b).manager().batches();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batches.lookup(new byte[3][], 4, new long[9]))
                .withMessageContaining("count 4 is outside 0 to 3, the length of ids");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batches.lookup(new byte[3][], 3, new long[2]))
                .withMessageContaining("the length of handles");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batches.close(new long[3], -1))
                .withMessageContaining("count -1 is outside 0 to 3, the length of connections");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batches.close(new long[3], 3, new int[2]))
                .withMessageContaining("the length of outcomes");
    }
}
