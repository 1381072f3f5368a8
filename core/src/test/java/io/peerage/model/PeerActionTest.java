/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.testing.Docs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerActionTest {
    /** Each action with its points; one that is worth more than the whole range is told as where it leads. */
    @Test
    void thePagesTableIsThatOfTheActions() {
        List<List<String>> told =
                Docs.table("reputation.md", "action").stream()
                        .map(row -> List.of(row.get(0), row.get(1)))
                        .toList();
        assertThat(told)
                .containsExactlyElementsOf(
                        Arrays.stream(PeerAction.values())
                                .map(
                                        action ->
                                                List.of(
                                                        "`" + action.name() + "`",
                                                        points(action.thousandths() / 1_000)))
                                .toList());
    }

    private static String points(int points) {
        if (points < -100) {
            return "to −100, whatever it was";
        }
        return points < 0 ? "−" + -points : "+" + points;
    }
}
