/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.IpAddress;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AddressPrefixTest {
    private static long leading(String address, int bits) {
        IpAddress ip = IpAddress.parse(address);
        return AddressPrefix.leading(ip.hi(), ip.lo(), bits);
    }

    @Test
    void examples() {
        assertThat(leading("203.0.113.7", 32)).isEqualTo(0xcb007107L);
        assertThat(leading("203.0.113.7", 24)).isEqualTo(0xcb0071L);
        assertThat(leading("203.0.113.7", 1)).isEqualTo(1);
        assertThat(leading("2001:db8:1:2::7", 64)).isEqualTo(0x20010db800010002L);
        assertThat(leading("2001:db8:1:2::7", 48)).isEqualTo(0x20010db80001L);
        assertThat(leading("8000::", 1)).isEqualTo(1);
    }

    @Property
    void theLeadingBitsOfIpv4(
            @ForAll @Size(4) byte[] ip, @ForAll @IntRange(min = 1, max = 32) int bits) {
        assertThat(AddressPrefix.leading(IpAddress.hi(ip), IpAddress.lo(ip), bits))
                .isEqualTo(new BigInteger(1, ip).shiftRight(32 - bits).longValueExact());
    }

    @Property
    void theLeadingBitsOfIpv6(
            @ForAll @Size(16) byte[] ip, @ForAll @IntRange(min = 1, max = 64) int bits) {
        ip[0] |= 1;
        assertThat(AddressPrefix.leading(IpAddress.hi(ip), IpAddress.lo(ip), bits))
                .isEqualTo(new BigInteger(1, ip).shiftRight(128 - bits).longValue());
    }

    @Test
    void familiesAreToldApart() {
        IpAddress v4 = IpAddress.parse("1.2.3.4");
        IpAddress mapped = IpAddress.parse("::ffff:1.2.3.4");
        assertThat(AddressPrefix.isV4(v4.hi(), v4.lo())).isTrue();
        assertThat(AddressPrefix.isV4(mapped.hi(), mapped.lo())).isTrue();
        for (String v6 : new String[] {"::1", "::1.2.3.4", "1::ffff:1.2.3.4", "::1:ffff:102:304"}) {
            IpAddress ip = IpAddress.parse(v6);
            assertThat(AddressPrefix.isV4(ip.hi(), ip.lo())).as(v6).isFalse();
            assertThat(AddressPrefix.isNone(ip.hi(), ip.lo())).as(v6).isFalse();
        }
        assertThat(AddressPrefix.isNone(0, 0)).isTrue();
        assertThat(AddressPrefix.isV4(0, 0)).isFalse();
    }

    @Test
    void everyFamilyAndWidthIsAKindOfItsOwn() {
        Set<Long> kinds = new HashSet<>();
        for (int bits = 1; bits <= 64; bits++) {
            kinds.add(AddressPrefix.kind(true, bits));
            kinds.add(AddressPrefix.kind(false, bits));
        }
        assertThat(kinds).hasSize(128);
    }

    private static long netgroup(String address) {
        IpAddress ip = IpAddress.parse(address);
        return AddressPrefix.netgroup(ip.hi(), ip.lo());
    }

    @Test
    void netgroupsAre16BitsOfIpv4And32OfIpv6() {
        assertThat(netgroup("203.0.113.7")).isEqualTo(netgroup("203.0.200.200"));
        assertThat(netgroup("203.0.113.7")).isNotEqualTo(netgroup("203.1.113.7"));
        assertThat(netgroup("2001:db8:1::7")).isEqualTo(netgroup("2001:db8:ffff::1"));
        assertThat(netgroup("2001:db8:1::7")).isNotEqualTo(netgroup("2001:db9:1::7"));
    }

    /** The leading bits alone would collide. */
    @Test
    void netgroupsAreOfOneFamilyAndNever0() {
        assertThat(netgroup("0.0.0.0")).isNotZero();
        assertThat(netgroup("::1")).isNotZero().isNotEqualTo(netgroup("0.0.0.1"));
        assertThat(netgroup("0.1.0.0")).isNotEqualTo(netgroup("0:1::"));
        assertThat(AddressPrefix.netgroup(0, 0)).isZero();
    }
}
