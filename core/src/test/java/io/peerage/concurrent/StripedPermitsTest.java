/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One thread. */
class StripedPermitsTest {
    private static final int BOTH = StripedPermits.FIRST | StripedPermits.SECOND;

    /** Sets of limits taken and given back in any order, against two plain counters. */
    @Property
    void permitsAreTwoCounters(
            @ForAll @IntRange(max = 20) int first,
            @ForAll @IntRange(max = 20) int second,
            @ForAll @IntRange(max = 5) int stripesLog,
            @ForAll @Size(max = 300) List<@IntRange(max = 7) Integer> steps) {
        StripedPermits permits = new StripedPermits(first, second, 1 << stripesLog);
        int heldFirst = 0;
        int heldSecond = 0;
        for (int step : steps) {
            int set = step & BOTH;
            int one = set & StripedPermits.FIRST;
            int two = set >> 1;
            if (step < 4) {
                int missing =
                        (one != 0 && heldFirst == first ? StripedPermits.FIRST : 0)
                                | (two != 0 && heldSecond == second ? StripedPermits.SECOND : 0);
                assertThat(permits.acquire(set)).isEqualTo(missing);
                if (missing == 0) {
                    heldFirst += one;
                    heldSecond += two;
                }
            } else if (heldFirst >= one && heldSecond >= two) {
                permits.release(set);
                heldFirst -= one;
                heldSecond -= two;
            }
            assertThat(permits.heldFirst()).isEqualTo(heldFirst);
            assertThat(permits.heldSecond()).isEqualTo(heldSecond);
            assertThat(permits.heldFirstNotSecond()).isEqualTo(heldFirst - heldSecond);
        }
    }

    @Test
    void theLastPermitIsFoundOnWhicheverStripeItIs() {
        for (int stripes = 1; stripes <= 32; stripes *= 2) {
            for (int limit = 0; limit <= 70; limit++) {
                StripedPermits permits = new StripedPermits(limit, 70 - limit, stripes);
                for (int i = 0; i < limit; i++) {
                    assertThat(permits.acquire(StripedPermits.FIRST)).isZero();
                }
                assertThat(permits.acquire(StripedPermits.FIRST)).isEqualTo(StripedPermits.FIRST);
                for (int i = 0; i < 70 - limit; i++) {
                    assertThat(permits.acquire(StripedPermits.SECOND)).isZero();
                }
                assertThat(permits.acquire(BOTH)).isEqualTo(BOTH);
                assertThat(permits.heldFirst()).isEqualTo(limit);
                assertThat(permits.heldSecond()).isEqualTo(70 - limit);
            }
        }
    }

    @Test
    void theLargestLimitsDontTouchEachOther() {
        StripedPermits permits = new StripedPermits(StripedPermits.MOST, StripedPermits.MOST, 1);
        assertThat(permits.acquire(BOTH)).isZero();
        assertThat(permits.heldFirst()).isEqualTo(1);
        assertThat(permits.heldSecond()).isEqualTo(1);
        permits.release(BOTH);
        assertThat(permits.heldFirstNotSecond()).isZero();
        assertThat(permits.heldFirst()).isZero();
    }

    /** The count of releases wraps at 16 bits; nothing but its change means anything. */
    @Test
    void moreReleasesThanAreCountedChangeNoPermits() {
        StripedPermits permits = new StripedPermits(3, 2, 2);
        for (int i = 0; i < 200_000; i++) {
            assertThat(permits.acquire(BOTH)).isZero();
            permits.release(BOTH);
        }
        assertThat(permits.heldFirst()).isZero();
        assertThat(permits.heldSecond()).isZero();
        assertThat(permits.acquire(BOTH)).isZero();
        assertThat(permits.acquire(BOTH)).isZero();
        assertThat(permits.acquire(BOTH)).isEqualTo(StripedPermits.SECOND);
        assertThat(permits.heldFirst()).as("what was refused was given back").isEqualTo(2);
    }

    @Test
    void aLimitOutOfRangeIsNamed() {
        int[][] wrong = {{-1, 0}, {0, -1}, {StripedPermits.MOST + 1, 0}, {0, Integer.MAX_VALUE}};
        for (int[] limits : wrong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StripedPermits(limits[0], limits[1], 2))
                    .withMessageContaining("permits " + limits[0] + " and " + limits[1])
                    .withMessageContaining("must be 0 to 16777215; lower the limit");
        }
    }
}
