/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,                 0,                ffff00000000",
        "127.0.0.1,               0,                ffff7f000001",
        "203.0.113.7,             0,                ffffcb007107",
        "255.255.255.255,         0,                ffffffffffff",
        "::1,                     0,                1",
        "2001:db8::7,             20010db800000000, 7",
        "2001:DB8:0:1:2:3:4:5,    20010db800000001, 0002000300040005",
        "fe80::,                  fe80000000000000, 0",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffffffffffffffff, ffffffffffffffff",
        "::ffff:1.2.3.4,          0,                ffff01020304",
        "64:ff9b::192.0.2.1,      0064ff9b00000000, c0000201",
    })
    void anAddressIsItsTwoWords(String text, String hi, String lo) {
        IpAddress address = IpAddress.parse(text);
        assertThat(Long.toHexString(address.hi()))
                .isEqualTo(Long.toHexString(Long.parseUnsignedLong(hi, 16)));
        assertThat(Long.toHexString(address.lo()))
                .isEqualTo(Long.toHexString(Long.parseUnsignedLong(lo, 16)));
    }

    /**
     * What is rejected here must be rejected by its form alone: the JDK would ask a name service for most of it, and
     * for the octets above 255 too.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "example.org",
                "peer-1",
                "dead.beef",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "300.1.2.3",
                "999.999.999.999",
                "1.2.3.04",
                "010.1.1.1",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.-4",
                "0x7f.0.0.1",
                "2130706433",
                "1.2.3.4:80",
                "1.2.3.4/8",
                "\u0661.2.3.4",
                "[::1]",
                "[::1]:80",
                "::1]:80[",
                "::1%eth0",
                "fe80::1%lo",
                "fe80::1%1",
                "::1/64",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::1",
                ":",
                ":::",
                "::1.2.3.400",
                "host:80"
            })
    void whatIsNoAddressIsNamedAndNeverLookedUp(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.parse(text))
                .withMessageContaining("'" + text + "' is no IP address")
                .withMessageContaining("write it as 203.0.113.7 or as 2001:db8::7");
    }

    @Property
    void anIpv4AddressIsItsBytesAndItsText(@ForAll @Size(4) byte[] bytes)
            throws UnknownHostException {
        IpAddress address = IpAddress.of(bytes);
        assertThat(address.isV4()).isTrue();
        assertThat(address.isNone()).isFalse();
        assertThat(address)
                .hasToString(InetAddress.getByAddress(bytes).getHostAddress())
                .isEqualTo(IpAddress.parse(address.toString()));
    }

    @Property
    void anIpv6AddressIsItsBytesAndItsText(@ForAll @Size(16) byte[] bytes) {
        IpAddress address = IpAddress.of(bytes);
        if (!address.isNone()) {
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
        }
        byte[] swapped = bytes.clone();
        swapped[15] ^= 1;
        assertThat(IpAddress.of(swapped)).isNotEqualTo(address);
    }

    @Test
    void noBytesAreNoAddress() {
        assertThat(IpAddress.of(new byte[0])).isEqualTo(IpAddress.NONE);
        assertThat(IpAddress.of(new byte[16])).isEqualTo(IpAddress.NONE);
        assertThat(IpAddress.NONE.isNone()).isTrue();
        assertThat(IpAddress.NONE.isV4()).isFalse();
        assertThat(IpAddress.NONE).hasToString("none");
        assertThat(IpAddress.of(new byte[4]).isNone()).as("0.0.0.0").isFalse();
    }

    @Test
    void onlyThreeLengthsAreAddresses() {
        for (int length = 0; length <= 33; length++) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 1);
            if (length == 0 || length == 4 || length == 16) {
                assertThat(IpAddress.of(bytes).isNone()).isEqualTo(length == 0);
                continue;
            }
            String told = "an address of " + length + " bytes is neither IPv4 (4) nor IPv6 (16)";
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IpAddress.hi(bytes))
                    .withMessageContaining(told);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IpAddress.lo(bytes))
                    .withMessageContaining(told);
        }
    }

    @Test
    void nullIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> IpAddress.parse(null))
                .withMessageContaining("text is null; write");
        assertThatNullPointerException()
                .isThrownBy(() -> IpAddress.of(null))
                .withMessageContaining("address is null; pass no bytes");
    }
}
