/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactWordTest {
    private static final int[] TENANTS = {0, 1, 2, 0xf_fffe, 0xf_ffff};
    private static final long[] VALUES = {0, 1, 1L << 31, 1L << 43, FactWord.MOST};

    @Test
    void aValueAndItsTenantDontTouchEachOther() {
        for (int tenant : TENANTS) {
            for (long value : VALUES) {
                long word = FactWord.with(FactWord.fresh(tenant), value);
                assertThat(FactWord.value(word)).isEqualTo(value);
                for (int other : TENANTS) {
                    assertThat(FactWord.isOf(word, other))
                            .as("%x of %x about %x", value, tenant, other)
                            .isEqualTo(other == tenant);
                }
                for (long next : VALUES) {
                    assertThat(FactWord.with(word, next))
                            .isEqualTo(FactWord.with(FactWord.fresh(tenant), next));
                }
            }
        }
    }

    @Test
    void freshIsZeroAndOnlyTheLowBitsOfAGenerationCount() {
        for (int tenant : TENANTS) {
            assertThat(FactWord.value(FactWord.fresh(tenant))).isZero();
            assertThat(FactWord.fresh(tenant | 0xfff0_0000)).isEqualTo(FactWord.fresh(tenant));
            assertThat(FactWord.isOf(FactWord.fresh(tenant), tenant | 0x7ff0_0000)).isTrue();
        }
    }
}
