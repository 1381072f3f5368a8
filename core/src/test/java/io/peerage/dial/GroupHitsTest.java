/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.DialReason;
import org.junit.jupiter.api.Test;

/** Which of the candidates found for groups comes first, and which group. */
class GroupHitsTest {
    private static final long NO_NETGROUP = 0;

    private final DialConfig config =
            PlanningTest.CONFIG
                    .withGroupMinimum(0, 2)
                    .withGroupMinimum(63, 2)
                    .withGroupMinimum(64, 3)
                    .withGroupMinimum(127, 2);
    private final FakeView view = new FakeView(10);
    private final GroupDeficits deficits = new GroupDeficits(config);
    private final NetgroupRule rule = new NetgroupRule(10, KeyedHash.known(1, 2));
    private final DialPlan plan = new DialPlan(4);
    private final GroupHits hits = new GroupHits(8);

    private void read() {
        deficits.read(view, new KeyedRandom(KeyedHash.known(3, 4)));
    }

    private int best(int group) {
        int hit = hits.best(group, deficits, rule, view, plan);
        return hit == GroupHits.NONE ? -1 : hits.peer(hit);
    }

    @Test
    void theFirstThatServesTheMostGroupsComesFirst() {
        read();
        hits.add(5, 1, 0, 50);
        hits.add(6, 1, 1, 60);
        hits.add(7, 1, 1L << 63, 70);
        hits.add(8, 1L << 63, 0, 80);
        assertThat(best(0)).isEqualTo(6);
        assertThat(hits.netgroup(1)).isEqualTo(60);
        assertThat(best(63)).isEqualTo(8);
        assertThat(best(64)).isEqualTo(6);
        assertThat(best(127)).isEqualTo(7);
        assertThat(best(1)).isEqualTo(-1);
        assertThat(best(65)).isEqualTo(-1);
        hits.clear();
        assertThat(best(0)).isEqualTo(-1);
    }

    @Test
    void whoIsInThePlanOrOfAUsedNetgroupDoesntComeAgain() {
        read();
        hits.add(5, 1, 1, 50);
        hits.add(6, 1, 0, 60);
        plan.add(5, DialReason.GROUP);
        assertThat(best(0)).isEqualTo(6);
        view.used.put(60L, 1);
        assertThat(best(0)).isEqualTo(6);
        rule.hold(true);
        assertThat(best(0)).isEqualTo(-1);
        view.used.clear();
        assertThat(best(0)).isEqualTo(6);
        rule.take(60);
        assertThat(best(0)).isEqualTo(-1);
        rule.clear();
        assertThat(best(0)).isEqualTo(6);
        // Nobody knows the netgroup of a peer without an IP.
        hits.clear();
        hits.add(7, 1, 0, NO_NETGROUP);
        rule.take(NO_NETGROUP);
        assertThat(best(0)).isEqualTo(7);
    }

    @Test
    void aGroupLacksWhatThePlanHasNotTaken() {
        view.inGroup[0] = 1;
        view.inGroup[63] = 2;
        view.inGroup[64] = 5;
        read();
        assertThat(deficits.isAny()).isTrue();
        assertThat(deficits.isAny(0)).isTrue();
        assertThat(deficits.isAny(1)).isTrue();
        assertThat(deficits.covered(-1, -1)).isEqualTo(2);
        assertThat(deficits.largest(0, 0)).isEqualTo(127);
        assertThat(deficits.largest(0, 1L << 63)).isZero();
        assertThat(deficits.largest(1, 1L << 63)).isEqualTo(GroupDeficits.NONE);
        deficits.take(-1, -1);
        assertThat(deficits.isAny(0)).isFalse();
        assertThat(deficits.isAny(1)).isTrue();
        assertThat(deficits.largest(0, 0)).isEqualTo(127);
        deficits.take(-1, -1);
        assertThat(deficits.isAny()).isFalse();
        assertThat(deficits.largest(0, 0)).isEqualTo(GroupDeficits.NONE);
        // Beyond the minimum nothing is missing.
        deficits.take(-1, -1);
        assertThat(deficits.isAny()).isFalse();
        view.inGroup[127] = 2;
        read();
        assertThat(deficits.covered(-1, -1)).isEqualTo(1);
        assertThat(deficits.isAny(1)).isFalse();
    }
}
