/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import io.peerage.model.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses for a storm without a file: 70 % IPv4, 20 % IPv6, 10 % without an IP address, crowded as real ones are.
 *
 * <p>Networks (IPv4 /24, IPv6 /48) are drawn with a density that falls as a power of their rank, so that a few hold very
 * many addresses and most hold a few; one IPv4 address in sixteen is its network's first host, as behind a shared NAT.
 *
 * <p><b>Threading</b>: pure functions, any thread. <b>Complexity</b>: O(addresses).
 */
public final class SyntheticAddresses {
    private static final double SKEW = 1.6;
    private static final int FIRST_V4_NET = 11 << 16;
    private static final long FIRST_V6_NET = 0x2001_0db8_0000L;

    private SyntheticAddresses() {}

    /** As many addresses as asked for, repetitions included. */
    public static List<IpAddress> of(int count, long seed) {
        Random64 random = Random64.of(seed, 0xadd7);
        int v4Nets = Math.max(2, count / 4);
        int v6Nets = Math.max(2, count / 8);
        List<IpAddress> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = random.below(10);
            if (kind == 9) {
                addresses.add(IpAddress.NONE);
            } else if (kind >= 7) {
                addresses.add(v6(rank(random, v6Nets), random));
            } else {
                int host = random.below(16) == 0 ? 1 : 1 + random.below(254);
                addresses.add(v4(rank(random, v4Nets), host));
            }
        }
        return addresses;
    }

    /** Addresses crowded into a few networks: four IPv4 /24 and two IPv6 /48. */
    public static List<IpAddress> crowded(int count, long seed) {
        Random64 random = Random64.of(seed, 0x5b11);
        List<IpAddress> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean isV4 = random.below(3) > 0;
            // Before the first network of the others, so that the crowd meets no bystander.
            addresses.add(
                    isV4
                            ? v4(
                                    -1 - random.below(4),
                                    1 + random.below(random.below(2) == 0 ? 4 : 254))
                            : v6(-1 - random.below(2), random));
        }
        return addresses;
    }

    private static int rank(Random64 random, int networks) {
        return (int) (networks * Math.pow(random.unit(), SKEW));
    }

    private static IpAddress v4(int network, int host) {
        return new IpAddress(0, 0xffffL << 32 | (long) (FIRST_V4_NET + network) << 8 | host);
    }

    private static IpAddress v6(int network, Random64 random) {
        long subnet = random.below(64) << 4;
        return new IpAddress((FIRST_V6_NET + network) << 16 | subnet, random.next());
    }
}
