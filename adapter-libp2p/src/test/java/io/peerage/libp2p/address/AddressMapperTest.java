/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds addresses from components, which works against the signatures and the real library alike. */
class AddressMapperTest {
    private static final MultiaddrComponent PORT =
            new MultiaddrComponent(Protocol.TCP, new byte[] {0x10, (byte) 0x92});
    private static final String RELAY = "an id of thirty-four characters...";
    private static final MultiaddrComponent CIRCUIT =
            new MultiaddrComponent(Protocol.P2PCIRCUIT, null);

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,         0000ffff00000000",
        "1.2.3.4,         0000ffff01020304",
        "127.0.0.1,       0000ffff7f000001",
        "128.129.254.255, 0000ffff8081feff",
        "255.255.255.255, 0000ffffffffffff",
    })
    void shouldMapIp4IntoTheMappedRange(String ip, String lo) {
        Multiaddr address = address(ip4(ip), PORT);

        assertThat(AddressMapper.hasIp(address)).isTrue();
        assertThat(AddressMapper.ipHi(address)).isZero();
        assertThat(AddressMapper.ipLo(address)).isEqualTo(Long.parseUnsignedLong(lo, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:85a3:8d3:1319:8a2e:370:7348, 20010db885a308d3, 13198a2e03707348",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffffffffffffffff, ffffffffffffffff",
        "fc00:80::,                            fc00008000000000, 0",
        "::1,                                  0,                1",
        "::8000:0:0:0,                         0,                8000000000000000",
    })
    void shouldMapIp6ToItsOwnBits(String ip, String hi, String lo) {
        Multiaddr address = address(ip6(ip), PORT);

        assertThat(AddressMapper.hasIp(address)).isTrue();
        assertThat(AddressMapper.ipHi(address)).isEqualTo(Long.parseUnsignedLong(hi, 16));
        assertThat(AddressMapper.ipLo(address)).isEqualTo(Long.parseUnsignedLong(lo, 16));
    }

    @Test
    void shouldGiveOnePeerTheSameBitsInBothFamilies() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 20, 30, 40};
        Multiaddr six = address(new MultiaddrComponent(Protocol.IP6, mapped), PORT);
        Multiaddr four = address(ip4("10.20.30.40"), PORT);

        assertThat(AddressMapper.ipHi(six)).isEqualTo(AddressMapper.ipHi(four));
        assertThat(AddressMapper.ipLo(six)).isEqualTo(AddressMapper.ipLo(four));
    }

    @Test
    void shouldLookBehindTheZoneOfALinkLocalAddress() {
        Multiaddr address = address(text(Protocol.IP6ZONE, "eth0"), ip6("fe80::2"), PORT);

        assertThat(AddressMapper.ipHi(address)).isEqualTo(0xfe80L << 48);
        assertThat(AddressMapper.ipLo(address)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DNS", "DNS4", "DNS6", "DNSADDR", "UNIX"})
    void shouldFindNoneInHostsThatAreNoIp(Protocol protocol) {
        // Sixteen bytes, so that the length alone would pass for IPv6.
        assertNone(address(text(protocol, "abcdefghijklmnop"), PORT));
    }

    @Test
    void shouldFindNoneInHostsThatAreNoName() {
        assertNone(address(new MultiaddrComponent(Protocol.ONION, new byte[12]), PORT));
        assertNone(address(text(Protocol.P2P, RELAY), PORT));
    }

    @Test
    void shouldNotTakeAnIpBehindAName() {
        assertNone(address(text(Protocol.DNS4, "example.org"), PORT, ip4("1.2.3.4")));
    }

    @Test
    void shouldNotBlameTheRelay() {
        MultiaddrComponent relay = text(Protocol.P2P, RELAY);

        assertNone(address(ip4("1.2.3.4"), PORT, relay, CIRCUIT));
        assertNone(address(ip6("2001:db8::1"), PORT, relay, CIRCUIT, text(Protocol.P2P, RELAY)));
        assertNone(address(CIRCUIT, ip4("1.2.3.4")));
    }

    // The library itself refuses to make one of these two.
    @Tag("double")
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 8, 15, 17})
    void shouldFindNoneInComponentsOfTheWrongLength(int length) {
        assertNone(address(new MultiaddrComponent(Protocol.IP4, new byte[length]), PORT));
        assertNone(address(new MultiaddrComponent(Protocol.IP6, new byte[length]), PORT));
    }

    @Test
    void shouldFindNoneInWhatIsEmpty() {
        assertNone(address());
        assertNone(address(ip6("::"), PORT));
    }

    @Tag("double")
    @Test
    void shouldFindNoneWhereThereIsNoValue() {
        assertNone(address(new MultiaddrComponent(Protocol.IP4, null)));
    }

    private static void assertNone(Multiaddr address) {
        assertThat(AddressMapper.hasIp(address)).isFalse();
        assertThat(AddressMapper.ipHi(address)).isZero();
        assertThat(AddressMapper.ipLo(address)).isZero();
    }

    private static Multiaddr address(MultiaddrComponent... components) {
        return new Multiaddr(List.of(components));
    }

    private static MultiaddrComponent ip4(String literal) {
        return new MultiaddrComponent(Protocol.IP4, bytes(literal));
    }

    private static MultiaddrComponent ip6(String literal) {
        return new MultiaddrComponent(Protocol.IP6, bytes(literal));
    }

    private static MultiaddrComponent text(Protocol protocol, String value) {
        return new MultiaddrComponent(protocol, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }
}
