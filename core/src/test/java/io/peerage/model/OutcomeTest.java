/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final int MOST = 63;

    private static List<Result> events() {
        return Arrays.stream(Result.values()).filter(result -> !result.isRefusal()).toList();
    }

    private static List<Result> refusals() {
        return Arrays.stream(Result.values()).filter(Result::isRefusal).toList();
    }

    @Test
    void anEventSaysWhatHappenedAndHowManyConnectionsThereAre() {
        for (Result event : events()) {
            for (int connections = 0; connections <= MOST; connections++) {
                int outcome = Outcome.of(event, connections);
                assertThat(outcome).isPositive();
                assertThat(Outcome.result(outcome)).isEqualTo(event);
                assertThat(Outcome.connections(outcome)).isEqualTo(connections);
                assertThat(Outcome.isRefused(outcome)).isFalse();
                assertThat(Outcome.isClosedMeanwhile(outcome)).isFalse();
                assertThat(Outcome.isFirst(outcome)).isEqualTo(event == Result.FIRST_CONNECTION);
                assertThat(Outcome.isLast(outcome)).isEqualTo(event == Result.LAST_CONNECTION);
            }
        }
    }

    @Test
    void aRefusalIsItsCodeAndNothingElse() {
        for (Result refusal : refusals()) {
            int outcome = refusal.code();
            assertThat(Outcome.result(outcome)).isEqualTo(refusal);
            assertThat(Outcome.isRefused(outcome)).isTrue();
            assertThat(Outcome.connections(outcome)).isZero();
            assertThat(Outcome.isFirst(outcome)).isFalse();
            assertThat(Outcome.isLast(outcome)).isFalse();
            assertThat(Outcome.isClosedMeanwhile(outcome)).isFalse();
        }
    }

    @Test
    void aRacingCloseIsToldBesideTheEstablish() {
        Set<Result> establishes = EnumSet.of(Result.FIRST_CONNECTION, Result.ANOTHER_CONNECTION);
        for (Result event : establishes) {
            for (int connections = 1; connections <= MOST; connections++) {
                for (boolean last : new boolean[] {true, false}) {
                    int outcome =
                            Outcome.alsoClosed(
                                    Outcome.of(event, connections), last, connections - 1);
                    assertThat(Outcome.result(outcome)).isEqualTo(event);
                    assertThat(Outcome.isFirst(outcome))
                            .isEqualTo(event == Result.FIRST_CONNECTION);
                    assertThat(Outcome.isLast(outcome)).isEqualTo(last);
                    assertThat(Outcome.isClosedMeanwhile(outcome)).isTrue();
                    assertThat(Outcome.isRefused(outcome)).isFalse();
                    assertThat(Outcome.connections(outcome)).isEqualTo(connections - 1);
                }
            }
        }
    }

    @Test
    void aNumberThatIsNoOutcomeIsNamed() {
        for (int nonsense : new int[] {0, -31, -32, Integer.MIN_VALUE, 31 << 16, 40 << 16}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Outcome.result(nonsense))
                    .withMessageContaining("stands for no result; codes come from peerage calls");
        }
    }
}
