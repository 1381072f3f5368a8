/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PrefixLimits;
import io.peerage.model.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PopulationTest {
    @Test
    void sessionLengthsAreHeavyTailedAroundTheirMean() {
        Weibull lengths = new Weibull(1_000);
        Random64 random = new Random64(1);
        int draws = 200_000;
        double sum = 0;
        int shorter = 0;
        int longest = 0;
        for (int i = 0; i < draws; i++) {
            int length = lengths.draw(random);
            sum += length;
            shorter += length < 1_000 ? 1 : 0;
            longest = Math.max(longest, length);
        }

        assertThat(sum / draws).isBetween(950.0, 1_050.0);
        // For shape 0.5, 1 - exp(-sqrt 2) of all are shorter than the mean; for an exponential it
        // would be 63 %.
        assertThat((double) shorter / draws).isBetween(0.74, 0.775);
        assertThat(longest).isGreaterThan(20_000);
    }

    @Test
    void idsAreDistinctAndShapedLikeThoseOfLibp2p() {
        PeerPool peers = new PeerPool(900, 100, 10, 3);
        Set<String> ids = new HashSet<>();
        for (int peer = 0; peer < peers.size(); peer++) {
            int at = peers.offset(peer);
            assertThat(peers.length(peer)).isEqualTo(peer % 4 == 0 ? 34 : 38);
            assertThat(peers.ids()[at]).isEqualTo((byte) (peer % 4 == 0 ? 0x12 : 0));
            ids.add(
                    new String(
                            peers.ids(),
                            at,
                            peers.length(peer),
                            java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        assertThat(ids).hasSize(1_000);
    }

    @Test
    void renewedPeersHaveIdsThatNobodyHadAndTheirAddresses() {
        PeerPool peers = new PeerPool(30, 10, 7, 3);
        Random64 random = new Random64(3);
        Set<String> seen = new HashSet<>();
        for (int turn = 0; turn < 50; turn++) {
            for (int peer = 0; peer < peers.size(); peer++) {
                assertThat(seen.add(id(peers, peer))).isTrue();
                int address = peers.address(peer);
                peers.handle(peer, 5);
                peers.renew(peer, random);
                assertThat(peers.address(peer)).isEqualTo(address);
                assertThat(peers.handle(peer)).isZero();
            }
            // The same numbers drawn again: what tells ids apart is more than chance.
            random = new Random64(3);
        }
    }

    private static String id(PeerPool peers, int peer) {
        int at = peers.offset(peer);
        return HexFormat.of().formatHex(peers.ids(), at, at + peers.length(peer));
    }

    @Test
    void syntheticAddressesFollowFromTheSeedAndAreCrowded() {
        List<IpAddress> addresses = SyntheticAddresses.of(40_000, 9);
        assertThat(addresses).isEqualTo(SyntheticAddresses.of(40_000, 9));
        assertThat(addresses).isNotEqualTo(SyntheticAddresses.of(40_000, 10));
        Map<Long, Integer> nets = new HashMap<>();
        addresses.stream()
                .filter(IpAddress::isV4)
                .forEach(a -> nets.merge(a.lo() >>> 8, 1, Integer::sum));

        assertThat(nets.values().stream().mapToInt(n -> n).max().orElseThrow()).isGreaterThan(64);
        assertThat(nets.values().stream().filter(n -> n <= 4).count())
                .isGreaterThan(nets.size() / 3);
        assertThat(addresses.stream().filter(IpAddress::isNone).count()).isBetween(3_600L, 4_400L);
    }

    @Test
    void prefixesAreSharedAsTheLadderSays() {
        AddressPool pool =
                new AddressPool(
                        List.of(
                                IpAddress.parse("198.51.100.7"),
                                IpAddress.parse("198.51.100.8"),
                                IpAddress.parse("198.51.101.7"),
                                IpAddress.parse("2001:db8:0:1::1"),
                                IpAddress.parse("2001:db8:0:1::2"),
                                IpAddress.parse("2001:db8:0:2::1"),
                                IpAddress.parse("2001:db8:0:100::1"),
                                IpAddress.NONE,
                                IpAddress.parse("127.0.0.1"),
                                IpAddress.parse("::1")),
                        PrefixLimits.DEFAULT);

        assertThat(pool.prefix(0, 0)).isNotEqualTo(pool.prefix(1, 0));
        assertThat(pool.prefix(0, 1)).isEqualTo(pool.prefix(1, 1)).isNotEqualTo(pool.prefix(2, 1));
        assertThat(pool.prefix(0, 2)).isEqualTo(-1);
        assertThat(pool.prefix(3, 0)).isEqualTo(pool.prefix(4, 0)).isNotEqualTo(pool.prefix(5, 0));
        assertThat(pool.prefix(3, 1)).isEqualTo(pool.prefix(5, 1)).isNotEqualTo(pool.prefix(6, 1));
        assertThat(pool.prefix(3, 2)).isEqualTo(pool.prefix(6, 2));
        for (int none = 7; none < 10; none++) {
            assertThat(pool.prefix(none, 0)).isEqualTo(-1);
        }
        assertThat(pool.prefixLimit(pool.prefix(0, 0))).isEqualTo(8);
        assertThat(pool.prefixLimit(pool.prefix(0, 1))).isEqualTo(64);
        assertThat(pool.prefixLimit(pool.prefix(3, 1))).isEqualTo(16);
    }
}
