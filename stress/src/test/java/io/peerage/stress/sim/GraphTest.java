/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    private final Graph graph = new Graph(8);

    private void link(int one, int other) {
        graph.add(one, other, graph.positions() / 2);
    }

    private List<Integer> neighbors(int host) {
        List<Integer> neighbors = new ArrayList<>();
        for (int position = graph.from(host); position < graph.to(host); position++) {
            neighbors.add(graph.neighbor(position));
        }
        return neighbors;
    }

    private static boolean[] members(int... hosts) {
        boolean[] members = new boolean[8];
        for (int host : hosts) {
            members[host] = true;
        }
        return members;
    }

    @Test
    void findsTheNeighborsOfEachHostFromBothEnds() {
        link(0, 3);
        link(3, 5);
        link(0, 3);
        graph.done();

        assertThat(neighbors(0)).containsExactly(3, 3);
        assertThat(neighbors(3)).containsExactlyInAnyOrder(0, 0, 5);
        assertThat(neighbors(5)).containsExactly(3);
        assertThat(neighbors(7)).isEmpty();
        for (int position = 0; position < graph.positions(); position++) {
            assertThat(graph.reverse(graph.reverse(position))).isEqualTo(position);
            assertThat(graph.link(graph.reverse(position))).isEqualTo(graph.link(position));
        }
    }

    @Test
    void countsPartsThatMembersJoinAndOthersDoNot() {
        link(0, 1);
        link(1, 2);
        link(3, 4);
        link(2, 7);
        link(7, 3);
        graph.done();

        assertThat(graph.components(members(0, 1, 2, 3, 4, 7))).isEqualTo(1);
        assertThat(graph.largest()).isEqualTo(6);
        // Without 7 nothing joins the two parts, and 5 is alone.
        assertThat(graph.components(members(0, 1, 2, 3, 4, 5))).isEqualTo(3);
        assertThat(graph.largest()).isEqualTo(3);
        assertThat(graph.components(members())).isZero();
    }

    @Test
    void forgetsWhatItWasFilledWithBefore() {
        link(0, 1);
        graph.done();
        graph.clear();
        link(4, 5);
        graph.done();

        assertThat(neighbors(0)).isEmpty();
        assertThat(neighbors(4)).containsExactly(5);
    }
}
