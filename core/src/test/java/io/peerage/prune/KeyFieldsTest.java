/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PruneCriterion;
import io.peerage.model.NetworkKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyFieldsTest {
    private static final long YEAR = 365L * 86_400 * 1_000_000_000;
    private static final long NOW = Long.MAX_VALUE - 5;

    private final PruneCandidates candidates = new PruneCandidates(4);

    @ParameterizedTest
    @CsvSource({
        "VALUE, 0, 0, 0",
        "VALUE, 0, 1, 1",
        "VALUE, -1, 0, 1",
        "VALUE, 3, 7, 3",
        "VALUE, -3, 5, 4",
        "VALUE, -2147483648, 2147483647, 32",
        "NEGATIVE_VALUE, 0, 2147483647, 0",
        "NEGATIVE_VALUE, -1, 9, 1",
        "NEGATIVE_VALUE, -2147483648, 9, 32"
    })
    void valuesTakeAsManyBitsAsTheyNeed(PruneCriterion criterion, int one, int other, int bits) {
        candidates.clear(NOW);
        candidates.add(0, 0, NOW).setValue(other).add(1, 1, NOW).setValue(one);
        assertThat(KeyFields.bits(criterion, candidates)).isEqualTo(bits);
        for (int row = 0; row < 2; row++) {
            long field =
                    criterion == PruneCriterion.VALUE
                            ? KeyFields.value(candidates, row)
                            : KeyFields.negativeValue(candidates, row);
            assertThat(field).isBetween(0L, (1L << bits) - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "-7, 0, 0",
        "1, 1, 1",
        "6, 6, 3",
        "65535, 65535, 16",
        "65536, 65535, 16"
    })
    void streamsEndWhereTheirBitsDo(int streams, int field, int bits) {
        candidates.clear(NOW);
        candidates.add(0, 0, NOW).setStreams(streams);
        assertThat(KeyFields.streams(candidates, 0)).isEqualTo(field);
        assertThat(KeyFields.bits(PruneCriterion.FEWEST_STREAMS, candidates)).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0",
        "1048575, 0, 0",
        "1048576, 1, 1",
        "3145728, 3, 2",
        "1152921504606846975, 1099511627775, 40",
        "1152921504606846976, 1099511627775, 40"
    })
    void agesEndWhereTheirBitsDo(long age, long field, int bits) {
        candidates.clear(NOW);
        candidates.add(0, 0, NOW - age);
        assertThat(candidates.age(0)).isEqualTo(Math.max(0, age));
        assertThat(KeyFields.age(candidates, 0)).isEqualTo(field);
        assertThat(KeyFields.bits(PruneCriterion.YOUNGEST, candidates)).isEqualTo(bits);
    }

    /** What one snapshot needed says nothing of the next. */
    @ParameterizedTest
    @EnumSource
    void clearingForgets(PruneCriterion criterion) {
        candidates.clear(NOW);
        int fresh = KeyFields.bits(criterion, candidates);
        candidates
                .add(0, 0, NOW - YEAR)
                .setValue(Integer.MAX_VALUE)
                .setStreams(9)
                .add(1, 1, NOW)
                .setValue(Integer.MIN_VALUE);
        assertThat(KeyFields.bits(criterion, candidates)).isBetween(fresh, criterion.bits());
        candidates.clear(NOW);
        assertThat(KeyFields.bits(criterion, candidates)).isEqualTo(fresh);
    }

    @Test
    void aRowThatWasUsedBeforeStartsAnew() {
        for (int round = 0; round < 2; round++) {
            candidates.clear(NOW);
            candidates.add(7, 8, NOW - 1);
            assertThat(candidates.peer(0)).isEqualTo(7);
            assertThat(candidates.connection(0)).isEqualTo(8);
            assertThat(candidates.flags(0)).isZero();
            assertThat(candidates.value(0)).isZero();
            assertThat(candidates.streams(0)).isZero();
            assertThat(candidates.groupCount(0)).isZero();
            assertThat(candidates.minPing(0)).isEqualTo(Long.MAX_VALUE);
            assertThat(candidates.sinceMessage(0)).isEqualTo(Long.MAX_VALUE);
            assertThat(candidates.sinceBlock(0)).isEqualTo(Long.MAX_VALUE);
            assertThat(candidates.network(0)).isEqualTo(NetworkKind.IPV4);
            assertThat(candidates.netgroup(0)).isZero();
            candidates
                    .setFlags(63)
                    .setValue(5)
                    .setStreams(6)
                    .setGroups(-1, -1)
                    .setMinPing(-7)
                    .setUseful(3, 5)
                    .setNetwork(NetworkKind.ONION, 9);
            assertThat(candidates.minPing(0)).isZero();
        }
    }
}
