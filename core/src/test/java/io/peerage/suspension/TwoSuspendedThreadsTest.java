/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two operations on one thing, each suspended once, at every pair of steps: the first at its step, the second at its own,
 * then the first to its end, then the second. All schedules of this shape, where a run of real threads meets few.
 *
 * <p>{@code -Dsuspension.proof=true} crosses all operations with all.
 */
class TwoSuspendedThreadsTest {
    private static final boolean PROOF = Boolean.getBoolean("suspension.proof");
    private static final SuspensionScenario WORLDS = SteppedLoader.scenario("SuspensionWorld");

    static Stream<Arguments> pairs() {
        if (PROOF) {
            return WORLDS.operations().stream()
                    .flatMap(
                            one ->
                                    WORLDS.operations().stream()
                                            .map(other -> Arguments.of(one, other)));
        }
        return Stream.of(
                Arguments.of("REGISTER_NEW", "REGISTER_NEW"),
                Arguments.of("REGISTER_RETIRED", "REGISTER_RETIRED"),
                Arguments.of("ADMIT_INBOUND", "ADMIT_INBOUND"),
                Arguments.of("ADMIT_INBOUND_KNOWN_PREFIX", "ADMIT_INBOUND_KNOWN_PREFIX"),
                Arguments.of("ESTABLISH_INBOUND", "CLOSE_LAST"),
                Arguments.of("ESTABLISH_INBOUND_BY_ID", "REGISTER_NEW"),
                Arguments.of("TAKE_OVER_DIAL", "ESTABLISH_INBOUND"),
                Arguments.of("ESTABLISH_OUTBOUND", "ABANDON_OUTBOUND"),
                Arguments.of("ESTABLISH_OUTBOUND_BEING_TAKEN_OVER", "OPEN_AND_CLOSE"),
                Arguments.of("CLOSE_SUPERSEDED", "CLOSE_LAST"),
                Arguments.of("OFFER", "OFFER"),
                Arguments.of("FAIL_DIAL", "FORGIVE"),
                Arguments.of("FAIL_DIAL_AGAIN", "FORGIVE"),
                Arguments.of("FORGIVE", "RELEASE"),
                Arguments.of("FAIL_DIAL", "OPEN_AND_CLOSE"),
                Arguments.of("FAIL_DIAL", "ABANDON_OUTBOUND"),
                Arguments.of("LEARN_SELF", "ADMIT_OUTBOUND"),
                Arguments.of("BAN", "LIFT"),
                Arguments.of("BAN_CONNECTED", "CLOSE_LAST"),
                Arguments.of("BAN", "RELEASE"),
                Arguments.of("FACTS", "CLOSE_LAST"),
                Arguments.of("TAG_AND_PROTECT", "RELEASE"),
                Arguments.of("CLOSE_LAST", "RELEASE"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theBooksAgreeWhereverTwoThreadsAreSuspended(String one, String other)
            throws InterruptedException {
        int step = 0;
        int lastStep;
        do {
            step++;
            lastStep = 0;
            Suspension run;
            do {
                lastStep++;
                run = run(one, step, other, lastStep);
            } while (run.suspended());
        } while (lastStep > 1);
        assertThat(step).isGreaterThan(1);
    }

    private static Suspension run(String one, int step, String other, int otherStep)
            throws InterruptedException {
        SuspensionScenario world = WORLDS.prepared(one, false);
        Suspension run =
                Suspension.ofTwo(world::operate, step, () -> world.operate(other), otherStep);
        String where = one + " at step " + step + " and " + other + " at step " + otherStep;
        assertThat(run.blocked()).as(where).isEmpty();
        world.work();
        assertThat(world.reconcile()).as(where).isEmpty();
        return run;
    }
}
