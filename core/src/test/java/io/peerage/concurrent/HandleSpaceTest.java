/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HandleSpaceTest {
    private static final int CAPACITY = 1000;

    private final HandleSpace peers = new HandleSpace("peer", 0, 5, CAPACITY);
    private final HandleSpace connections = new HandleSpace("connection", 1, 5, CAPACITY);

    @Property
    void aHandleNamesItsIndexAndGeneration(
            @ForAll @IntRange(max = HandleSpace.MOST - 1) int index,
            @ForAll int generation,
            @ForAll @IntRange(max = 1) int kind,
            @ForAll int tag) {
        HandleSpace space = new HandleSpace("thing", kind, tag, HandleSpace.MOST);
        long handle = space.handle(index, generation);

        assertThat(handle).isPositive();
        assertThat(space.index(handle)).isEqualTo(index);
        assertThat(space.generation(handle)).isEqualTo(generation);
        assertThat(space.accepts(handle)).isTrue();
    }

    @Test
    void extremesComeBackAsTheyWentIn() {
        HandleSpace all = new HandleSpace("thing", 1, 63, HandleSpace.MOST);
        for (int index : new int[] {0, 1, HandleSpace.MOST - 1}) {
            for (int generation : new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                long handle = all.handle(index, generation);
                assertThat(handle).isPositive();
                assertThat(all.index(handle)).isEqualTo(index);
                assertThat(all.generation(handle)).isEqualTo(generation);
            }
        }
    }

    /** A handle of 0 would mean "none": the first peer of such a manager could be registered again and again. */
    @Test
    void noManagerGivesOutTheHandleZero() {
        for (int tag = -130; tag <= 200; tag++) {
            for (int kind = 0; kind <= 1; kind++) {
                HandleSpace space = new HandleSpace("thing", kind, tag, 1);
                assertThat(space.handle(0, 0)).as("tag %d kind %d", tag, kind).isPositive();
                assertThat(space.accepts(0)).isFalse();
            }
        }
    }

    @Test
    void neighbouringManagersHaveDifferentHandles() {
        for (int tag = 1; tag <= 200; tag++) {
            HandleSpace one = new HandleSpace("thing", 0, tag, 1);
            HandleSpace next = new HandleSpace("thing", 0, tag + 1, 1);
            assertThat(one.handle(0, 0)).isNotEqualTo(next.handle(0, 0));
        }
    }

    @Test
    void zeroAndNegativesAreNoHandlesAndNoMistakes() {
        for (long value : new long[] {0, -1, -31, Integer.MIN_VALUE, Long.MIN_VALUE}) {
            assertThat(peers.accepts(value)).as("%d", value).isFalse();
        }
        // Not even where all lower bits fit.
        assertThat(peers.accepts(peers.handle(3, 7) | Long.MIN_VALUE)).isFalse();
    }

    @Test
    void aHandleOfAnotherManagerIsNamedAsSuch() {
        HandleSpace other = new HandleSpace("peer", 0, 6, CAPACITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peers.accepts(other.handle(1, 2)))
                .withMessageContaining("belongs to manager 6, this is manager 5")
                .withMessageContaining("0x" + Long.toHexString(other.handle(1, 2)))
                .withMessageContaining("pass handles only to the manager that gave them out");
    }

    @Test
    void aHandleOfAnotherKindIsNamedAsSuch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peers.accepts(connections.handle(1, 2)))
                .withMessageContaining("names no peer")
                .withMessageContaining("not interchangeable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connections.accepts(peers.handle(1, 2)))
                .withMessageContaining("names no connection");
    }

    @Test
    void anIndexOutOfRangeIsNamedWithTheRange() {
        assertThat(peers.accepts(peers.handle(CAPACITY - 1, 9))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> peers.accepts(peers.handle(CAPACITY, 9)))
                .withMessageContaining("index 1000, allowed are 0 to 999")
                .withMessageContaining("pass handles as they were given out");
    }
}
