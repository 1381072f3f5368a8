/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.config.TagConfig;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One thread. */
class ProtectionColumnTest {
    private static final int PEERS = 2;

    static TagConfig names(int count) {
        return new TagConfig(
                List.of(), IntStream.range(0, count).mapToObj(i -> "name" + i).toList());
    }

    @Property
    void namesAreSetsAndChangesAreTold(
            @ForAll @IntRange(min = 1, max = 49) int configured,
            @ForAll @IntRange(max = (1 << 27) - 1) int generation,
            @ForAll @Size(max = 200) List<@IntRange(max = 4 * 50 - 1) Integer> steps) {
        ProtectionColumn column = new ProtectionColumn(PEERS, names(configured));
        BitSet[] model = {new BitSet(), new BitSet()};
        for (int peer = 0; peer < PEERS; peer++) {
            column.tenant(peer, generation, 0);
        }
        for (int step : steps) {
            int peer = step & 1;
            boolean on = (step & 2) == 0;
            int name = (step >> 2) % (configured + 1);
            boolean was = !model[peer].isEmpty();
            model[peer].set(name, on);
            boolean is = !model[peer].isEmpty();
            assertThat(column.put(peer, generation, name, on))
                    .isEqualTo(
                            was == is
                                    ? ProtectionChange.SAME
                                    : is
                                            ? ProtectionChange.PROTECTED
                                            : ProtectionChange.UNPROTECTED);
            for (int each = 0; each < PEERS; each++) {
                long[] bits = model[each].toLongArray();
                assertThat(column.names(each, generation))
                        .isEqualTo(bits.length == 0 ? 0 : bits[0]);
                assertThat(column.isProtected(each, generation)).isEqualTo(!model[each].isEmpty());
            }
        }
    }

    /** A flag set by hand takes the place of one more name. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "49, 1"})
    void memoryIsThatOfTheNamesConfigured(int configured, int words) {
        ProtectionColumn column = new ProtectionColumn(1_000, names(configured));
        assertThat(column.bytes()).isEqualTo(16 + 8L * words * 1_000);
        column.tenant(999, 3, 0);
        assertThat(column.isProtected(999, 3)).isFalse();
        assertThat(column.names(999, 3)).isZero();
        assertThat(column.byHand()).isEqualTo(configured == 0 ? -1 : configured);
        if (configured > 0) {
            assertThat(column.put(999, 3, column.byHand(), true))
                    .isEqualTo(ProtectionChange.PROTECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 6", "49, 50"})
    void noOtherNameThanThereIs(int configured, int names) {
        ProtectionColumn column = new ProtectionColumn(PEERS, names(configured));
        for (int name : new int[] {-1, names}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> column.put(0, 0, name, true))
                    .withMessage(
                            "protection "
                                    + name
                                    + " is not one of the "
                                    + names
                                    + " there are; pass what TagConfig.protection(name) gives");
        }
    }

    @Test
    void aNewTenantIsUnprotectedAndTheLastOneIsRefused() {
        ProtectionColumn column = new ProtectionColumn(PEERS, names(49));
        for (int generation : new int[] {0, 1, (1 << 14) - 1, 1 << 14, (1 << 27) - 1}) {
            column.tenant(1, generation, 0);
            assertThat(column.isProtected(1, generation)).isFalse();
            for (int name : new int[] {0, 31, 32, 49}) {
                assertThat(column.put(1, generation, name, true))
                        .isEqualTo(name == 0 ? ProtectionChange.PROTECTED : ProtectionChange.SAME);
                for (int other : new int[] {generation - 1, generation + 1}) {
                    assertThat(column.put(1, other, name, true)).isEqualTo(ProtectionChange.STALE);
                    assertThat(column.put(1, other, name, false)).isEqualTo(ProtectionChange.STALE);
                    assertThat(column.isProtected(1, other)).isFalse();
                    assertThat(column.names(1, other)).isZero();
                }
            }
            assertThat(column.names(1, generation)).isEqualTo(1L << 49 | 1L << 32 | 1L << 31 | 1);
            assertThat(column.isProtected(0, 0)).as("the neighbour").isFalse();
        }
    }
}
