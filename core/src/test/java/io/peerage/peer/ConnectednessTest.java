/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Connectedness;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.Docs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Features A5: both tables of {@code docs/connectedness.md} say exactly what the state word does. */
class ConnectednessTest {
    private static final int PER_PEER = 2;
    private static final long IMPOSSIBLE = Long.MIN_VALUE;

    private static final List<Connectedness> KNOWN =
            List.of(
                    Connectedness.CANDIDATE,
                    Connectedness.DIALING,
                    Connectedness.CONNECTED,
                    Connectedness.BACKING_OFF,
                    Connectedness.UNREACHABLE,
                    Connectedness.BANNED);

    /** What the back-off that is noted for a peer says. */
    private enum BackOff {
        OVER,
        RUNS,
        GAVE_UP;

        Connectedness connectedness(long word) {
            boolean noted = PeerWord.isBackedOff(word);
            return PeerWord.connectedness(word, noted && this == RUNS, noted && this == GAVE_UP);
        }

        boolean isPossible(long word) {
            return PeerWord.isBackedOff(word) || this == OVER;
        }

        long beginDial(ReferenceWord state) {
            long begun = PeerWord.beginDial(state.word(), PER_PEER);
            int refusal = PeerWord.refusalOfBackOff(state.word(), this == RUNS, this == GAVE_UP);
            return begun >= 0 && refusal < 0 ? refusal : begun;
        }
    }

    private static final String DIAL_STARTS = "a dial starts";
    private static final String FORGIVEN = "its failures are forgiven";
    private static final Set<String> OPENINGS =
            Set.of(
                    "the dial reaches the peer",
                    "an inbound connection shows the peer",
                    "an inbound connection wins the tie-break");
    private static final String DIAL_FAILS = "the dial fails or expires";

    private static final Map<String, ToLongFunction<ReferenceWord>> EVENTS = events();

    private static Map<String, ToLongFunction<ReferenceWord>> events() {
        Map<String, ToLongFunction<ReferenceWord>> events = new LinkedHashMap<>();
        events.put(DIAL_STARTS, s -> PeerWord.beginDial(s.word(), PER_PEER));
        events.put(
                "the dial is given up",
                s -> s.dialing() ? PeerWord.endDial(s.word(), s.epoch()) : IMPOSSIBLE);
        events.put(
                DIAL_FAILS, s -> s.dialing() ? PeerWord.failDial(s.word(), s.epoch()) : IMPOSSIBLE);
        events.put(
                "the dial reaches the peer",
                s -> s.dialing() ? PeerWord.establishDial(s.word(), s.epoch()) : IMPOSSIBLE);
        events.put(
                "an inbound connection shows the peer",
                s -> PeerWord.openInbound(s.word(), PER_PEER));
        events.put(
                "an inbound connection wins the tie-break",
                s ->
                        s.canSupersede(s.epoch()) && !s.has(PeerFlag.BANNED)
                                ? PeerWord.supersedeOutbound(s.word(), s.epoch())
                                : IMPOSSIBLE);
        events.put(
                "an inbound connection closes",
                s -> s.inbound() > 0 ? PeerWord.closeInbound(s.word()) : IMPOSSIBLE);
        events.put(
                "an outbound connection closes",
                s -> s.outbound() > 0 ? PeerWord.closeOutbound(s.word()) : IMPOSSIBLE);
        events.put("flag BANNED is set", s -> PeerWord.with(s.word(), PeerFlag.BANNED, true));
        events.put("flag BANNED is cleared", s -> PeerWord.with(s.word(), PeerFlag.BANNED, false));
        events.put(FORGIVEN, s -> PeerWord.forgive(s.word()));
        events.put(
                "any other flag is set or cleared",
                s -> PeerWord.with(s.word(), PeerFlag.TRUSTED, !s.has(PeerFlag.TRUSTED)));
        events.put("the owner drains the peer", s -> PeerWord.drain(s.word()));
        events.put("the peer is released", s -> PeerWord.retire(s.word()));
        return events;
    }

    private static void forEachPeer(Consumer<ReferenceWord> visitor) {
        PeerWords.forEach(
                new int[] {0, 1, 2},
                0,
                3,
                0,
                state -> {
                    // More places than the limit are never taken.
                    // This node itself is refused everywhere, whatever else holds.
                    if (!state.self()
                            && state.connections() + (state.dialing() ? 1 : 0) <= PER_PEER) {
                        visitor.accept(state);
                    }
                });
    }

    @Test
    void theStateTableIsTrueOfEveryCombination() {
        List<List<String>> rows = Docs.table("connectedness.md", "state");
        int[] combinations = new int[1];
        forEachPeer(
                state -> {
                    combinations[0]++;
                    for (BackOff backOff : possible(state.word())) {
                        List<String> holding =
                                rows.stream()
                                        .filter(row -> isRowOf(row, state, backOff))
                                        .map(row -> row.get(0))
                                        .toList();
                        String actual = backOff.connectedness(state.word()).name();
                        assertThat(holding).as("%s, %s", state, backOff).containsExactly(actual);
                    }
                });
        assertThat(combinations[0]).isGreaterThan(1000);
        assertThat(rows)
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(names(List.of(Connectedness.values())));
    }

    private static List<BackOff> possible(long word) {
        return Stream.of(BackOff.values()).filter(one -> one.isPossible(word)).toList();
    }

    // Columns: state, registered, banned, connections, dialing, unreachable, backing off.
    private static boolean isRowOf(List<String> row, ReferenceWord state, BackOff backOff) {
        return holds(row.get(1), state.live() && !state.retired())
                && holds(row.get(2), state.has(PeerFlag.BANNED))
                && holds(row.get(3), state.connections() > 0)
                && holds(row.get(4), state.dialing())
                && holds(row.get(5), backOff == BackOff.GAVE_UP)
                && holds(row.get(6), backOff == BackOff.RUNS);
    }

    private static boolean holds(String cell, boolean fact) {
        return switch (cell) {
            case "yes" -> fact;
            case "no" -> !fact;
            case "" -> true;
            default -> throw new AssertionError("'" + cell + "' is neither yes nor no nor empty");
        };
    }

    @Test
    void theTransitionTableIsWhatTheWordDoes() {
        List<String> expected = new ArrayList<>();
        for (String event : EVENTS.keySet()) {
            expected.add(line(event, outcomes(event)));
        }
        List<String> told =
                Docs.table("connectedness.md", "event").stream()
                        .map(row -> String.join(" | ", row))
                        .toList();
        assertThat(told).containsExactlyElementsOf(expected);
    }

    private static Map<Connectedness, Set<String>> outcomes(String event) {
        Map<Connectedness, Set<String>> outcomes = new EnumMap<>(Connectedness.class);
        KNOWN.forEach(from -> outcomes.put(from, new TreeSet<>()));
        forEachPeer(
                state -> {
                    for (BackOff before : possible(state.word())) {
                        Connectedness from = before.connectedness(state.word());
                        long after = after(event, state, before);
                        if (from != Connectedness.UNKNOWN && after != IMPOSSIBLE) {
                            for (BackOff now : afterwards(event, before)) {
                                outcomes.get(from).add(outcome(from, after, now));
                            }
                        }
                    }
                });
        return outcomes;
    }

    private static long after(String event, ReferenceWord state, BackOff before) {
        return event.equals(DIAL_STARTS)
                ? before.beginDial(state)
                : EVENTS.get(event).applyAsLong(state);
    }

    // A failure starts a back-off, or ends in giving up; nothing else changes what a back-off says.
    private static List<BackOff> afterwards(String event, BackOff before) {
        if (event.equals(DIAL_FAILS)) {
            return List.of(BackOff.RUNS, BackOff.GAVE_UP);
        }
        boolean forgotten = OPENINGS.contains(event) || event.equals(FORGIVEN);
        return List.of(forgotten ? BackOff.OVER : before);
    }

    private static String outcome(Connectedness from, long after, BackOff now) {
        if (after < 0) {
            return "refused: " + Result.ofRefusal(after);
        }
        Connectedness to = now.connectedness(after);
        return to == from ? "stays" : to.name();
    }

    private static String line(String event, Map<Connectedness, Set<String>> outcomes) {
        List<String> cells = new ArrayList<>();
        cells.add(event);
        for (Connectedness from : KNOWN) {
            Set<String> set = outcomes.get(from);
            cells.add(set.isEmpty() ? "–" : String.join(", ", set));
        }
        return String.join(" | ", cells);
    }

    private static List<String> names(List<Connectedness> states) {
        return states.stream().map(state -> state.name()).toList();
    }

    /** A peer that was released and is wanted again before it was recycled is where it was. */
    @Test
    void registeringAgainUndoesARelease() {
        forEachPeer(
                state -> {
                    long released = PeerWord.retire(state.word());
                    if (state.live() && !state.retired() && released >= 0) {
                        for (BackOff backOff : possible(state.word())) {
                            assertThat(backOff.connectedness(released))
                                    .isEqualTo(Connectedness.UNKNOWN);
                            assertThat(backOff.connectedness(PeerWord.revive(released)))
                                    .isEqualTo(backOff.connectedness(state.word()));
                        }
                    }
                });
    }
}
