/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Every transition from every word that a peer can have, against the same transition on plain fields. */
class PeerWordTest {
    private static final long EDGE = 1L << 27;
    private static final int[] LIMITS = {1, 2, 62, 63};

    private int checked;

    // Millions of comparisons: an assertion object each would cost more than all else.
    private void check(String transition, ReferenceWord before, long expected, long actual) {
        checked++;
        if (actual != expected) {
            assertThat(told(actual)).as("%s of %s", transition, before).isEqualTo(told(expected));
        }
    }

    private static String told(long word) {
        return word < 0
                ? "refused: " + Result.ofRefusal(word)
                : ReferenceWord.decode(word).toString();
    }

    @Test
    void theWordHoldsItsFields() {
        PeerWords.forEach(
                state -> {
                    long word = state.word();
                    checked++;
                    if (word < 0 || !ReferenceWord.decode(word).equals(state)) {
                        assertThat(ReferenceWord.decode(word)).isEqualTo(state);
                    }
                    boolean derived =
                            PeerWord.connections(word) == state.connections()
                                    && PeerWord.isConnected(word) == state.connections() > 0
                                    && PeerWord.isKnown(word) == (state.live() && !state.retired())
                                    && PeerWord.isKnownAs(word, state.generation())
                                            == PeerWord.isKnown(word)
                                    && !PeerWord.isKnownAs(word, state.generation() + 1)
                                    && isConnectednessRight(state);
                    assertThat(derived).as("derived from %s", state).isTrue();
                });
        assertThat(checked).isGreaterThan(1_000_000);
    }

    private static boolean isConnectednessRight(ReferenceWord state) {
        boolean right = true;
        for (boolean backingOff : new boolean[] {true, false}) {
            for (boolean unreachable : new boolean[] {true, false}) {
                right &=
                        PeerWord.connectedness(state.word(), backingOff, unreachable)
                                        == state.connectedness(backingOff, unreachable)
                                && PeerWord.refusalOfBackOff(state.word(), backingOff, unreachable)
                                        == state.refusalOfBackOff(backingOff, unreachable);
            }
        }
        return right;
    }

    @Test
    void dialsTakeAndGiveBackPlaces() {
        PeerWords.forEach(
                state -> {
                    long word = state.word();
                    for (int most : LIMITS) {
                        check(
                                "beginDial " + most,
                                state,
                                state.beginDial(most),
                                PeerWord.beginDial(word, most));
                    }
                    for (int epoch : new int[] {state.epoch(), (state.epoch() + 1) % 16}) {
                        check(
                                "endDial",
                                state,
                                state.endDial(epoch),
                                PeerWord.endDial(word, epoch));
                        check(
                                "failDial",
                                state,
                                state.failDial(epoch),
                                PeerWord.failDial(word, epoch));
                        check(
                                "establishDial",
                                state,
                                state.establishDial(epoch),
                                PeerWord.establishDial(word, epoch));
                        if (state.canSupersede(epoch)) {
                            check(
                                    "supersedeOutbound",
                                    state,
                                    state.supersedeOutbound(epoch),
                                    PeerWord.supersedeOutbound(word, epoch));
                        }
                    }
                });
        assertThat(checked).isGreaterThan(8_000_000);
    }

    @Test
    void connectionsOpenAndClose() {
        PeerWords.forEach(
                state -> {
                    long word = state.word();
                    for (int most : LIMITS) {
                        check(
                                "openInbound " + most,
                                state,
                                state.openInbound(most),
                                PeerWord.openInbound(word, most));
                    }
                    if (state.inbound() > 0) {
                        check(
                                "closeInbound",
                                state,
                                state.closeInbound(),
                                PeerWord.closeInbound(word));
                    }
                    if (state.outbound() > 0) {
                        check(
                                "closeOutbound",
                                state,
                                state.closeOutbound(),
                                PeerWord.closeOutbound(word));
                    }
                });
        assertThat(checked).isGreaterThan(5_000_000);
    }

    @Test
    void peersAreGivenUpRevivedDrainedAndRecycled() {
        PeerWords.forEach(
                state -> {
                    long word = state.word();
                    check("retire", state, state.retire(), PeerWord.retire(word));
                    check("revive", state, state.revive(), PeerWord.revive(word));
                    check("drain", state, state.drain(), PeerWord.drain(word));
                    check("recycle", state, state.recycle(), PeerWord.recycle(word));
                    for (boolean noted : new boolean[] {true, false}) {
                        check(
                                "noteBackOff",
                                state,
                                state.noteBackOff(noted),
                                PeerWord.noteBackOff(word, noted));
                    }
                    check("forgive", state, state.forgive(), PeerWord.forgive(word));
                    check("self", state, state.asSelf(), PeerWord.self(word));
                });
        assertThat(checked).isGreaterThan(4_000_000);
    }

    @Test
    void flagsChangeThemselvesAlone() {
        PeerWords.forEach(
                new int[] {0, 1, 63},
                255,
                15,
                (1 << 27) - 1,
                state -> {
                    for (PeerFlag flag : PeerFlag.values()) {
                        for (boolean on : new boolean[] {true, false}) {
                            check(
                                    flag + " " + on,
                                    state,
                                    state.with(flag, on),
                                    PeerWord.with(state.word(), flag, on));
                        }
                    }
                });
        assertThat(checked).isGreaterThan(10_000);
    }

    /** The mark that tells the one caller of a first or last connection; nothing else in the word changes with it. */
    @Test
    void theEdgeIsMarkedExactlyWhereAPeerBecomesConnectedOrCeasesToBe() {
        PeerWords.forEach(
                new int[] {0, 1, 2, 62},
                254,
                15,
                (1 << 27) - 1,
                state -> {
                    long word = state.word();
                    checkEdge(state, w -> PeerWord.openInbound(w, 63));
                    checkEdge(state, w -> PeerWord.establishDial(w, state.epoch()));
                    checkEdge(state, w -> PeerWord.beginDial(w, 63));
                    checkEdge(state, w -> PeerWord.endDial(w, state.epoch()));
                    checkEdge(state, PeerWord::retire);
                    if (state.canSupersede(state.epoch())) {
                        checkEdge(state, w -> PeerWord.supersedeOutbound(w, state.epoch()));
                    }
                    if (PeerWord.inbound(word) > 0) {
                        checkEdge(state, PeerWord::closeInbound);
                    }
                    if (PeerWord.outbound(word) > 0) {
                        checkEdge(state, PeerWord::closeOutbound);
                    }
                });
        assertThat(checked).isGreaterThan(10_000);
    }

    private void checkEdge(ReferenceWord state, LongUnaryOperator transition) {
        long before = state.word();
        long after = transition.applyAsLong(before);
        if (after >= 0) {
            boolean edge = ReferenceWord.decode(after).connections() > 0 != state.connections() > 0;
            check("edge", state, edge ? after | EDGE : after, PeerWord.marked(before, after));
            assertThat(PeerWord.isEdge(after)).as("stored %s", state).isFalse();
            assertThat(PeerWord.isEdge(PeerWord.marked(before, after))).isEqualTo(edge);
        }
    }

    /** Whoever sets the mark queues the peer, so a transition that the owner has to see, and no other, must set it. */
    @Test
    void theDirtyMarkIsSetByWhatTheOwnerHasToSeeAndByNothingElse() {
        PeerWords.forEach(
                new int[] {0, 1, 2, 62},
                0,
                3,
                5,
                state -> {
                    if (state.dirty()) {
                        return;
                    }
                    long word = state.word();
                    checkDirty(state, PeerWord.openInbound(word, 63), state.connections() == 0);
                    checkDirty(state, PeerWord.establishDial(word, state.epoch()), true);
                    checkDirty(state, PeerWord.beginDial(word, 63), false);
                    checkDirty(state, PeerWord.endDial(word, state.epoch()), true);
                    checkDirty(state, PeerWord.failDial(word, state.epoch()), true);
                    checkDirty(state, PeerWord.noteBackOff(word, true), false);
                    checkDirty(state, PeerWord.forgive(word), state.backedOff());
                    checkDirty(state, PeerWord.self(word), true);
                    checkDirty(
                            state,
                            PeerWord.with(word, PeerFlag.PERSISTENT, true),
                            !state.has(PeerFlag.PERSISTENT));
                    checkDirty(state, PeerWord.retire(word), true);
                    checkDirty(state, PeerWord.revive(word), false);
                    checkDirty(state, PeerWord.drain(word), false);
                    if (state.inbound() > 0) {
                        checkDirty(state, PeerWord.closeInbound(word), state.connections() == 1);
                    }
                    if (state.outbound() > 0) {
                        checkDirty(state, PeerWord.closeOutbound(word), true);
                    }
                });
        assertThat(checked).isGreaterThan(10_000);
    }

    private void checkDirty(ReferenceWord before, long after, boolean expected) {
        checked++;
        if (after >= 0 && PeerWord.isDirty(after) != expected) {
            assertThat(PeerWord.isDirty(after)).as("after %s", before).isEqualTo(expected);
        }
    }

    @Test
    void everyEpochIsFollowedByTheNextAndTellsItsDialFromAllOthers() {
        long word = PeerWord.live(PeerWord.free(7));
        for (int dial = 1; dial <= 3 * PeerWord.EPOCHS; dial++) {
            word = PeerWord.beginDial(word, 1);
            assertThat(PeerWord.epoch(word)).isEqualTo(dial % PeerWord.EPOCHS);
            for (int other = 0; other < PeerWord.EPOCHS; other++) {
                boolean own = other == dial % PeerWord.EPOCHS;
                assertThat(PeerWord.endDial(word, other) >= 0).isEqualTo(own);
                assertThat(PeerWord.establishDial(word, other) >= 0).isEqualTo(own);
            }
            word = PeerWord.endDial(word, PeerWord.epoch(word));
        }
    }

    @Test
    void risesSaturateAndCarryIntoNothing() {
        long word = PeerWord.live(PeerWord.free(123));
        for (int rise = 1; rise <= 600; rise++) {
            word = PeerWord.openInbound(word, 2);
            assertThat(PeerWord.rises(word)).isEqualTo(Math.min(rise, PeerWord.MOST_RISES));
            word = PeerWord.closeInbound(word);
        }
        ReferenceWord state = ReferenceWord.decode(word);
        assertThat(state).isEqualTo(ReferenceWord.of(0, 0, 0, 255, 123, 2 | 8, Set.of()));
    }

    @Test
    void allSixtyThreePlacesAreTakenAndGivenBack() {
        for (int inbound = 0; inbound <= 63; inbound++) {
            long word = PeerWord.live(PeerWord.free((1 << 27) - 1));
            for (int i = 0; i < inbound; i++) {
                word = PeerWord.openInbound(word, 63);
            }
            for (int i = inbound; i < 63; i++) {
                word = PeerWord.beginDial(word, 63);
                word = PeerWord.establishDial(word, PeerWord.epoch(word));
            }
            assertThat(PeerWord.inbound(word)).isEqualTo(inbound);
            assertThat(PeerWord.outbound(word)).isEqualTo(63 - inbound);
            assertThat(PeerWord.openInbound(word, 63)).isEqualTo(Result.PEER_LIMIT.code());
            assertThat(PeerWord.beginDial(word, 63)).isEqualTo(Result.PEER_LIMIT.code());
            for (int i = 0; i < inbound; i++) {
                word = PeerWord.closeInbound(word);
            }
            for (int i = inbound; i < 63; i++) {
                word = PeerWord.closeOutbound(word);
            }
            assertThat(PeerWord.connections(word)).isZero();
            assertThat(PeerWord.generation(word)).isEqualTo((1 << 27) - 1);
        }
    }

    @Test
    void generationsWrapWithoutTouchingAnythingElse() {
        long last = PeerWord.live(PeerWord.free(PeerWord.GENERATIONS - 1));
        assertThat(last).isNotNegative();
        assertThat(PeerWord.recycle(last)).isZero();
        assertThat(PeerWord.free(PeerWord.GENERATIONS)).isZero();
        assertThat(PeerWord.recycle(PeerWord.live(PeerWord.free(41)))).isEqualTo(42L << 36);
        assertThat(PeerWord.isLive(PeerWord.recycle(last))).isFalse();
    }
}
