/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.lincheck.Lincheck;
import io.peerage.model.DialOutcome;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A ticket is established, abandoned or failed by one call, and a connection closed by one, whoever has its handle and whoever
 * has its slot since.
 *
 * <p>Each ticket is of a peer of its own, the even ones inbound, the odd ones dials. A close that the establishing call carries
 * out is both their doing, one after the other.
 */
@Param(name = "ticket", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class TicketLincheckTest {
    private static final int TICKETS = 8;

    private final PeerManager manager =
            PeerManager.builder()
                    .rateLimit(RateLimit.NONE)
                    .maxPeers(TICKETS)
                    .maxConnections(64)
                    .maxInbound(64)
                    .maxOutbound(64)
                    .maxPendingInbound(64)
                    .maxPendingOutbound(64)
                    .maxPerPeer(1)
                    .maxTrusted(0)
                    .prefixLimits(PrefixLimits.NONE)
                    .clock(() -> 1)
                    .hashKey(1, 2)
                    .build();
    private final long[] peers = new long[TICKETS];
    private final AtomicLongArray tickets = new AtomicLongArray(TICKETS);
    private int admitted;

    public TicketLincheckTest() {
        for (int i = 0; i < TICKETS; i++) {
            peers[i] = manager.register(new byte[] {(byte) i});
        }
    }

    @Test
    void everyInterleavingIsOneCallAfterTheOther() {
        Lincheck.modelChecking(Lives.class).actorsBefore(2).check(TicketLincheckTest.class);
    }

    @Test
    void realThreadsSeeOneCallAfterTheOther() {
        Lincheck.stress(Lives.class).actorsBefore(2).check(TicketLincheckTest.class);
    }

    @Test
    void aTicketIsEstablishedWhileItIsClosed() {
        Lincheck.racing(
                        Lives.class,
                        Lincheck.sequences(
                                List.of(call("admit")),
                                List.of(
                                        List.of(call("establish", 0)),
                                        List.of(call("close", 0), call("admit"))),
                                List.of(call("close", 0), call("establish", 1))))
                .check(TicketLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(TicketLincheckTest.class, operation, arguments);
    }

    private static String told(int outcome) {
        Result result = Outcome.result(outcome);
        if (result == Result.CLOSE_HANDED_OVER) {
            result = Result.LAST_CONNECTION;
        }
        return result.name();
    }

    /** The next ticket, inbound or a dial; its number. */
    @Operation(nonParallelGroup = "admission")
    public int admit() {
        int ticket = admitted++;
        tickets.set(
                ticket,
                isInbound(ticket)
                        ? manager.admitInbound(0, 0)
                        : manager.admitOutbound(peers[ticket], 0, 0));
        return ticket;
    }

    private static boolean isInbound(int ticket) {
        return ticket % 2 == 0;
    }

    /** The handshake is done. */
    @Operation
    public String establish(@Param(name = "ticket") int ticket) {
        return told(
                isInbound(ticket)
                        ? manager.establishInbound(tickets.get(ticket), peers[ticket])
                        : manager.establishOutbound(tickets.get(ticket)));
    }

    /** The handshake has failed. */
    @Operation
    public String abandon(@Param(name = "ticket") int ticket) {
        return told(manager.abandon(tickets.get(ticket)));
    }

    /** The dial has failed. */
    @Operation
    public String fail(@Param(name = "ticket") int ticket) {
        return told(manager.dialing().failed(tickets.get(ticket), DialOutcome.CANCELLED));
    }

    /** The connection is closed. */
    @Operation
    public String close(@Param(name = "ticket") int ticket) {
        return told(manager.close(tickets.get(ticket)));
    }

    /** Everything adds up. */
    @Validate
    public void validate() {
        if (!manager.verify().isEmpty()) {
            throw new IllegalStateException(manager.verify().toString());
        }
    }

    /** What it is to be. */
    public static class Lives {
        /** Where a ticket is in its life. */
        private enum Life {
            UNBORN,
            PENDING,
            ESTABLISHED,
            ENDED
        }

        private final Life[] lives = new Life[TICKETS];
        private int admitted;

        public Lives() {
            Arrays.fill(lives, Life.UNBORN);
        }

        public int admit() {
            lives[admitted] = Life.PENDING;
            return admitted++;
        }

        public String establish(int ticket) {
            return switch (lives[ticket]) {
                case UNBORN -> "UNKNOWN_CONNECTION";
                case PENDING -> {
                    lives[ticket] = Life.ESTABLISHED;
                    yield "FIRST_CONNECTION";
                }
                case ESTABLISHED -> "ALREADY_ESTABLISHED";
                case ENDED -> "TICKET_EXPIRED";
            };
        }

        public String abandon(int ticket) {
            return lives[ticket] == Life.ESTABLISHED ? "ALREADY_ESTABLISHED" : close(ticket);
        }

        public String fail(int ticket) {
            boolean wrong = isInbound(ticket) && lives[ticket] != Life.UNBORN;
            return wrong && lives[ticket] != Life.ENDED ? "WRONG_DIRECTION" : abandon(ticket);
        }

        public String close(int ticket) {
            Life before = lives[ticket];
            lives[ticket] = before == Life.UNBORN ? before : Life.ENDED;
            return switch (before) {
                case UNBORN -> "UNKNOWN_CONNECTION";
                case PENDING -> "ABANDONED";
                case ESTABLISHED -> "LAST_CONNECTION";
                case ENDED -> "ALREADY_CLOSED";
            };
        }
    }
}
