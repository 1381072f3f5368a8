/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever user code throws, wherever: it is counted and reported, and everything else goes on as if it hadn't. */
class UserCodeThrowsTest {
    @AfterEach
    void noInterruptIsLeft() {
        Thread.interrupted();
    }

    private static FaultyNode lived(Callback where, Runnable what) {
        FaultyNode node = new FaultyNode(where, what);
        node.live();
        return node;
    }

    static Stream<Arguments> everything() {
        return Stream.of(Callback.values())
                .flatMap(
                        where -> Stream.of(Thrown.values()).map(what -> Arguments.of(where, what)));
    }

    @Test
    void theLifeHasEveryCallback() {
        FaultyNode node = lived(Callback.CONNECTED, () -> {});

        assertThat(node.calls.keySet()).isEqualTo(EnumSet.allOf(Callback.class));
        assertThat(node.errors).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void othersHearTheSame(Callback where, Thrown what) {
        FaultyNode sound = lived(where, () -> {});
        FaultyNode faulty = lived(where, what::raise);

        int failures = faulty.calls.get(where);
        assertThat(failures).isPositive();
        assertThat(faulty.errors).hasSize(failures);
        Counter counter = where.isSink() ? Counter.SINK_FAILURES : Counter.LISTENER_FAILURES;
        assertThat(faulty.manager.counter(counter)).isEqualTo(failures);
        assertThat(faulty.manager.counter(Counter.HANDLER_FAILURES)).isZero();
        // A dial that wasn't carried out is given back at once, and the peer dialed again.
        if (where == Callback.DIAL) {
            assertThat(withoutDials(faulty)).containsAll(withoutDials(sound).subList(0, 4));
            assertThat(faulty.manager.pendingOutbound()).isZero();
            assertThat(faulty.manager.dialing().ended(DialOutcome.CANCELLED)).isEqualTo(failures);
            assertThat(failures).as("more than one a candidate").isGreaterThan(4);
        } else {
            assertThat(faulty.told).isEqualTo(sound.told);
        }
        assertThat(faulty.manager.verify()).isEmpty();
        assertThat(faulty.manager.tick()).isZero();
    }

    private static List<String> withoutDials(FaultyNode node) {
        return node.told.stream().filter(text -> !text.startsWith("DIAL")).toList();
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void anErrorHandlerThatThrowsStopsNothing(Thrown what) {
        FaultyNode sound = lived(Callback.CONNECTED, () -> {});
        FaultyNode faulty =
                new FaultyNode(Callback.CONNECTED, Thrown.EXCEPTION::raise, what::raise);
        faulty.live();

        assertThat(faulty.told).isEqualTo(sound.told);
        assertThat(faulty.manager.counter(Counter.HANDLER_FAILURES))
                .isEqualTo(faulty.calls.get(Callback.CONNECTED).longValue());
        assertThat(faulty.manager.verify()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Callback.class)
    void anInterruptionThatUserCodeThrowsIsKept(Callback where) {
        FaultyNode node = new FaultyNode(where, Thrown.INTERRUPTED::raise);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        node.live();

        assertThat(Thread.interrupted()).isTrue();
    }
}
