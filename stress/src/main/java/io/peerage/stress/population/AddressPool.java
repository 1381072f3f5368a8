/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.model.IpAddress;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses of a storm, and the network prefixes that the auditor counts them in, both numbered from 0.
 *
 * <p>Which prefixes count is computed here from {@link PrefixLimits} alone, apart from the manager's own ladder.
 *
 * <p><b>Threading</b>: immutable, any thread. <b>Complexity</b>: O(1), no allocation after construction.
 */
public final class AddressPool {
    /** The most prefixes that one address counts in. */
    public static final int LEVELS = PrefixLimits.MOST_LEVELS;

    // An address a record: high word, low word, prefix numbers of the first two levels, of the
    // third. Half a cache line.
    private static final int RECORD = 4;

    private final long[] records;
    private final int[] limits;

    /** A pool of these addresses under these limits. */
    public AddressPool(List<IpAddress> addresses, PrefixLimits ladder) {
        records = new long[RECORD * addresses.size()];
        int[] prefixes = new int[LEVELS];
        Numbering v4 = new Numbering(ladder.v4());
        Numbering v6 = new Numbering(ladder.v6());
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            IpAddress address = addresses.get(i);
            Arrays.fill(prefixes, -1);
            if (!address.isNone() && !isLoopback(address)) {
                boolean isV4 = address.isV4();
                long bits = isV4 ? address.lo() << 32 : address.hi();
                (isV4 ? v4 : v6).number(bits, prefixes, found);
            }
            records[RECORD * i] = address.hi();
            records[RECORD * i + 1] = address.lo();
            records[RECORD * i + 2] = (long) prefixes[1] << 32 | prefixes[0] & 0xffff_ffffL;
            records[RECORD * i + 3] = prefixes[2];
        }
        limits = found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isLoopback(IpAddress address) {
        return address.isV4()
                ? (address.lo() >>> 24 & 0xff) == 127
                : address.hi() == 0 && address.lo() == 1;
    }

    /** How many addresses there are. */
    public int size() {
        return records.length / RECORD;
    }

    /** The high word of an address. */
    public long hi(int address) {
        return records[RECORD * address];
    }

    /** The low word of an address. */
    public long lo(int address) {
        return records[RECORD * address + 1];
    }

    /** The number of the prefix that the address counts in at a level, 0 to 2; −1 for none at this and wider levels. */
    public int prefix(int address, int level) {
        return (int) (records[RECORD * address + 2 + (level >> 1)] >> 32 * (level & 1));
    }

    /** How many prefixes there are. */
    public int prefixCount() {
        return limits.length;
    }

    /** How many connections a prefix may have. */
    public int prefixLimit(int prefix) {
        return limits[prefix];
    }

    /** Gives each prefix of one family its number. */
    private static final class Numbering {
        private final List<PrefixLimit> levels;
        private final List<Long2IntOpenHashMap> numbers = new ArrayList<>();

        Numbering(List<PrefixLimit> limits) {
            levels = limits.stream().filter(limit -> limit.connections() > 0).toList();
            for (int i = 0; i < levels.size(); i++) {
                Long2IntOpenHashMap map = new Long2IntOpenHashMap();
                map.defaultReturnValue(-1);
                numbers.add(map);
            }
        }

        void number(long leftAligned, int[] target, List<Integer> found) {
            for (int i = 0; i < levels.size(); i++) {
                long key = leftAligned >>> 64 - levels.get(i).bits();
                int number = numbers.get(i).get(key);
                if (number < 0) {
                    number = found.size();
                    found.add(levels.get(i).connections());
                    numbers.get(i).put(key, number);
                }
                target[i] = number;
            }
        }
    }
}
