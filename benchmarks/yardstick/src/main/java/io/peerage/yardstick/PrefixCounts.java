/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Connections per network prefix, in a concurrent map. Any thread; each count exact, the ladder taken with rollback. */
final class PrefixCounts {
    private final ConcurrentHashMap<Prefix, Integer> counts = new ConcurrentHashMap<>();
    private final List<PrefixLimit> v4;
    private final List<PrefixLimit> v6;

    PrefixCounts(PrefixLimits limits) {
        v4 = limits.v4().stream().filter(level -> level.connections() > 0).toList();
        v6 = limits.v6().stream().filter(level -> level.connections() > 0).toList();
    }

    /** The prefixes in which the address was counted; null if one of them is full. */
    @Nullable List<Prefix> tryEnter(long hi, long lo) {
        boolean isV4 = hi == 0 && lo >>> 32 == 0xffff;
        if ((hi | lo) == 0 || (isV4 ? (lo >>> 24 & 0xff) == 127 : hi == 0 && lo == 1)) {
            return List.of();
        }
        List<PrefixLimit> levels = isV4 ? v4 : v6;
        List<Prefix> entered = new ArrayList<>(levels.size());
        for (PrefixLimit level : levels) {
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

    private boolean tryCount(Prefix prefix, int limit) {
        // The function may be called again by the map; what it decided last is what was stored.
        boolean[] counted = new boolean[1];
        counts.compute(
                prefix,
                (key, count) -> {
                    int before = count == null ? 0 : count;
                    counted[0] = before < limit;
                    return counted[0] ? Integer.valueOf(before + 1) : count;
                });
        return counted[0];
    }

    void leave(List<Prefix> entered) {
        for (Prefix prefix : entered) {
            counts.computeIfPresent(prefix, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** A prefix of an address. */
    record Prefix(boolean v4, int width, long bits) {}
}
