/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.concurrent.AnyThread;
import io.peerage.config.Cidr;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.connection.ConnectionTable;
import io.peerage.hash.AddressPrefix;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Explanation;
import io.peerage.model.Result;
import java.util.Comparator;
import java.util.List;

/**
 * The limits on connections from one network prefix, narrow to wide, taken all or none.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Complexity</b>: O(levels), one cache line a level.
 * <b>Ranges</b>: addresses as in {@link AddressPrefix}; loopback, exempt blocks and "no address" are not counted.
 * <b>Consistency</b>: a refused attempt gives back what it took on other levels; another attempt that comes between may be
 * refused on its account, never admitted on it. <b>Origin</b>: features B5 (go-libp2p's conn_limiter, nwaku's colocation
 * limit, which evicted the oldest where this refuses the newcomer).
 */
@AnyThread
public final class PrefixLadder {
    private static final int NONE = -1;
    private static final Level[] NO_LEVELS = {};

    private final PrefixTable table;
    private final Level[] v4;
    private final Level[] v6;
    private final Cidr[] exempt;

    /** A ladder with nothing counted. */
    public PrefixLadder(PrefixLimits limits, int connections, KeyedHash hash) {
        this.v4 = enabled(limits.v4(), true, hash);
        this.v6 = enabled(limits.v6(), false, hash);
        this.exempt = limits.exempt().toArray(new Cidr[0]);
        boolean counts = v4.length + v6.length > 0;
        int wanted = limits.prefixes() > 0 ? limits.prefixes() : 2 * connections - connections / 10;
        this.table = new PrefixTable(counts ? Math.max(1, wanted) : 1);
    }

    private static Level[] enabled(List<PrefixLimit> limits, boolean v4, KeyedHash hash) {
        return limits.stream()
                .filter(limit -> limit.connections() > 0)
                .sorted(Comparator.comparingInt(PrefixLimit::bits).reversed())
                .map(
                        limit ->
                                new Level(
                                        limit.bits(),
                                        limit.connections(),
                                        hash.derive(AddressPrefix.kind(v4, limit.bits()))))
                .toArray(Level[]::new);
    }

    /** The bytes of memory that the ladder takes. */
    public long bytes() {
        return table.bytes();
    }

    /** Counts a taken slot in all prefixes of an address and notes the cells; 0, or the code of a refusal. */
    int enter(long hi, long lo, ConnectionTable connections, int slot) {
        Level[] levels = levels(hi, lo);
        if (levels.length == 0) {
            connections.prefixCells(slot, NONE, NONE, NONE);
            return 0;
        }
        // All cells are looked for before the first is changed: the loads overlap, which no load
        // does with a CAS before it.
        long hash0 = levels[0].hash(hi, lo);
        long hash1 = levels.length > 1 ? levels[1].hash(hi, lo) : 0;
        long hash2 = levels.length > 2 ? levels[2].hash(hi, lo) : 0;
        long hint0 = table.seek(hash0);
        long hint1 = levels.length > 1 ? table.seek(hash1) : 0;
        long hint2 = levels.length > 2 ? table.seek(hash2) : 0;

        int cell0 = table.enter(hash0, hint0, levels[0].connections());
        if (cell0 < 0) {
            return refusal(cell0);
        }
        int cell1 = levels.length > 1 ? table.enter(hash1, hint1, levels[1].connections()) : NONE;
        if (levels.length > 1 && cell1 < 0) {
            table.leave(cell0);
            return refusal(cell1);
        }
        int cell2 = levels.length > 2 ? table.enter(hash2, hint2, levels[2].connections()) : NONE;
        if (levels.length > 2 && cell2 < 0) {
            table.leave(cell1);
            table.leave(cell0);
            return refusal(cell2);
        }
        connections.prefixCells(slot, cell0, cell1, cell2);
        return 0;
    }

    private static int refusal(int cell) {
        return (cell == PrefixTable.LIMIT ? Result.PREFIX_LIMIT : Result.PREFIX_TABLE_FULL).code();
    }

    /** Counts a slot no longer in its prefixes, and notes that. */
    void leave(ConnectionTable connections, int slot) {
        for (int level = 0; level < PrefixLimits.MOST_LEVELS; level++) {
            int cell = connections.prefixCell(slot, level);
            if (cell == NONE) {
                return;
            }
            table.leave(cell);
        }
    }

    /** Reads ahead where a slot is counted; the value means nothing. */
    long readAhead(ConnectionTable connections, int slot) {
        long read = 0;
        for (int level = 0; level < PrefixLimits.MOST_LEVELS; level++) {
            int cell = connections.prefixCell(slot, level);
            if (cell == NONE) {
                return read;
            }
            read ^= table.readAhead(cell);
        }
        return read;
    }

    /** Stands for the prefix of this width of an address; 0 if no limit counts it. */
    public long prefix(long hi, long lo, int bits) {
        for (Level level : AddressPrefix.isV4(hi, lo) ? v4 : v6) {
            if (level.bits() == bits) {
                return level.hash(hi, lo);
            }
        }
        return 0;
    }

    /** The cell in which a prefix is counted now, for {@link #isCountedIn}; 0 if in none, or for no prefix. */
    public int cell(long prefix) {
        return prefix == 0 ? 0 : (int) table.seek(prefix);
    }

    /** How many are counted in a prefix now; 0 for no prefix. */
    public int count(long prefix) {
        return prefix == 0 ? 0 : table.count(prefix);
    }

    /** Whether a slot's connection is counted in a cell. */
    public static boolean isCountedIn(ConnectionTable connections, int slot, int cell) {
        for (int level = 0; level < PrefixLimits.MOST_LEVELS; level++) {
            if (connections.prefixCell(slot, level) == cell) {
                return true;
            }
        }
        return false;
    }

    /** The first level that refuses an address now. */
    Explanation explain(long hi, long lo) {
        for (Level level : levels(hi, lo)) {
            int taken = table.count(level.hash(hi, lo));
            if (taken >= level.connections()) {
                String family = AddressPrefix.isV4(hi, lo) ? "IPv4 /" : "IPv6 /";
                return new Explanation(
                        Result.PREFIX_LIMIT,
                        "connections of the address's " + family + level.bits(),
                        taken,
                        level.connections());
            }
        }
        return Explanation.admitted();
    }

    /** The sum of all counts; exact only at rest. */
    public long sum() {
        return table.sum();
    }

    /** How many levels count this address. */
    int countedLevels(long hi, long lo) {
        return levels(hi, lo).length;
    }

    private Level[] levels(long hi, long lo) {
        boolean isV4 = AddressPrefix.isV4(hi, lo);
        Level[] levels = isV4 ? v4 : v6;
        return levels.length > 0 && !AddressPrefix.isNone(hi, lo) && !isExempt(hi, lo, isV4)
                ? levels
                : NO_LEVELS;
    }

    private boolean isExempt(long hi, long lo, boolean isV4) {
        if (isV4 ? (lo >>> 24 & 0xff) == 127 : hi == 0 && lo == 1) {
            return true;
        }
        for (Cidr block : exempt) {
            if (block.contains(hi, lo)) {
                return true;
            }
        }
        return false;
    }

    /** A width, its limit, and a hash of its own, so that equal bits of different widths are different prefixes. */
    private record Level(int bits, int connections, KeyedHash keyed) {
        long hash(long hi, long lo) {
            return keyed.hash(AddressPrefix.leading(hi, lo, bits));
        }
    }
}
