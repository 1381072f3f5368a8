/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The steps of the random histories over a manager. */
class ManagerStepsTest {
    @Test
    void eachKindOfStepIsTakenInSomeHistories() {
        EnumSet<ManagerSteps.Kind> taken = EnumSet.noneOf(ManagerSteps.Kind.class);
        taken.addAll(PeerManagerModelTest.FREQUENCIES.keySet());
        taken.addAll(MakingRoomModelTest.FREQUENCIES.keySet());
        taken.addAll(DialingModelTest.FREQUENCIES.keySet());
        assertThat(taken).containsExactlyInAnyOrder(ManagerSteps.Kind.values());
    }
}
