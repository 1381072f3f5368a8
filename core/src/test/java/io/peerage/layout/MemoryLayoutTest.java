/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.peerage.PeerManager;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.PaddedLongs;
import io.peerage.config.DialConfig;
import io.peerage.model.MemoryFootprint;
import io.peerage.timer.DeadlineTree;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/** Architecture, contract 1: what a manager really holds, every object that it reaches counted by JOL. */
class MemoryLayoutTest {
    private static final int PEERS = 1_000_000;
    private static final int CONNECTIONS = 100_000;
    private static final int BYTES_A_PEER = 160;
    private static final int BYTES_AN_ADDRESS = 16;
    private static final int BYTES_A_CONNECTION = 64;
    private static final int BYTES_A_NETGROUP = 8;
    private static final double BYTES_A_DEADLINE = 8.6;
    private static final int LINE = 64;

    private static PeerManager manager(int peers, int connections, int idBytes) {
        return PeerManager.builder()
                .maxPeers(peers)
                .maxIdBytes(idBytes)
                .maxConnections(connections)
                .build();
    }

    private static PeerManager dialing(int peers, int connections) {
        return PeerManager.builder()
                .maxPeers(peers)
                .maxConnections(connections)
                .dialing(DialConfig.DEFAULT)
                .build();
    }

    private static long bytes(PeerManager manager) {
        return GraphLayout.parseInstance(manager).totalSize();
    }

    @Test
    void aPeerTakesAtMost160Bytes() {
        PeerManager large = manager(PEERS, 1_000, 48);
        PeerManager small = manager(1_000, 1_000, 48);
        double aPeer = (double) (bytes(large) - bytes(small)) / (PEERS - 1_000);
        assertThat(aPeer).isLessThanOrEqualTo(BYTES_A_PEER);

        MemoryFootprint footprint = large.footprint();
        assertThat(footprint.peers()).isEqualTo(PEERS);
        assertThat(footprint.bytesPerPeer()).isCloseTo(aPeer, withinPercentage(1));
    }

    @Test
    void aConnectionTakesAtMost64BytesItsPrefixesIncluded() {
        PeerManager large = manager(1_000, CONNECTIONS, 48);
        PeerManager small = manager(1_000, 1_000, 48);
        double aConnection = (double) (bytes(large) - bytes(small)) / (CONNECTIONS - 1_000);
        assertThat(aConnection).isLessThanOrEqualTo(BYTES_A_CONNECTION);

        MemoryFootprint footprint = large.footprint();
        assertThat(footprint.connections()).isEqualTo(large.connectionSlots());
        assertThat(footprint.bytesPerConnection()).isCloseTo(aConnection, withinPercentage(1));
    }

    /** What a node knows of peers to be dialed included; only their addresses belong to the address book. */
    @Test
    void aPeerOfANodeThatDialsTakesAtMost160BytesBesideItsAddress() {
        PeerManager large = dialing(PEERS, 1_000);
        PeerManager small = dialing(1_000, 1_000);
        double aPeer = (double) (bytes(large) - bytes(small)) / (PEERS - 1_000);
        assertThat(aPeer).isLessThanOrEqualTo(BYTES_A_PEER + BYTES_AN_ADDRESS);

        MemoryFootprint footprint = large.footprint();
        assertThat(footprint.bytesPerPeer()).isCloseTo(aPeer, withinPercentage(1));
        assertThat(bytes(large))
                .isCloseTo(
                        footprint.peerBytes()
                                + footprint.connectionBytes()
                                + footprint.otherBytes(),
                        withinPercentage(1));
    }

    /** Outbound connections are counted by netgroup beside what every connection takes. */
    @Test
    void aConnectionOfANodeThatDialsTakesAtMost64BytesBesideItsNetgroup() {
        PeerManager large = dialing(1_000, CONNECTIONS);
        PeerManager small = dialing(1_000, 1_000);
        double aConnection = (double) (bytes(large) - bytes(small)) / (CONNECTIONS - 1_000);
        assertThat(aConnection).isLessThanOrEqualTo(BYTES_A_CONNECTION + BYTES_A_NETGROUP);
        assertThat(large.footprint().bytesPerConnection())
                .isCloseTo(aConnection, withinPercentage(1));
    }

    /** Everything together, what is independent of the sizes included. */
    @ParameterizedTest
    @ValueSource(ints = {1, 42, 48, 64})
    void theFootprintIsWhatTheManagerHolds(int idBytes) {
        PeerManager manager = manager(PEERS / 2, CONNECTIONS, idBytes);
        MemoryFootprint footprint = manager.footprint();
        long told = footprint.peerBytes() + footprint.connectionBytes() + footprint.otherBytes();

        assertThat(bytes(manager)).isCloseTo(told, withinPercentage(1));
        if (idBytes <= 48) {
            assertThat(bytes(manager))
                    .isLessThanOrEqualTo(
                            (long) BYTES_A_PEER * footprint.peers()
                                    + (long) BYTES_A_CONNECTION * footprint.connections());
        }
    }

    @Test
    void whatIsRegisteredAndConnectedTakesNothingMore() {
        PeerManager manager = manager(10_000, 1_000, 48);
        long before = bytes(manager);
        byte[] id = new byte[34];
        for (int i = 0; i < 10_000; i++) {
            id[0] = (byte) i;
            id[1] = (byte) (i >> 8);
            long peer = manager.register(id);
            if (i < 600) {
                long ticket = manager.admitInbound(0, 0xffffL << 32 | (long) i << 16 | 1);
                manager.establishInbound(ticket, peer);
            }
        }
        manager.tick();
        assertThat(bytes(manager)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 1_000, PEERS})
    void aTreeOfDeadlinesHoldsWhatItTells(int keys) {
        DeadlineTree tree = new DeadlineTree(keys, 0);
        long objects = VM.current().sizeOf(tree);
        // Arrays are rounded up to eight bytes, one of ints by four at most.
        assertThat(GraphLayout.parseInstance(tree).totalSize() - objects)
                .isBetween(tree.bytes(), tree.bytes() + 4);
        if (keys == PEERS) {
            assertThat((double) tree.bytes() / keys).isLessThanOrEqualTo(BYTES_A_DEADLINE);
        }
        tree.schedule(keys - 1, 5);
        tree.advance(5, 1, (key, deadline) -> tree.schedule(key, 6));
        assertThat(GraphLayout.parseInstance(tree).totalSize() - objects)
                .isBetween(tree.bytes(), tree.bytes() + 4);
    }

    /** Two writers of neighbouring words, or a writer and whatever lies beside the array, never share a pair of lines. */
    @Test
    void paddedWordsAreTwoLinesApart() throws ReflectiveOperationException {
        for (int size : new int[] {1, 2, 32}) {
            PaddedLongs padded = new PaddedLongs(size);
            for (int i = 0; i < size; i++) {
                padded.setVolatile(i, i + 1L);
            }
            long[] words = words(padded);
            int previous = -1;
            for (int at = 0; at < words.length; at++) {
                if (words[at] != 0) {
                    int bytesBefore = 8 * (at - Math.max(0, previous));
                    assertThat(bytesBefore).isGreaterThanOrEqualTo(previous < 0 ? LINE : 2 * LINE);
                    previous = at;
                }
            }
            assertThat(8 * (words.length - previous)).isGreaterThanOrEqualTo(2 * LINE);
        }
    }

    /** A record of eight words starts a line where the array itself does. */
    @Test
    void linesStartOnALineOfTheArray() throws ReflectiveOperationException {
        LongColumn lines = LongColumn.lines(16);
        lines.setPlain(0, 1);
        long[] words = array(lines);
        assertThat(words[6]).isEqualTo(1);
        assertThat(VM.current().arrayBaseOffset("long") + 6 * 8).isEqualTo(LINE);
        assertThat(words.length - (6 + 16)).as("behind the last").isGreaterThanOrEqualTo(8);
    }

    private static long[] words(PaddedLongs padded) throws ReflectiveOperationException {
        Field field = PaddedLongs.class.getDeclaredField("words");
        field.setAccessible(true);
        return array((LongColumn) field.get(padded));
    }

    private static long[] array(LongColumn column) throws ReflectiveOperationException {
        Field field = LongColumn.class.getDeclaredField("words");
        field.setAccessible(true);
        return (long[]) field.get(column);
    }
}
