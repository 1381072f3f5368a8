/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.peerage.config.Cidr;
import io.peerage.config.PrefixLimits;
import io.peerage.config.Trust;
import io.peerage.model.BanReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of the caller: each is named with what to do instead, and leaves nothing half-done. */
class BadInputTest {
    private static final byte[] ID = {1, 2, 3, 4};
    private static final byte[] ADDRESS = {(byte) 203, 0, 113, 7};

    private final PeerManager manager = PeerManager.builder().maxPeers(10).maxIdBytes(40).build();
    private final PeerManager other = PeerManager.builder().maxPeers(10).build();
    private final long peer = manager.register(ID);
    private final long ticket = manager.admitInbound(ADDRESS);
    private final String before = state();

    private String state() {
        return String.join(
                " ",
                "peers " + manager.registeredPeers(),
                "in " + manager.inbound(),
                "out " + manager.outbound(),
                "pending in " + manager.pendingInbound(),
                "pending out " + manager.pendingOutbound(),
                "trusted " + manager.trusted(),
                "connected " + manager.connectedPeers(),
                "flags "
                        + Arrays.stream(PeerFlag.values())
                                .map(f -> manager.hasFlag(peer, f))
                                .toList());
    }

    /** Whatever went wrong, the ticket that was open is still good, and all counts agree. */
    @AfterEach
    void theTicketStillWorks() {
        assertThat(state()).isEqualTo(before);
        int outcome = manager.establishInbound(ticket, peer);
        assertThat(Outcome.result(outcome)).isEqualTo(Result.FIRST_CONNECTION);
        assertThat(manager.verify()).isEmpty();
        assertThat(Outcome.result(manager.close(ticket))).isEqualTo(Result.LAST_CONNECTION);
        assertThat(manager.verify()).isEmpty();
    }

    private void assertNull(ThrowingCallable call, String told) {
        assertThatNullPointerException()
                .isThrownBy(call)
                .withMessageContaining(told + " is null; ");
    }

    @Test
    void nullsAreNamed() {
        assertNull(() -> manager.register(null), "id");
        assertNull(() -> manager.register(null, 0, 1), "id");
        assertNull(() -> manager.lookup(null), "id");
        assertNull(() -> manager.lookup(null, 0, 1), "id");
        assertNull(() -> manager.batches().lookup(null, 0, new long[1]), "ids");
        assertNull(() -> manager.batches().lookup(new byte[1][], 1, new long[1]), "id");
        assertNull(() -> manager.batches().lookup(new byte[1][], 1, null), "handles");
        assertNull(() -> manager.batches().close(null, 0), "connections");
        assertNull(() -> manager.isConnected(null, 0, 1), "id");
        assertNull(() -> manager.establishInbound(ticket, null), "id");
        assertNull(() -> manager.establishInbound(ticket, null, 0, 1), "id");
        assertNull(() -> manager.copyId(peer, null, 0), "target");
        assertNull(() -> manager.admitInbound(null), "address");
        assertNull(() -> manager.admitOutbound(peer, null), "address");
        assertNull(() -> manager.refused(null), "reason");
        assertNull(() -> manager.counter(null), "counter");
        assertNull(() -> manager.connected().first(null), "filter");
        assertNull(() -> manager.connected().first(null, 0), "filter");
        assertNull(() -> manager.connected().next(peer, null), "filter");
        assertNull(() -> manager.connected().next(peer, null, 0), "filter");
        // For an unknown peer too, where nothing else would notice.
        for (long handle : new long[] {peer, 0, -1}) {
            assertNull(() -> manager.setFlag(handle, null, true), "flag");
            assertNull(() -> manager.hasFlag(handle, null), "flag");
            assertNull(() -> manager.copyId(handle, null, 0), "target");
        }
    }

    @Test
    void nullsInTheConfigurationAreNamed() {
        PeerManagerBuilder builder = PeerManager.builder();
        assertNull(() -> builder.localId(null), "id");
        assertNull(() -> builder.clock(null), "clock");
        assertNull(() -> builder.listener(null), "listener");
        assertNull(() -> builder.commandSink(null), "sink");
        assertNull(() -> builder.errorHandler(null), "handler");
        assertNull(() -> builder.prefixLimits(null), "limits");
        assertNull(() -> builder.inboundLease(null), "lease");
        assertNull(() -> builder.outboundLease(null), "lease");
        assertNull(() -> builder.trustedBypass(null), "bypass");
        assertNull(() -> builder.trustedNetworks(null), "networks");
        List<Cidr> withNull = Collections.singletonList(null);
        assertThatNullPointerException()
                .isThrownBy(() -> builder.trustedNetworks(withNull))
                .withMessage("networks has null as element 0; leave the element out");
        assertNull(() -> new Trust(null, List.of()), "bypass");
        assertNull(() -> new PrefixLimits(null, List.of(), List.of(), 0), "v4");
        assertNull(() -> new PrefixLimits(List.of(), null, List.of(), 0), "v6");
        assertNull(() -> new PrefixLimits(List.of(), List.of(), null, 0), "exempt");
        assertNull(() -> Cidr.parse(null), "text");
        // The builder is as good as new.
        assertThat(builder.build().connectionSlots())
                .isEqualTo(PeerManager.builder().build().connectionSlots());
    }

    static Stream<Arguments> badIds() {
        return Stream.of(
                Arguments.of(new byte[0], 0, 0, "id length 0 is outside 1 to 40"),
                Arguments.of(new byte[41], 0, 41, "id length 41 is outside 1 to 40"),
                Arguments.of(new byte[65], 0, 65, "id length 65 is outside 1 to 40"),
                Arguments.of(new byte[9], 0, -1, "id length -1 is outside 1 to 40"),
                Arguments.of(new byte[9], 0, Integer.MIN_VALUE, "is outside 1 to 40"),
                Arguments.of(
                        new byte[9], -1, 4, "offset -1 and length 4 are outside the array of 9"),
                Arguments.of(new byte[9], 6, 4, "offset 6 and length 4 are outside the array of 9"),
                Arguments.of(new byte[9], Integer.MAX_VALUE, 4, "are outside the array of 9"),
                Arguments.of(
                        new byte[3], 0, 4, "offset 0 and length 4 are outside the array of 3"));
    }

    @ParameterizedTest
    @MethodSource("badIds")
    void anIdOutOfRangeIsNamedWithTheRange(byte[] id, int offset, int length, String told) {
        List<ThrowingCallable> calls =
                List.of(
                        () -> manager.register(id, offset, length),
                        () -> manager.lookup(id, offset, length),
                        () -> manager.isConnected(id, offset, length),
                        () -> manager.establishInbound(ticket, id, offset, length));
        for (ThrowingCallable call : calls) {
            assertThatIllegalArgumentException()
                    .isThrownBy(call)
                    .withMessageContaining(told)
                    .withMessageContaining("; pass the ");
        }
    }

    @Test
    void anAddressOfAWrongLengthTakesNothing() {
        for (int length : new int[] {1, 3, 5, 15, 17, 64}) {
            byte[] bytes = new byte[length];
            for (ThrowingCallable call :
                    List.<ThrowingCallable>of(
                            () -> manager.admitInbound(bytes),
                            () -> manager.admitOutbound(peer, bytes))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(call)
                        .withMessageContaining("an address of " + length + " bytes");
            }
        }
    }

    /** A ticket must survive a mistake in the other argument: nobody would ever reclaim one that was claimed. */
    @Test
    void aPeerOfAnotherManagerDoesNotSpoilTheTicket() {
        long foreign = other.register(ID);
        assertForeign(() -> manager.establishInbound(ticket, foreign));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.establishInbound(ticket, ticket))
                .withMessageContaining("names no peer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.establishInbound(ticket, peer + 10))
                .withMessageContaining("allowed are 0 to 9");
    }

    /** A call that fails must not make a stranger known on the way. */
    @Test
    void aTicketOfAnotherManagerRegistersNobody() {
        long foreign = other.admitInbound(ADDRESS);
        byte[] stranger = {9, 9, 9};
        assertForeign(() -> manager.establishInbound(foreign, stranger));
        assertForeign(() -> manager.establishInbound(foreign, stranger, 0, 3));
        assertForeign(() -> manager.establishInbound(foreign, peer));
        assertThat(manager.lookup(stranger)).isEqualTo(Result.UNKNOWN_PEER.code());
        assertThat(Outcome.result(other.abandon(foreign))).isEqualTo(Result.ABANDONED);
    }

    private static void assertForeign(ThrowingCallable call) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContaining("belongs to manager")
                .withMessageContaining("pass handles only to the manager that gave them out");
    }

    @Test
    void aPeerHandleOfAnotherManagerIsRejectedEverywhere() {
        long foreign = other.register(ID);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> manager.release(foreign),
                        () -> manager.copyId(foreign, new byte[64], 0),
                        () -> manager.bans().ban(foreign, BanReason.BY_HAND),
                        () -> manager.hasFlag(foreign, PeerFlag.BANNED),
                        () -> manager.groups().set(foreign, 0, true),
                        () -> manager.groups().contains(foreign, 0),
                        () -> manager.admitOutbound(foreign, 0, 0),
                        () -> manager.isConnected(foreign),
                        () -> manager.connectedness(foreign),
                        () -> manager.inboundOf(foreign),
                        () -> manager.outboundOf(foreign),
                        () -> manager.connectedForNanos(foreign),
                        () -> manager.disconnectedForNanos(foreign),
                        () -> manager.dialTicket(foreign),
                        () -> manager.connected().next(foreign, ConnectedFilter.ALL),
                        () -> manager.explain().peer(foreign),
                        () -> manager.explain().outbound(foreign, 0, 0))) {
            assertForeign(call);
        }
    }

    @Test
    void aConnectionHandleOfAnotherManagerIsRejectedEverywhere() {
        long foreign = other.admitInbound(ADDRESS);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> manager.establishOutbound(foreign),
                        () -> manager.abandon(foreign),
                        () -> manager.close(foreign),
                        () -> manager.peerOf(foreign),
                        () -> manager.isInbound(foreign),
                        () -> manager.slotOf(foreign))) {
            assertForeign(call);
        }
    }

    @Test
    void aRefusalThatIsPassedOnIsAnUnknownHandle() {
        for (long none : new long[] {0, -1, -22, -5000, Integer.MIN_VALUE, Long.MIN_VALUE}) {
            assertThat(manager.release(none)).isEqualTo(Result.UNKNOWN_PEER.code());
            assertThat(manager.admitOutbound(none, 0, 0)).isEqualTo(Result.UNKNOWN_PEER.code());
            assertThat(Outcome.result(manager.establishOutbound(none)))
                    .isEqualTo(Result.UNKNOWN_CONNECTION);
            assertThat(Outcome.result(manager.establishInbound(none, peer)))
                    .isEqualTo(Result.UNKNOWN_CONNECTION);
            assertThat(Outcome.result(manager.abandon(none))).isEqualTo(Result.UNKNOWN_CONNECTION);
            assertThat(Outcome.result(manager.close(none))).isEqualTo(Result.UNKNOWN_CONNECTION);
            assertThat(manager.peerOf(none)).isEqualTo(Result.UNKNOWN_CONNECTION.code());
            assertThat(manager.isInbound(none)).isFalse();
            assertThat(manager.isConnected(none)).isFalse();
            assertThat(manager.connected().next(none, ConnectedFilter.ALL)).isZero();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> manager.slotOf(none))
                    .withMessageContaining("handle " + none + " is a refusal or none");
        }
    }

    /** The peer that an establish is given may be what register or lookup refused with, or nonsense. */
    @Test
    void aRefusedPeerEndsTheTicketAndIsCountedAsWhatItIs() {
        for (long none :
                new long[] {0, -1, -22, -23, -31, -5000, Integer.MIN_VALUE, Long.MIN_VALUE}) {
            Result expected = none == -22 ? Result.PEER_TABLE_FULL : Result.UNKNOWN_PEER;
            EnumSet<Result> others = EnumSet.allOf(Result.class);
            others.remove(expected);
            long[] counts = others.stream().mapToLong(manager::refused).toArray();
            long count = manager.refused(expected);
            long second = manager.admitInbound(ADDRESS);

            assertThat(Outcome.result(manager.establishInbound(second, none))).isEqualTo(expected);
            assertThat(manager.refused(expected)).isEqualTo(count + 1);
            assertThat(others.stream().mapToLong(manager::refused).toArray()).isEqualTo(counts);
            assertThat(Outcome.result(manager.abandon(second))).isEqualTo(Result.ALREADY_CLOSED);
        }
    }

    @Test
    void aGroupOutOfRangeIsNamedWithTheRange() {
        for (int group : new int[] {-1, 128, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            for (ThrowingCallable call :
                    List.<ThrowingCallable>of(
                            () -> manager.groups().set(peer, group, true),
                            () -> manager.groups().contains(peer, group),
                            () -> manager.connected().first(ConnectedFilter.ALL, group),
                            () -> manager.connected().next(peer, ConnectedFilter.ALL, group))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(call)
                        .withMessageContaining("group " + group + " is outside 0 to 127");
            }
        }
    }

    @Test
    void aTargetTooSmallForTheIdIsNamedAndUntouched() {
        byte[] target = new byte[6];
        for (int offset : new int[] {-1, 3, 6, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> manager.copyId(peer, target, offset))
                    .withMessageContaining("offset " + offset + " in an array of 6")
                    .withMessageContaining("an id of 4 bytes; pass a larger array");
        }
        assertThat(target).containsOnly(0);
        assertThat(manager.copyId(peer, target, 2)).isEqualTo(4);
        assertThat(target).containsExactly(0, 0, 1, 2, 3, 4);
    }
}
