/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.model.LimitKind;
import io.peerage.model.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {
    private static List<String> problems(PeerManagerBuilder builder) {
        try {
            builder.build();
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static PeerManagerBuilder builder() {
        return PeerManager.builder().maxPeers(100);
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        PeerManagerBuilder builder =
                PeerManager.builder()
                        .maxPeers(0)
                        .maxIdBytes(65)
                        .maxConnections(-5)
                        .maxInbound(-1)
                        .maxOutbound(-2)
                        .maxPendingInbound(-3)
                        .maxPendingOutbound(-4)
                        .maxPerPeer(64)
                        .maxTrusted(-6)
                        .prefixLimits(
                                new PrefixLimits(
                                        List.of(new PrefixLimit(33, -1)),
                                        List.of(new PrefixLimit(65, 262_144)),
                                        List.of(),
                                        -7))
                        .inboundLease(Duration.ZERO)
                        .outboundLease(Duration.ofHours(2))
                        .localId(new byte[66]);

        assertThat(problems(builder))
                .containsExactly(
                        "maxPeers is 0, allowed are 1 to 16000000; set how many peers are to be known at once",
                        "maxIdBytes is 65, allowed are 1 to 64; set the length of the longest id; libp2p's are 34 to 42",
                        "maxConnections is -5, allowed are 1 to 2000000; set how many connections the node may have",
                        "maxInbound is -1, allowed are 0 to 2000000; set 0 for a node that accepts none",
                        "maxOutbound is -2, allowed are 0 to 2000000; set 0 for a node that dials none",
                        "maxPendingInbound is -3, allowed are 0 to 2000000; set how many handshakes may run at once",
                        "maxPendingOutbound is -4, allowed are 0 to 2000000; set how many dials may run at once",
                        "maxPerPeer is 64, allowed are 1 to 63; set how many connections one peer may have",
                        "maxTrusted is -6, allowed are 0 to 2000000; set 0 to let nobody past a limit",
                        "IPv4 prefix bits is 33, allowed are 1 to 32; name the bits of the network part",
                        "IPv4 /33 limit is -1, allowed are 0 to 262143; set 0 to disable the level",
                        "IPv6 prefix bits is 65, allowed are 1 to 64; name the bits of the network part",
                        "IPv6 /65 limit is 262144, allowed are 0 to 262143; set 0 to disable the level",
                        "prefix capacity is -7, allowed are 0 to 32000000; leave it 0 to have it follow maxConnections",
                        "inboundLease is 0, allowed are 1 ms to 1 h; set the longest time of a handshake",
                        "outboundLease is 2 h, allowed are 1 ms to 1 h; set the longest time of a handshake",
                        "localId has 66 bytes, allowed are 1 to 65; pass the node's whole id, or raise maxIdBytes");
    }

    @Test
    void theExceptionsMessageListsThemAll() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder().maxPerPeer(0).maxTrusted(-1).build())
                .withMessage(
                        """
                        2 mistakes in the configuration:
                          maxPerPeer is 0, allowed are 1 to 63; set how many connections one peer may have
                          maxTrusted is -1, allowed are 0 to 2000000; set 0 to let nobody past a limit""");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder().maxPerPeer(0).build())
                .withMessageStartingWith("1 mistake in the configuration:\n");
    }

    /** Exceptions are sent between processes by test runners and remote calls. */
    @Test
    void theExceptionCanBeSerialized() throws IOException, ClassNotFoundException {
        ConfigException told = new ConfigException(List.of("one", "two"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(told);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ConfigException heard = (ConfigException) in.readObject();
            assertThat(heard.problems()).containsExactly("one", "two");
            assertThat(heard).hasMessage(told.getMessage());
        }
    }

    static Stream<Arguments> singleMistakes() {
        PrefixLimit v4 = new PrefixLimit(32, 8);
        return Stream.of(
                Arguments.of(builder().maxPeers(-1), "maxPeers is -1"),
                Arguments.of(builder().maxPeers(16_000_001), "maxPeers is 16000001"),
                Arguments.of(builder().maxIdBytes(0), "maxIdBytes is 0"),
                // What is derived from a wrong setting is no mistake of its own.
                Arguments.of(builder().maxConnections(0), "maxConnections is 0"),
                Arguments.of(builder().maxConnections(-5), "maxConnections is -5"),
                Arguments.of(
                        builder().maxConnections(Integer.MIN_VALUE),
                        "maxConnections is -2147483648"),
                Arguments.of(
                        builder().maxConnections(Integer.MAX_VALUE),
                        "maxConnections is 2147483647"),
                Arguments.of(builder().maxInbound(-1), "maxInbound is -1"),
                Arguments.of(builder().maxOutbound(-1), "maxOutbound is -1"),
                Arguments.of(
                        builder().maxConnections(10).maxInbound(11),
                        "maxInbound 11 is above maxConnections 10; lower it or raise maxConnections"),
                Arguments.of(
                        builder().maxConnections(10).maxOutbound(11),
                        "maxOutbound 11 is above maxConnections 10; lower it or raise maxConnections"),
                Arguments.of(
                        builder().maxInbound(0).maxOutbound(0),
                        "maxInbound and maxOutbound are both 0, so that no connection is ever admitted; raise one"),
                Arguments.of(
                        builder().maxPendingInbound(0),
                        "maxPendingInbound is 0 while maxInbound is 120, so that no inbound connection is ever"),
                Arguments.of(
                        builder().maxPendingOutbound(0),
                        "maxPendingOutbound is 0 while maxOutbound is 80, so that no dial is ever"),
                Arguments.of(builder().maxPerPeer(0), "maxPerPeer is 0"),
                Arguments.of(
                        builder().inboundLease(Duration.ofNanos(999_999)), "is 999999 ns, allowed"),
                Arguments.of(
                        builder().inboundLease(Duration.ofSeconds(-1)), "inboundLease is -1 s"),
                Arguments.of(
                        builder().outboundLease(Duration.ofHours(1).plusNanos(1)),
                        "outboundLease is 3600000000001 ns"),
                Arguments.of(
                        builder().outboundLease(Duration.ofSeconds(Long.MAX_VALUE)),
                        "outboundLease is 292 years or more"),
                Arguments.of(
                        builder().outboundLease(Duration.ofSeconds(Long.MIN_VALUE)),
                        "outboundLease is -292 years or more"),
                Arguments.of(
                        builder().localId(new byte[0]), "localId has 0 bytes, allowed are 1 to 48"),
                Arguments.of(
                        builder().localId(new byte[49]),
                        "localId has 49 bytes, allowed are 1 to 48"),
                Arguments.of(
                        prefixes(List.of(v4, new PrefixLimit(24, 7))),
                        "IPv4 /24 allows 7 and the narrower /32 allows 8, which can't be reached; raise"),
                Arguments.of(
                        prefixes(List.of(v4, new PrefixLimit(32, 8))),
                        "IPv4 /32 is given twice; keep one limit for it"),
                Arguments.of(
                        prefixes(
                                List.of(
                                        v4,
                                        new PrefixLimit(24, 9),
                                        new PrefixLimit(16, 10),
                                        new PrefixLimit(8, 11))),
                        "IPv4 has 4 prefix levels, allowed are 0 to 3; keep the ones that matter most"),
                Arguments.of(prefixes(List.of(new PrefixLimit(0, 8))), "IPv4 prefix bits is 0"));
    }

    private static PeerManagerBuilder prefixes(List<PrefixLimit> v4) {
        return builder().prefixLimits(new PrefixLimits(v4, List.of(), List.of(), 0));
    }

    @ParameterizedTest
    @MethodSource("singleMistakes")
    void oneMistakeIsToldOnce(PeerManagerBuilder builder, String told) {
        assertThat(problems(builder)).singleElement().asString().contains(told).contains("; ");
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        assertThat(
                        problems(
                                builder()
                                        .maxPeers(1)
                                        .maxIdBytes(1)
                                        .maxConnections(1)
                                        .maxPerPeer(63)
                                        .maxTrusted(0)
                                        .inboundLease(Duration.ofMillis(1))
                                        .outboundLease(Duration.ofHours(1))
                                        .localId(new byte[1])))
                .isEmpty();
        assertThat(problems(builder().maxIdBytes(64).localId(new byte[64]).maxPerPeer(1)))
                .isEmpty();
        assertThat(problems(builder().maxInbound(0))).isEmpty();
        assertThat(problems(builder().maxOutbound(0))).isEmpty();
        assertThat(problems(builder().prefixLimits(PrefixLimits.NONE))).isEmpty();
        assertThat(problems(prefixes(List.of(new PrefixLimit(32, 8), new PrefixLimit(24, 0)))))
                .as("a disabled level contradicts nothing")
                .isEmpty();
    }

    private static long[] admit(PeerManager manager, int wanted) {
        long[] tickets = new long[wanted];
        for (int i = 0; i < wanted; i++) {
            // Each from a network of its own.
            tickets[i] = manager.admitInbound(0, 0xffffL << 32 | (i + 1L) << 24 | i << 8 | 1);
            assertThat(tickets[i]).as("inbound %d", i).isPositive();
        }
        return tickets;
    }

    private static void establish(PeerManager manager, long[] tickets, int firstId) {
        for (int i = 0; i < tickets.length; i++) {
            manager.establishInbound(tickets[i], id(firstId + i));
        }
    }

    private static byte[] id(int i) {
        return new byte[] {(byte) (i >> 8), (byte) i, 1};
    }

    private static long another(PeerManager manager) {
        return manager.admitInbound(0, 0xffffL << 32 | 0x01020304);
    }

    private static long dial(PeerManager manager, int i) {
        return manager.admitOutbound(manager.register(id(i)), 0, 0);
    }

    @Test
    void withoutASettingTheDefaultsHold() {
        PeerManager manager = PeerManager.builder().build();
        assertThat(manager.footprint().peers()).isEqualTo(16_384);
        assertThat(manager.connectionSlots()).as("with the trusted ones").isEqualTo(200 + 16);

        establish(manager, admit(manager, 64), 0);
        long[] second = admit(manager, 56);
        establish(manager, second, 64);
        assertThat(manager.inbound()).isEqualTo(120);
        assertThat(another(manager)).isEqualTo(Result.INBOUND_LIMIT.code());

        for (int i = 0; i < 64; i++) {
            assertThat(dial(manager, 1000 + i)).isPositive();
        }
        assertThat(dial(manager, 2000)).isEqualTo(Result.PENDING_OUTBOUND_LIMIT.code());
        for (int i = 0; i < 64; i++) {
            manager.establishOutbound(manager.dialTicket(manager.lookup(id(1000 + i))));
        }
        for (int i = 64; i < 80; i++) {
            assertThat(dial(manager, 1000 + i)).isPositive();
        }
        assertThat(dial(manager, 2000)).isEqualTo(Result.OUTBOUND_LIMIT.code());
        assertThat(dial(manager, 1000)).isEqualTo(Result.OUTBOUND_LIMIT.code());
        assertThat(manager.verify()).isEmpty();
    }

    @Test
    void theDefaultLadderAndPeerLimit() {
        assertThat(PrefixLimits.DEFAULT.v4())
                .containsExactly(new PrefixLimit(32, 8), new PrefixLimit(24, 64));
        assertThat(PrefixLimits.DEFAULT.v6())
                .containsExactly(
                        new PrefixLimit(64, 8), new PrefixLimit(56, 16), new PrefixLimit(48, 64));
        PeerManager manager = PeerManager.builder().build();
        for (int i = 0; i < 8; i++) {
            assertThat(another(manager)).isPositive();
        }
        assertThat(another(manager)).isEqualTo(Result.PREFIX_LIMIT.code());

        long[] three = admit(manager, 3);
        establish(manager, new long[] {three[0]}, 7);
        establish(manager, new long[] {three[1]}, 7);
        assertThat(manager.establishInbound(three[2], id(7))).isEqualTo(Result.PEER_LIMIT.code());
    }

    @Test
    void pendingLimitsFollowSmallerOnes() {
        PeerManager manager = builder().maxConnections(10).build();
        admit(manager, 6);
        assertThat(another(manager)).as("60 % of 10").isEqualTo(Result.INBOUND_LIMIT.code());
        for (int i = 0; i < 4; i++) {
            assertThat(dial(manager, i)).isPositive();
        }
        assertThat(dial(manager, 5)).isEqualTo(Result.OUTBOUND_LIMIT.code());
    }

    @Test
    void inboundFollowsWhatOutboundLeaves() {
        PeerManager manager = builder().maxConnections(10).maxOutbound(1).build();
        admit(manager, 9);
        assertThat(another(manager)).isEqualTo(Result.INBOUND_LIMIT.code());
        assertThat(dial(manager, 1)).isPositive();
        assertThat(dial(manager, 2)).isEqualTo(Result.OUTBOUND_LIMIT.code());
    }

    @Test
    void outboundFollowsWhatInboundLeaves() {
        PeerManager manager = builder().maxConnections(10).maxInbound(7).build();
        for (int i = 0; i < 3; i++) {
            assertThat(dial(manager, i)).isPositive();
        }
        assertThat(dial(manager, 3)).isEqualTo(Result.OUTBOUND_LIMIT.code());
    }

    @Test
    void sharesThatOverlapAreHeldByTheTotal() {
        PeerManager manager = builder().maxConnections(10).maxInbound(8).maxOutbound(8).build();
        admit(manager, 8);
        assertThat(dial(manager, 1)).isPositive();
        assertThat(dial(manager, 2)).isPositive();
        assertThat(dial(manager, 3)).isEqualTo(Result.TOTAL_LIMIT.code());
    }

    @Test
    void aConfigurationIsNotChangedFromOutside() {
        byte[] self = {1, 2, 3};
        PeerManagerBuilder builder = builder().localId(self);
        self[0] = 9;
        PeerManager manager = builder.build();
        assertThat(manager.lookup(new byte[] {1, 2, 3})).isPositive();
        assertThat(manager.lookup(self)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(Trust.DEFAULT.bypass()).containsExactlyInAnyOrder(LimitKind.values());
        assertThat(new Trust(Set.of(), List.of()).bypass()).isEmpty();
    }

    @Test
    void aFailedBuildCanBeMended() {
        PeerManagerBuilder builder = builder().maxPerPeer(0);
        assertThat(problems(builder)).hasSize(1);
        assertThat(problems(builder.maxPerPeer(2))).isEmpty();
    }
}
