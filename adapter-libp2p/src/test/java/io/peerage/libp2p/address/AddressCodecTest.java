/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.multiformats.Multiaddr;
import io.libp2p.core.multiformats.MultiaddrComponent;
import io.libp2p.core.multiformats.Protocol;
import io.peerage.libp2p.testing.Multiaddrs;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressCodecTest {
    private static final int MOST = 128;

    static Stream<Multiaddr> addresses() {
        return Stream.of(
                Multiaddrs.tcp("203.0.113.7"),
                Multiaddrs.tcp("2001:db8::1"),
                Multiaddrs.dns("example.org"),
                Multiaddrs.named("203.0.113.7", Multiaddrs.peer(7)),
                Multiaddrs.of(
                        Multiaddrs.text(Protocol.IP6ZONE, "eth0"),
                        Multiaddrs.ip("fe80::1"),
                        Multiaddrs.port(4001)),
                Multiaddrs.of(
                        Multiaddrs.ip("203.0.113.7"),
                        new MultiaddrComponent(Protocol.UDP, new byte[] {15, 1}),
                        new MultiaddrComponent(Protocol.QUICV1, null)),
                Multiaddrs.of(
                        new MultiaddrComponent(Protocol.ONION, new byte[12]),
                        new MultiaddrComponent(Protocol.WS, null)));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void shouldGiveBackWhatItTook(Multiaddr address) {
        byte[] bytes = AddressCodec.encode(address, MOST);

        assertSame(AddressCodec.decode(bytes, 0, bytes.length), address);
    }

    @Test
    void shouldReadFromTheMiddleOfAnArray() {
        byte[] bytes = AddressCodec.encode(Multiaddrs.tcp("203.0.113.7"), MOST);
        byte[] larger = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, larger, 13, bytes.length);

        assertSame(AddressCodec.decode(larger, 13, bytes.length), Multiaddrs.tcp("203.0.113.7"));
    }

    /** From the multiaddr specification: code, then the value, with its length before it if that varies. */
    @Test
    void shouldWriteTheStandardForm() {
        assertThat(HexFormat.of().formatHex(AddressCodec.encode(Multiaddrs.tcp("127.0.0.1"), MOST)))
                .isEqualTo("047f000001060fa1");
        assertThat(HexFormat.of().formatHex(AddressCodec.encode(Multiaddrs.dns("a.b"), MOST)))
                .isEqualTo("3603612e62060fa1");
        Multiaddr circuit = Multiaddrs.of(new MultiaddrComponent(Protocol.P2PCIRCUIT, null));
        assertThat(HexFormat.of().formatHex(AddressCodec.encode(circuit, MOST))).isEqualTo("a202");
    }

    /** The library looks into values, its signatures don't: of 40 lengths some are good. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldKnowEveryProtocol(Protocol protocol) {
        boolean found = false;
        for (int length = 0; length < 40; length++) {
            byte[] value = length == 0 ? null : new byte[length];
            if (value != null) {
                Arrays.fill(value, (byte) 'a');
            }
            byte[] bytes = encoded(protocol, value);
            if (bytes != null) {
                Multiaddr back = AddressCodec.decode(bytes, 0, bytes.length);
                Protocol expected = protocol == Protocol.IPFS ? Protocol.P2P : protocol;
                found |= back != null && back.getComponents().get(0).getProtocol() == expected;
            }
        }
        assertThat(found).isTrue();
    }

    private static byte[] encoded(Protocol protocol, byte[] value) {
        try {
            return AddressCodec.encode(
                    Multiaddrs.of(new MultiaddrComponent(protocol, value)), MOST);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        Multiaddr address = Multiaddrs.dns("a".repeat(150));

        assertThat(AddressCodec.encode(address, MOST)).isNull();
        assertThat(AddressCodec.encode(Multiaddrs.tcp("127.0.0.1"), 8)).hasSize(8);
        assertThat(AddressCodec.encode(Multiaddrs.tcp("127.0.0.1"), 7)).isNull();
        assertThat(AddressCodec.encode(Multiaddrs.of(), MOST)).isNull();
    }

    @Test
    void shouldRefuseBytesThatAreNoAddress() {
        byte[] whole = AddressCodec.encode(Multiaddrs.tcp("203.0.113.7"), MOST);
        for (int length = 0; length < whole.length; length++) {
            Multiaddr read = AddressCodec.decode(whole, 0, length);
            assertThat(read == null || length == 5).as("cut to %s", length).isTrue();
        }
        for (String hex :
                List.of(
                        "",
                        "ff",
                        "ffffffffff7f",
                        "3605616263",
                        "36ffffffff0f61",
                        "80808080808080")) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertThat(AddressCodec.decode(bytes, 0, bytes.length)).as(hex).isNull();
        }
        byte[] many = new byte[40];
        Arrays.fill(many, (byte) 0xa2);
        for (int i = 1; i < many.length; i += 2) {
            many[i] = 2;
        }
        assertThat(AddressCodec.decode(many, 0, 32)).isNotNull();
        assertThat(AddressCodec.decode(many, 0, 34)).isNull();
    }

    @Test
    void shouldHoldAgainstAnyBytes() {
        Random random = new Random(5);
        byte[] whole =
                AddressCodec.encode(Multiaddrs.named("203.0.113.7", Multiaddrs.peer(7)), MOST);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = whole.clone();
            for (int flip = random.nextInt(4); flip >= 0; flip--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Multiaddr address = AddressCodec.decode(bytes, 0, random.nextInt(bytes.length + 1));
            if (address != null) {
                byte[] again = AddressCodec.encode(address, MOST);
                assertSame(AddressCodec.decode(again, 0, again.length), address);
                read++;
            }
        }
        assertThat(read).isPositive();
    }

    private static void assertSame(Multiaddr read, Multiaddr address) {
        assertThat(read).isNotNull();
        assertThat(read.getComponents()).hasSameSizeAs(address.getComponents());
        for (int i = 0; i < read.getComponents().size(); i++) {
            MultiaddrComponent one = read.getComponents().get(i);
            MultiaddrComponent other = address.getComponents().get(i);
            assertThat(one.getProtocol()).isEqualTo(other.getProtocol());
            assertThat(one.getValue()).isEqualTo(other.getValue());
        }
    }
}
