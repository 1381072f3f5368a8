/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.model.CandidateKind;
import io.peerage.model.Connectedness;
import io.peerage.model.DialOutcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When a peer whose dials are all refused is dialed, through the whole manager: the published times of the systems whose
 * policies these are (features C2 to C4), never early and at most one tick late.
 */
class DialSequencesTest {
    private static final int PEER = 1;
    private static final int OTHER = 999;
    private static final Duration TICK = Duration.ofMillis(10);
    // Waits end on a grid of 65,536 ns, and are found over by the next tick.
    private static final long LATE = TICK.toNanos() + (1L << 16);
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;

    /** Nothing but one missing connection and the end of a wait makes this node dial. */
    private static final DialConfig ONE =
            DialConfig.DEFAULT
                    .withOutboundTarget(1)
                    .withNeedAddressesBelow(0)
                    .withTimes(
                            DialTimes.DEFAULT
                                    .withFirstRun(Duration.ZERO)
                                    .withFeelers(Duration.ZERO));

    private static Network network(BackOffConfig policy, long start) {
        Network net = new Network(ONE, builder -> builder.backOff(policy), start);
        // Somebody stays connected: a node that nobody answers suspects its own network (C6).
        net.connectInbound(OTHER);
        net.answer(peer -> DialOutcome.REFUSED);
        return net;
    }

    private static Network network(BackOffConfig policy) {
        return network(policy, 0);
    }

    /** Lets time pass until there are so many dials, at most for so long. */
    private static void runToDial(Network net, int dials, Duration most) {
        long start = net.clock().nanoTime();
        while (net.dials.size() < dials && net.clock().nanoTime() - start <= most.toNanos()) {
            net.clock().advance(TICK);
            net.manager().tick();
        }
        assertThat(net.dials).as("dials after %s", most).hasSize(dials);
    }

    private static void run(Network net, Duration time) {
        net.run(time, TICK);
    }

    private static List<Long> waits(Network net) {
        List<Long> waits = new ArrayList<>();
        for (int i = 1; i < net.dials.size(); i++) {
            waits.add(net.dials.get(i).at() - net.dials.get(i - 1).at());
        }
        return waits;
    }

    private static void assertWaits(Network net, double... seconds) {
        List<Long> waits = waits(net);
        assertThat(waits).hasSameSizeAs(seconds);
        for (int i = 0; i < seconds.length; i++) {
            assertWait(waits.get(i), i + 1, seconds[i], seconds[i]);
        }
    }

    private static void assertWait(long wait, int failures, double least, double most) {
        assertThat(wait)
                .as("wait after failure %d, in ns", failures)
                .isBetween((long) (least * SECOND), (long) (most * SECOND) + LATE);
    }

    /** 0, and times before which, or in the midst of which, the clock wraps around. */
    private static final String WRAPS_AT_ONCE = "9223372036854775807";

    private static final String WRAPS_AFTER_AN_HOUR = "9223368436854775807";

    @ParameterizedTest
    @ValueSource(strings = {"0", WRAPS_AT_ONCE, WRAPS_AFTER_AN_HOUR, "-1"})
    void nwakuGivesUpAfterItsFourWaits(long start) {
        Network net = network(BackOffConfig.NWAKU, start);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 5, Duration.ofSeconds(10_201));
        assertWaits(net, 120, 480, 1_920, 7_680);
        assertThat(net.dials.get(0).at() - start).isEqualTo(TICK.toNanos());
        assertThat(net.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
        assertThat(net.manager().dialing().failuresOf(peer)).isEqualTo(5);
        assertThat(net.manager().admitOutbound(peer, 0, 0)).isEqualTo(Result.UNREACHABLE.code());
    }

    @Test
    void whomNwakuGaveUpIsDialedAgainAfterADay() {
        Network net = givenUp();
        run(net, Duration.ofHours(24).minus(TICK.multipliedBy(2)));
        assertThat(net.dials).hasSize(5);
        runToDial(net, 6, TICK.multipliedBy(3));
        assertThat(waits(net).get(4)).isBetween(24 * HOUR, 24 * HOUR + LATE);
        runToDial(net, 8, Duration.ofSeconds(601));
        List<Long> anew = waits(net).subList(5, 7);
        assertWait(anew.get(0), 1, 120, 120);
        assertWait(anew.get(1), 2, 480, 480);
    }

    @Test
    void whomNwakuGaveUpIsRevivedByAnInboundConnection() {
        Network net = givenUp();
        long connection = net.connectInbound(PEER);
        run(net, TICK);
        assertThat(net.manager().dialing().failuresOf(net.peer(PEER))).isZero();
        run(net, Duration.ofMinutes(2));
        assertThat(net.dials).as("dials of a connected peer").hasSize(5);

        net.manager().close(connection);
        runToDial(net, 6, TICK);
        runToDial(net, 7, Duration.ofSeconds(121));
        assertWait(waits(net).get(5), 1, 120, 120);
    }

    @Test
    void whomNwakuGaveUpIsRevivedByHand() {
        Network net = givenUp();
        assertThat(net.manager().dialing().forgive(net.peer(PEER))).isEqualTo(Result.DONE.code());
        assertThat(net.manager().dialing().canDial(net.peer(PEER))).isTrue();
        runToDial(net, 6, TICK);
        runToDial(net, 7, Duration.ofSeconds(121));
        assertWait(waits(net).get(5), 1, 120, 120);
    }

    private static Network givenUp() {
        Network net = network(BackOffConfig.NWAKU);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 5, Duration.ofSeconds(10_201));
        run(net, TICK);
        assertThat(net.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
        return net;
    }

    /** An answer ends the series: the next failure is the first again. */
    @Test
    void successResetsNwakusWaits() {
        Network net = network(BackOffConfig.NWAKU);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 3, Duration.ofSeconds(601));
        net.answer(p -> DialOutcome.ESTABLISHED);
        runToDial(net, 4, Duration.ofSeconds(1_921));
        assertThat(net.manager().dialing().failuresOf(peer)).isZero();
        run(net, Duration.ofMinutes(5));
        net.answer(p -> DialOutcome.REFUSED);
        net.drop(peer);
        runToDial(net, 5, TICK);
        runToDial(net, 6, Duration.ofSeconds(121));
        assertWait(waits(net).get(4), 1, 120, 120);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", WRAPS_AFTER_AN_HOUR})
    void cometBftDoublesSixteenTimesAndAddsUpToASecond(long start) {
        Network net = network(BackOffConfig.COMETBFT, start);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 17, Duration.ofSeconds(131_089));
        List<Long> waits = waits(net);
        Set<Long> parts = new HashSet<>();
        for (int n = 1; n <= 16; n++) {
            assertWait(waits.get(n - 1), n, 1 << n, (1 << n) + 1);
            parts.add(waits.get(n - 1) % SECOND / (SECOND / 4));
        }
        assertThat(parts).as("quarters of a second that were added").hasSizeGreaterThan(2);
        assertThat(net.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
        assertThat(net.manager().dialing().backOffNanos(peer))
                .isBetween(24 * HOUR, 24 * HOUR + LATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", WRAPS_AFTER_AN_HOUR})
    void goLibp2pAddsSquaresUpToFiveMinutes(long start) {
        Network net = network(BackOffConfig.GO_LIBP2P, start);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 60, Duration.ofHours(6));
        double[] seconds = new double[59];
        for (int k = 0; k < seconds.length; k++) {
            seconds[k] = Math.min(300, 5 + k * k);
        }
        assertWaits(net, seconds);
        assertThat(net.manager().connectedness(peer)).isEqualTo(Connectedness.BACKING_OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", WRAPS_AFTER_AN_HOUR})
    void theDefaultQuadruplesToAnHourAndDrawsAFifthAround(long start) {
        Network net = network(BackOffConfig.DEFAULT, start);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 16, Duration.ofHours(14));
        List<Long> waits = waits(net);
        boolean below = false;
        boolean above = false;
        for (int n = 1; n <= 15; n++) {
            double wait = Math.min(3_600, 5L << 2 * (n - 1));
            assertWait(waits.get(n - 1), n, wait * 0.8, wait * 1.2);
            below |= waits.get(n - 1) < (long) (wait * SECOND);
            above |= waits.get(n - 1) > (long) (wait * SECOND) + LATE;
        }
        assertThat(below && above).as("waits on both sides of the formula").isTrue();
        assertThat(net.manager().connectedness(peer)).isEqualTo(Connectedness.UNREACHABLE);
    }

    @Test
    void aPersistentPeerWaitsForAMinuteAtMostAndIsNeverGivenUp() {
        Network net = network(BackOffConfig.NWAKU);
        long peer = net.offer(PEER, CandidateKind.NEW);
        net.manager().setFlag(peer, PeerFlag.PERSISTENT, true);
        runToDial(net, 40, Duration.ofMinutes(41));
        for (long wait : waits(net)) {
            assertWait(wait, 0, 60, 60);
        }
    }

    /** Whatever the clock does, everybody who is due is dialed, and nobody twice. */
    @ParameterizedTest
    @ValueSource(strings = {"0", WRAPS_AFTER_AN_HOUR})
    void aJumpOfTheClockByHoursDialsEverybodyWhoIsDueOnce(long start) {
        Network net =
                new Network(
                        ONE.withOutboundTarget(60).withParallelDials(60),
                        builder -> builder.backOff(BackOffConfig.NWAKU).maxPendingOutbound(60),
                        start);
        net.connectInbound(OTHER);
        net.answer(peer -> DialOutcome.REFUSED);
        List<Long> early = net.offerNew(0, 25);
        run(net, Duration.ofSeconds(100));
        List<Long> late = net.offerNew(100, 25);
        run(net, Duration.ofSeconds(1));
        assertThat(net.dials).hasSize(50);

        net.clock().advance(Duration.ofHours(3));
        run(net, TICK.multipliedBy(100));
        List<Long> after = new ArrayList<>();
        net.dials.subList(50, net.dials.size()).forEach(dial -> after.add(dial.peer()));
        List<Long> everybody = new ArrayList<>(early);
        everybody.addAll(late);
        assertThat(after).containsExactlyInAnyOrderElementsOf(everybody);

        // Their second wait, from the dial after the jump, is as long as any.
        run(net, Duration.ofSeconds(478));
        assertThat(net.dials).hasSize(100);
        run(net, Duration.ofSeconds(3));
        assertThat(net.dials).hasSize(150);
    }

    /** A dial of which nothing is heard for hours ends once, as a timeout. */
    @Test
    void aJumpOfTheClockEndsSilentDialsOnce() {
        Network net = network(BackOffConfig.NWAKU);
        net.answer(peer -> null);
        long peer = net.offer(PEER, CandidateKind.NEW);
        runToDial(net, 1, TICK);
        net.clock().advance(Duration.ofHours(5));
        run(net, TICK);
        assertThat(net.manager().dialing().failuresOf(peer)).isEqualTo(1);
        assertThat(net.manager().dialing().ended(DialOutcome.TIMEOUT)).isEqualTo(1);
        assertThat(net.manager().pendingOutbound()).isZero();
        run(net, Duration.ofSeconds(119));
        assertThat(net.dials).hasSize(1);
        run(net, Duration.ofSeconds(2));
        assertThat(net.dials).hasSize(2);
    }
}
