/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.model.IpAddress;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,      10.0.0.0,        true",
        "10.0.0.0/8,      10.255.255.255,  true",
        "10.0.0.0/8,      11.0.0.0,        false",
        "10.0.0.0/8,      9.255.255.255,   false",
        "10.1.2.3/8,      10.200.0.1,      true",
        "192.0.2.1,       192.0.2.1,       true",
        "192.0.2.1,       192.0.2.2,       false",
        "192.0.2.0/31,    192.0.2.1,       true",
        "0.0.0.0/0,       255.255.255.255, true",
        "0.0.0.0/0,       0.0.0.0,         true",
        "0.0.0.0/0,       2001:db8::1,     false",
        "2001:db8::/32,   2001:db8:ffff::, true",
        "2001:db8::/32,   2001:db9::,      false",
        "2001:db8::/65,   2001:db8::1,     true",
        "2001:db8::/65,   2001:db8:0:0:8000::, false",
        "2001:db8::7,     2001:db8::7,     true",
        "2001:db8::7/128, 2001:db8::6,     false",
        "fc00::/7,        fdff::1,         true",
        "fc00::/7,        fe00::1,         false",
    })
    void aBlockContainsWhatSharesItsFirstBits(String block, String address, boolean inside) {
        IpAddress ip = IpAddress.parse(address);
        assertThat(Cidr.parse(block).contains(ip.hi(), ip.lo())).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33,   must be 0 to 32",
        "10.0.0.0/999,  '999' must be 0 to 32",
        "10.0.0.0/-1,   '-1' must be 0 to 32",
        "10.0.0.0/+8,   '+8' must be 0 to 32",
        "10.0.0.0/,     prefix length",
        "10.0.0.0/8/8,  '8/8' must be 0 to 32",
        "10.0.0.0/1e1,  '1e1' must be 0 to 32",
        "::/129,        '129' must be 0 to 128",
        "::/9999999999, must be 0 to 128",
    })
    void aWidthOutOfRangeIsNamed(String text, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessageContaining("'" + text + "': prefix length")
                .withMessageContaining(told)
                .withMessageContaining("write it as 10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({"example.org/8", "10.0.0/8", "10.0.0.256/8", "/8", "fe80::%1/10", "x"})
    void whatIsNoAddressIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessageContaining("is no IP address");
    }

    @Property
    void containsIsEqualityOfTheFirstBits(
            @ForAll long hi,
            @ForAll long lo,
            @ForAll @IntRange(max = 128) int bits,
            @ForAll @IntRange(max = 127) int flipped) {
        Cidr block = new Cidr(hi, lo, bits);
        BigInteger address = number(hi, lo).flipBit(127 - flipped);
        long otherHi = address.shiftRight(64).longValue();
        long otherLo = address.longValue();
        boolean none = (otherHi | otherLo) == 0;

        assertThat(block.contains(otherHi, otherLo)).isEqualTo(!none && flipped >= bits);
        assertThat(block.contains(hi, lo)).isEqualTo((hi | lo) != 0);
        assertThat(number(block.hi(), block.lo()))
                .isEqualTo(number(hi, lo).shiftRight(128 - bits).shiftLeft(128 - bits));
    }

    private static BigInteger number(long hi, long lo) {
        BigInteger two64 = BigInteger.ONE.shiftLeft(64);
        return BigInteger.valueOf(hi)
                .mod(two64)
                .multiply(two64)
                .add(BigInteger.valueOf(lo).mod(two64));
    }

    @Test
    void blocksOfTheSameAddressesAreEqual() {
        assertThat(Cidr.parse("10.1.2.3/8")).isEqualTo(Cidr.parse("10.0.0.0/8"));
        assertThat(Cidr.parse("10.0.0.0/8")).isNotEqualTo(Cidr.parse("10.0.0.0/9"));
    }

    @Test
    void noAddressIsInNoBlock() {
        assertThat(new Cidr(0, 0, 0).contains(0, 0)).isFalse();
        assertThat(new Cidr(0, 0, 128).contains(0, 0)).isFalse();
    }

    @Test
    void widthsOfTheWholeFormAreChecked() {
        for (int bits : new int[] {-1, 129, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Cidr(0, 0, bits))
                    .withMessageContaining("prefix length " + bits + " must be 0 to 128");
        }
    }
}
