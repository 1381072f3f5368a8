/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.multiformats.Multiaddr;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.libp2p.testing.FakeDial;
import io.peerage.libp2p.testing.Multiaddrs;
import io.peerage.libp2p.testing.Node;
import io.peerage.model.BanReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is started again from its snapshot. */
@Tag("double")
class RestartTest {
    private static final int PEERS = 6;

    @TempDir private Path folder;

    private static Node node(Path file) {
        return Node.with(
                builder ->
                        builder.restoreFrom(file)
                                .dialing(
                                        DialConfig.DEFAULT
                                                .withOutboundTarget(PEERS)
                                                .withTimes(
                                                        DialTimes.DEFAULT
                                                                .withFirstRun(Duration.ZERO)
                                                                .withFeelers(Duration.ZERO))),
                host -> host.book(BookConfig.DEFAULT.sized(256)));
    }

    private static Multiaddr address(int peer) {
        return Multiaddrs.named(20 + peer + ".0.0.1", Multiaddrs.peer(peer));
    }

    @Test
    void shouldFindItsPeersAgainAndNobodyWhoIsBanned() throws IOException {
        Path file = folder.resolve("peers.snapshot");
        Node before = node(file);
        for (int peer = 1; peer <= PEERS; peer++) {
            var unused =
                    before.host()
                            .getAddressBook()
                            .addAddrs(Multiaddrs.peer(peer), Long.MAX_VALUE, address(peer));
        }
        before.passUntil(() -> before.network().dials().size() == PEERS);
        before.network().dials().forEach(FakeDial::reach);
        before.passUntil(() -> before.manager().outbound() == PEERS);
        before.manager().bans().ban(before.peer(PEERS), BanReason.MISBEHAVIOUR);
        before.pass(Duration.ofSeconds(1));
        before.manager().snapshot(file);

        Node after = node(file);
        assertThat(after.manager().connectedPeers()).isZero();
        after.passUntil(() -> after.network().dials().size() == PEERS - 1);
        after.pass(Duration.ofMinutes(1));

        Set<Integer> dialed = new TreeSet<>();
        for (FakeDial dial : after.network().dials()) {
            for (int peer = 1; peer <= PEERS; peer++) {
                if (Arrays.equals(dial.peer().getBytes(), Multiaddrs.peer(peer).getBytes())) {
                    dialed.add(peer);
                    assertThat(dial.addresses()[0].getComponents().get(0).getValue())
                            .startsWith((byte) (20 + peer));
                }
            }
        }
        assertThat(dialed).containsExactly(1, 2, 3, 4, 5);
        assertThat(after.manager().bans().isBanned(after.peer(PEERS))).isTrue();
        assertThat(after.manager().verify()).isEmpty();
    }
}
