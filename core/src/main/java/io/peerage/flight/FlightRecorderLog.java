/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.flight;

import io.peerage.admission.AdmissionParts;
import io.peerage.ban.BanTable;
import io.peerage.ban.BanWord;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.ManagerConfig;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.BanReason;
import io.peerage.model.CloseReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.Result;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Logs to Flight Recorder. While nobody records, each call is a test of a constant; refusals and outcomes, which happen on
 * any thread, are told as what was counted since the second before.
 *
 * <p><b>Threading</b>: owner thread only. <b>Complexity</b>: O(1); {@link #tickEnds} O(reasons) at most once a second.
 */
@OwnerThread
final class FlightRecorderLog implements FlightLog {
    private static final long FLUSH_NANOS = Duration.ofSeconds(1).toNanos();

    // An event that is never committed says whether its kind is recorded.
    private static final FlightEvents.PeerConnected CONNECTED = new FlightEvents.PeerConnected();
    private static final FlightEvents.PeerDisconnected DISCONNECTED =
            new FlightEvents.PeerDisconnected();
    private static final FlightEvents.Dial DIAL = new FlightEvents.Dial();
    private static final FlightEvents.DialsEnded DIALS_ENDED = new FlightEvents.DialsEnded();
    private static final FlightEvents.Close CLOSE = new FlightEvents.Close();
    private static final FlightEvents.TicketExpired EXPIRED = new FlightEvents.TicketExpired();
    private static final FlightEvents.Ban BAN = new FlightEvents.Ban();
    private static final FlightEvents.PrefixBan PREFIX_BAN = new FlightEvents.PrefixBan();
    private static final FlightEvents.Refusals REFUSALS = new FlightEvents.Refusals();
    private static final FlightEvents.Prune PRUNE = new FlightEvents.Prune();
    private static final FlightEvents.Round TICK = new FlightEvents.Round();

    private static final Result[] RESULTS = Result.values();
    private static final DialOutcome[] OUTCOMES = DialOutcome.values();

    private final AdmissionParts parts;
    private final byte[] id = new byte[ManagerConfig.MOST_ID_BYTES];
    private final long[] refusedBefore = new long[Result.CODES];
    private final long[] endedBefore = new long[OUTCOMES.length];
    private long nextFlush;
    private FlightEvents.@Nullable Round tick;
    private FlightEvents.@Nullable Prune prune;

    FlightRecorderLog(AdmissionParts parts) {
        this.parts = parts;
        this.nextFlush = parts.clock().nanoTime();
    }

    @Override
    public void connected(long peer, int flaps) {
        if (CONNECTED.isEnabled()) {
            FlightEvents.PeerConnected event = new FlightEvents.PeerConnected();
            event.peer = peer;
            event.id = id(peer);
            event.flaps = flaps;
            event.commit();
        }
    }

    @Override
    public void disconnected(long peer, int flaps) {
        if (DISCONNECTED.isEnabled()) {
            FlightEvents.PeerDisconnected event = new FlightEvents.PeerDisconnected();
            event.peer = peer;
            event.id = id(peer);
            event.flaps = flaps;
            event.commit();
        }
    }

    @Override
    public void dialed(long peer, long ipHi, long ipLo, DialReason reason) {
        if (DIAL.isEnabled()) {
            FlightEvents.Dial event = new FlightEvents.Dial();
            event.peer = peer;
            event.id = id(peer);
            event.address = address(ipHi, ipLo);
            event.reason = reason.name();
            event.commit();
        }
    }

    @Override
    public void closeCommanded(long connection, CloseReason reason) {
        close(connection, reason, false);
    }

    @Override
    public void closeForced(long connection, CloseReason reason) {
        close(connection, reason, true);
    }

    private void close(long connection, CloseReason reason, boolean forced) {
        if (CLOSE.isEnabled()) {
            FlightEvents.Close event = new FlightEvents.Close();
            event.connection = connection;
            event.id = idOf(connection);
            event.reason = reason.name();
            event.forced = forced;
            event.commit();
        }
    }

    @Override
    public void ticketExpired(Direction direction) {
        if (EXPIRED.isEnabled()) {
            FlightEvents.TicketExpired event = new FlightEvents.TicketExpired();
            event.direction = direction.name();
            event.commit();
        }
    }

    @Override
    public void banned(long peer, long ipHi, long ipLo, BanReason reason, long now) {
        if (BAN.isEnabled()) {
            FlightEvents.Ban event = new FlightEvents.Ban();
            event.peer = peer;
            event.id = id(peer);
            event.address = address(ipHi, ipLo);
            event.reason = reason.name();
            event.remaining = remaining(peer, now);
            event.commit();
        }
    }

    @Override
    public void prefixBanned(long ipHi, long ipLo, int bits, BanReason reason) {
        if (PREFIX_BAN.isEnabled()) {
            FlightEvents.PrefixBan event = new FlightEvents.PrefixBan();
            event.prefix = address(ipHi, ipLo) + "/" + bits;
            event.reason = reason.name();
            event.commit();
        }
    }

    @Override
    public void pruneBegins() {
        if (PRUNE.isEnabled()) {
            prune = new FlightEvents.Prune();
            prune.begin();
        }
    }

    @Override
    public void pruneEnds(CloseReason reason, int candidates, int wanted, int closed) {
        if (prune != null) {
            prune.reason = reason.name();
            prune.candidates = candidates;
            prune.wanted = wanted;
            prune.closed = closed;
            prune.commit();
            prune = null;
        }
    }

    @Override
    public void tickBegins() {
        if (TICK.isEnabled()) {
            tick = new FlightEvents.Round();
            tick.begin();
        }
    }

    @Override
    public void tickEnds(int done, long now) {
        if (tick != null) {
            tick.done = done;
            tick.commit();
            tick = null;
        }
        if ((REFUSALS.isEnabled() || DIALS_ENDED.isEnabled()) && Deadlines.isDue(nextFlush, now)) {
            nextFlush = Deadlines.after(now, FLUSH_NANOS);
            flushRefusals();
            flushOutcomes();
        }
    }

    private void flushRefusals() {
        for (Result result : RESULTS) {
            if (result.isRefusal()) {
                int code = -result.code();
                long refused = parts.refusals().sum(code);
                long count = refused - refusedBefore[code];
                refusedBefore[code] = refused;
                if (count > 0 && REFUSALS.isEnabled()) {
                    FlightEvents.Refusals event = new FlightEvents.Refusals();
                    event.reason = result.name();
                    event.count = count;
                    event.commit();
                }
            }
        }
    }

    private void flushOutcomes() {
        for (DialOutcome outcome : OUTCOMES) {
            long ended = parts.dials().count(outcome);
            long count = ended - endedBefore[outcome.ordinal()];
            endedBefore[outcome.ordinal()] = ended;
            if (count > 0 && DIALS_ENDED.isEnabled()) {
                FlightEvents.DialsEnded event = new FlightEvents.DialsEnded();
                event.outcome = outcome.name();
                event.count = count;
                event.commit();
            }
        }
    }

    private String id(long peer) {
        int length = parts.peers().copyId(peer, id, 0);
        return length < 0 ? "" : HexFormat.of().formatHex(id, 0, length);
    }

    private String idOf(long connection) {
        PeerTable peers = parts.peers();
        HandleSpace handles = parts.connections().handles();
        int slot = handles.index(connection);
        int index = parts.connections().peer(slot);
        // A connection that is closed may have left its slot to another.
        return index < 0
                        || ConnectionWord.generation(parts.connections().word(slot))
                                != handles.generation(connection)
                ? ""
                : id(
                        peers.handles()
                                .handle(index, PeerWord.generation(peers.columns().word(index))));
    }

    private static String address(long hi, long lo) {
        IpAddress address = new IpAddress(hi, lo);
        return address.isNone() ? "" : address.toString();
    }

    private long remaining(long peer, long now) {
        BanTable bans = parts.gate().bans();
        int length = parts.peers().copyId(peer, id, 0);
        long word = length < 0 ? 0 : bans.peer(bans.peerKey(id, 0, length));
        return BanWord.isTimed(word) && BanWord.isActive(word, now) ? BanWord.until(word) - now : 0;
    }
}
