/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.stress.population.AddressPool;
import java.util.stream.IntStream;

/**
 * Which prefixes are banned and lifted in a storm: one in {@value #SHARE} of those that addresses count in, at the narrowest two levels.
 *
 * <p><b>Threading</b>: immutable, any thread.
 */
final class Prefixes {
    private static final int SHARE = 16;
    private static final int LEVELS = 2;
    private static final int[] V4_BITS = {32, 24};
    private static final int[] V6_BITS = {64, 56};

    private final AddressPool addresses;
    private final int[] address;
    private final byte[] bits;
    private final int unexposed;

    Prefixes(AddressPool addresses) {
        this.addresses = addresses;
        this.address = new int[addresses.prefixCount()];
        this.bits = new byte[addresses.prefixCount()];
        for (int at = 0; at < addresses.size(); at++) {
            for (int level = 0; level < LEVELS; level++) {
                int prefix = addresses.prefix(at, level);
                if (prefix < 0) {
                    break;
                }
                boolean isV4 = addresses.hi(at) == 0 && addresses.lo(at) >>> 32 == 0xffff;
                address[prefix] = at;
                bits[prefix] = (byte) (isV4 ? V4_BITS : V6_BITS)[level];
            }
        }
        this.unexposed =
                IntStream.range(0, addresses.size())
                        .filter(at -> addresses.prefix(at, 0) >= 0 && !isExposed(at))
                        .findFirst()
                        .orElse(-1);
    }

    /** An address with prefixes none of which is ever banned; −1 if there is none. */
    int unexposed() {
        return unexposed;
    }

    int count() {
        return address.length;
    }

    boolean isBannable(int prefix) {
        return bits[prefix] != 0 && prefix % SHARE == 0;
    }

    /** An address in it. */
    int address(int prefix) {
        return address[prefix];
    }

    int bits(int prefix) {
        return bits[prefix];
    }

    /** Whether the owner may end tickets of this address, for a ban. */
    boolean isExposed(int at) {
        for (int level = 0; level < LEVELS; level++) {
            int prefix = addresses.prefix(at, level);
            if (prefix >= 0 && isBannable(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** What stands against an address. */
    long look(BanBook bans, int at) {
        long look = BanBook.nothing();
        for (int level = 0; level < LEVELS; level++) {
            int prefix = addresses.prefix(at, level);
            if (prefix >= 0 && isBannable(prefix)) {
                look = BanBook.both(look, bans.look(prefix));
            }
        }
        return look;
    }

    /** Whether nothing has stood against an address since before a round. */
    boolean isFreeSince(BanBook bans, int at, long round) {
        for (int level = 0; level < LEVELS; level++) {
            int prefix = addresses.prefix(at, level);
            if (prefix >= 0 && isBannable(prefix) && !bans.isFreeSince(prefix, round)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a prefix of an address has been banned since before the present round. */
    boolean isBannedByNow(BanBook bans, int at) {
        for (int level = 0; level < LEVELS; level++) {
            int prefix = addresses.prefix(at, level);
            if (prefix >= 0 && isBannable(prefix) && bans.isBannedByNow(prefix)) {
                return true;
            }
        }
        return false;
    }
}
