/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerage.hash.KeyedHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class NetgroupCountsTest {
    private static final int NETGROUPS = 60;

    private static NetgroupCounts counts(int capacity, long key) {
        return new NetgroupCounts(capacity, KeyedHash.known(key, key));
    }

    /** The key varies, so that runs of cells that probes go through, around the end too, are of every shape. */
    @Property
    void countsAreAMap(
            @ForAll long key,
            @ForAll @IntRange(min = 1, max = 60) int capacity,
            @ForAll @Size(max = 300) List<@IntRange(max = 2 * NETGROUPS - 1) Integer> steps) {
        NetgroupCounts counts = counts(capacity, key);
        Map<Long, Integer> model = new HashMap<>();
        int total = 0;
        for (int step : steps) {
            long netgroup = 1L + step / 2;
            if (step % 2 == 0 && total < capacity) {
                counts.add(netgroup);
                model.merge(netgroup, 1, Integer::sum);
                total++;
            } else if (step % 2 != 0 && model.containsKey(netgroup)) {
                counts.remove(netgroup);
                model.computeIfPresent(netgroup, (n, count) -> count == 1 ? null : count - 1);
                total--;
            }
            for (long n = 0; n <= NETGROUPS; n++) {
                assertThat(counts.count(n)).isEqualTo(model.getOrDefault(n, 0));
                assertThat(counts.isUsed(n)).isEqualTo(model.containsKey(n));
            }
            assertThat(counts.distinct()).isEqualTo(model.size());
        }
        counts.clear();
        for (long n = 0; n <= NETGROUPS; n++) {
            assertThat(counts.isUsed(n)).isFalse();
        }
        assertThat(counts.distinct()).isZero();
        // As good as new.
        for (long n = 1; n <= capacity; n++) {
            counts.add(n);
            assertThat(counts.count(n)).isEqualTo(1);
        }
    }

    /** However often they come and go: what has left takes no room. */
    @Test
    void roomIsGivenBack() {
        NetgroupCounts counts = new NetgroupCounts(2, KeyedHash.known(1, 2));
        for (int i = 1; i <= 20; i++) {
            counts.add(i);
            counts.add(i + 1);
            counts.remove(i);
            counts.remove(i + 1);
        }
        assertThat(counts.distinct()).isZero();
    }

    @Test
    void noNetgroupIsNeverCounted() {
        NetgroupCounts counts = counts(1, 0);
        for (int i = 0; i < 10; i++) {
            counts.add(0);
        }
        counts.remove(0);
        assertThat(counts.isUsed(0)).isFalse();
        counts.add(5);
        assertThat(counts.distinct()).isEqualTo(1);
    }

    @Test
    void mistakesAreTold() {
        NetgroupCounts counts = counts(2, 0);
        counts.add(7);
        counts.add(7);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> counts.add(8))
                .withMessage(
                        "netgroup counts hold 2 connections and dials already; create them for as many as there can be");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> counts.remove(8))
                .withMessage(
                        "netgroup 8 has no connection or dial left to remove; remove each that was added, once");
        assertThat(counts.count(7)).isEqualTo(2);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> counts(-1, 0))
                .withMessage(
                        "capacity is -1, allowed are 0 to 67108864; pass the most connections and dials at once");
    }

    @Test
    void theBytesAreThoseOfTheArrays() {
        NetgroupCounts counts = counts(1_000, 0);
        assertThat(GraphLayout.parseInstance(counts).totalSize() - counts.bytes())
                .isBetween(0L, 200L);
        assertThat(counts.bytes()).isLessThanOrEqualTo(48 * 1_000);
        assertThat(counts(1_024, 0).bytes()).isLessThanOrEqualTo(48 * 1_024);
    }
}
