/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One thread. */
class GroupColumnTest {
    private static final int PEERS = 3;

    private record Membership(int peer, int group) {}

    @Property
    void groupsAreSets(
            @ForAll @Size(max = 200) List<@IntRange(max = 2 * PEERS * 128 - 1) Integer> steps,
            @ForAll @IntRange(max = (1 << 27) - 1) int generation) {
        GroupColumn groups = new GroupColumn(PEERS);
        for (int peer = 0; peer < PEERS; peer++) {
            groups.tenant(peer, generation, 0);
        }
        Set<Membership> model = new HashSet<>();
        for (int step : steps) {
            Membership membership = new Membership(step / 2 % PEERS, step / 2 / PEERS);
            boolean member = step % 2 == 0;
            assertThat(groups.put(membership.peer(), generation, membership.group(), member))
                    .isTrue();
            if (member) {
                model.add(membership);
            } else {
                model.remove(membership);
            }
        }
        for (int peer = 0; peer < PEERS; peer++) {
            for (int group = 0; group < GroupColumn.GROUPS; group++) {
                assertThat(groups.contains(peer, generation, group))
                        .isEqualTo(model.contains(new Membership(peer, group)));
                assertThat(groups.groups(peer, generation, group / 64) >>> group % 64 & 1)
                        .isEqualTo(model.contains(new Membership(peer, group)) ? 1 : 0);
            }
        }
    }

    @Test
    void anotherGenerationReadsNothingAndChangesNothing() {
        for (int generation : new int[] {0, 1, (1 << 21) - 1, (1 << 27) - 1}) {
            GroupColumn groups = new GroupColumn(PEERS);
            groups.tenant(1, generation, 0);
            for (int group = 0; group < GroupColumn.GROUPS; group++) {
                assertThat(groups.put(1, generation + 1, group, true)).isFalse();
                assertThat(groups.contains(1, generation, group)).isFalse();
                assertThat(groups.put(1, generation, group, true)).isTrue();
                assertThat(groups.contains(1, generation + 1, group)).isFalse();
                assertThat(groups.contains(1, generation - 1, group)).isFalse();
                assertThat(groups.put(1, generation - 1, group, false)).isFalse();
                assertThat(groups.contains(1, generation, group)).isTrue();
            }
            for (int half = 0; half < 2; half++) {
                assertThat(groups.groups(1, generation, half)).isEqualTo(-1);
                assertThat(groups.groups(1, generation + 1, half)).isZero();
            }
        }
    }

    @Test
    void aNewTenantIsInNoGroup() {
        GroupColumn groups = new GroupColumn(PEERS);
        groups.tenant(2, 7, 0);
        for (int group = 0; group < GroupColumn.GROUPS; group++) {
            groups.put(2, 7, group, true);
        }
        groups.tenant(2, 8, 0);
        for (int group = 0; group < GroupColumn.GROUPS; group++) {
            assertThat(groups.contains(2, 8, group)).isFalse();
            assertThat(groups.contains(2, 7, group)).isFalse();
        }
    }
}
