/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.config.Cidr;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connections per network prefix, in a concurrent map. Any thread; each count exact, the ladder taken with rollback.
 *
 * <p>The counts are values, not {@code AtomicInteger}s: a prefix that nobody holds must leave the map, and whoever had got
 * its counter just before would go on counting in one that no longer stands there.
 */
final class PrefixCounts {
    private final ConcurrentHashMap<Prefix, Integer> counts = new ConcurrentHashMap<>();
    private final List<PrefixLimit> v4;
    private final List<PrefixLimit> v6;
    private final List<Cidr> exempt;

    PrefixCounts(PrefixLimits limits) {
        v4 = enabled(limits.v4());
        v6 = enabled(limits.v6());
        exempt = limits.exempt();
    }

    private static List<PrefixLimit> enabled(List<PrefixLimit> limits) {
        return limits.stream()
                .filter(level -> level.connections() > 0)
                .sorted(Comparator.comparingInt(PrefixLimit::bits).reversed())
                .toList();
    }

    /** The prefixes in which the address was counted; null if one of them is full. */
    @Nullable List<Prefix> tryEnter(long hi, long lo) {
        boolean isV4 = hi == 0 && lo >>> 32 == 0xffff;
        List<PrefixLimit> levels = isV4 ? v4 : v6;
        if (levels.isEmpty() || isExempt(hi, lo, isV4)) {
            return List.of();
        }
        List<Prefix> entered = new ArrayList<>(levels.size());
        for (int i = 0; i < levels.size(); i++) {
            PrefixLimit level = levels.get(i);
            long bits = isV4 ? (lo & 0xffff_ffffL) >>> 32 - level.bits() : hi >>> 64 - level.bits();
            Prefix prefix = new Prefix(isV4, level.bits(), bits);
            if (!tryCount(prefix, level.connections())) {
                leave(entered);
                return null;
            }
            entered.add(prefix);
        }
        return entered;
    }

    private boolean isExempt(long hi, long lo, boolean isV4) {
        if ((hi | lo) == 0 || (isV4 ? (lo >>> 24 & 0xff) == 127 : hi == 0 && lo == 1)) {
            return true;
        }
        for (Cidr block : exempt) {
            if (block.contains(hi, lo)) {
                return true;
            }
        }
        return false;
    }

    // Cheaper than compute(), whose function would have to allocate to say whether it counted.
    private boolean tryCount(Prefix prefix, int limit) {
        for (; ; ) {
            Integer count = counts.get(prefix);
            if (count == null) {
                if (counts.putIfAbsent(prefix, 1) == null) {
                    return true;
                }
            } else if (count >= limit) {
                return false;
            } else if (counts.replace(prefix, count, count + 1)) {
                return true;
            }
        }
    }

    void leave(List<Prefix> entered) {
        for (int i = 0; i < entered.size(); i++) {
            counts.computeIfPresent(entered.get(i), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The sum of all counts; exact at rest. */
    long sum() {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** A prefix of an address. */
    record Prefix(boolean v4, int width, long bits) {}
}
