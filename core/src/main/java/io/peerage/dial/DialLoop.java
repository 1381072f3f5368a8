/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import io.peerage.admission.AdmissionControl;
import io.peerage.admission.AdmissionParts;
import io.peerage.ban.BanMarks;
import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.HandOffRing;
import io.peerage.concurrent.OwnerThread;
import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import io.peerage.model.CandidateKind;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.DialReason;
import io.peerage.peer.PeerWord;
import io.peerage.time.Deadlines;
import io.peerage.timer.ExpirySink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the node at its outbound target: takes in addresses, knows whose back-off is over, and looks for peers to dial at
 * intervals, or at once when a disconnect, a fresh address or the end of a back-off finds some missing.
 *
 * <p>The first look comes at random within the configured time if peers are known by then. During an outage each interval
 * makes one dial, to find out when it is over; after it, the next look comes at random within an interval.
 *
 * <p><b>Threading</b>: owner thread, but {@link #offer} and {@link #count} any thread. <b>Complexity</b>: O(1) with nothing
 * to do, else as {@link DialPlanner}; no allocation. <b>Origin</b>: features C6, D1, D5 to D8.
 */
@OwnerThread
public final class DialLoop {
    private static final int HAND_OFFS = 4_096;
    private static final int MOST_EXPIRED = 4_096;
    private static final long LONGEST_HOLD_NANOS = BackOffConfig.PERSISTENT_LONGEST.toNanos();
    private static final CandidateKind[] KINDS = CandidateKind.values();

    private final AdmissionParts parts;
    private final DialConfig config;
    private final BanMarks bans;
    private final DialCommands commands;
    private final KeyedRandom random;
    private final HandOffRing offered;
    private final CandidateBook book;
    private final LiveView view;
    private final DialPlanner planner;
    private final DialPlan plan;
    private final DialIssuer issuer;
    private final Feeler feeler;
    private final SlowChurn churn;
    private final @Nullable AddressSource source;
    private final ExpirySink expiry = this::expired;
    private boolean started;
    private boolean wanted;
    private boolean wasOutage;
    private long next;
    private long quietUntil;
    private long askedAt;
    private boolean asked;
    private long expiredAt;
    private int added;

    /** A loop for a configuration whose targets are resolved. */
    public DialLoop(
            DialConfig config,
            AdmissionParts parts,
            AdmissionControl admission,
            BanMarks bans,
            DialCommands commands,
            KeyedHash hash,
            KeyedRandom random,
            @Nullable AddressSource source,
            long now) {
        this.parts = parts;
        this.config = config;
        this.bans = bans;
        this.commands = commands;
        this.random = random;
        int peers = parts.peers().capacity();
        int outbound = parts.config().limits().outbound() + parts.config().limits().trusted();
        int counted = config.netgroupDiversity() ? outbound : 0;
        this.offered = new HandOffRing(Math.min(HAND_OFFS, peers));
        this.book =
                new CandidateBook(
                        peers,
                        parts.dials(),
                        parts.discouraged(),
                        new NetgroupCounts(counted, hash),
                        counted,
                        source != null,
                        now);
        IssuedDials issued = new IssuedDials(parts.connections(), config.parallelDials());
        this.view = new LiveView(parts, book, issued, source);
        this.planner = new DialPlanner(config, random, hash);
        this.plan = new DialPlan(config.parallelDials());
        long again = Math.min(config.times().intervalNanos(), LONGEST_HOLD_NANOS);
        this.issuer = new DialIssuer(parts, admission, book, issued, commands, source, again);
        this.source = source;
        this.feeler = new Feeler(config.times(), issued, commands, random, now);
        this.churn = new SlowChurn(config.times(), parts, issued, commands, random, now);
        this.next = now;
        this.quietUntil = now;
    }

    /** The bytes of memory that the loop takes for peers. */
    public long peerBytes() {
        return book.bytes() + offered.bytes() + plan.bytes() + planner.bytes();
    }

    /** The bytes of memory that the loop takes for connections. */
    public long connectionBytes() {
        return book.netgroups().bytes();
    }

    /** The bytes of memory that it takes to dial from an address book. */
    public long fedBytes() {
        return book.fedBytes();
    }

    /** The address book says where a peer can be reached; both words 0 for an address without an IP. */
    public void known(int peer, long hi, long lo, boolean tried, long now) {
        long word = parts.states().word(peer);
        if (!book.isFed(peer)) {
            bans.met(peer, word, now);
        }
        book.known(peer, hi, lo, tried);
        wanted |= book.update(peer, word, now);
    }

    /** The address book knows no address of a peer any more; whether the application has told one. */
    public boolean lost(int peer, long now) {
        boolean offered = book.lost(peer);
        book.update(peer, parts.states().word(peer), now);
        return offered;
    }

    /** Whether the loop knows that the peer can be reached, and that the address book says so. */
    public boolean isFed(int peer) {
        return book.isFed(peer) && book.hasAddress(peer);
    }

    /** How many dials were commanded for this reason. */
    @AnyThread
    public long count(DialReason reason) {
        return issuer.count(reason);
    }

    /** Hands an address of a peer to the owner; false if there is no room. */
    @AnyThread
    public boolean offer(long peer, long hi, long lo, CandidateKind kind) {
        return offered.offer(peer, hi, lo, kind.ordinal());
    }

    /** Adds what is wrong with what the loop knows of peers, of those whose every change the owner has seen; at rest. */
    public void check(List<String> found) {
        long now = parts.clock().nanoTime();
        for (int peer = 0; peer < parts.peers().capacity(); peer++) {
            long word = parts.states().word(peer);
            String complaint = PeerWord.isDirty(word) ? null : book.complaint(peer, word, now);
            if (complaint != null) {
                found.add("peer index " + peer + " " + complaint);
            }
        }
    }

    /** The owner has drained a peer, which had this word, and whose index it may have recycled. */
    public void drained(int peer, long before, boolean recycled, long now) {
        wanted |= PeerWord.hasFallen(before);
        if (recycled) {
            book.forget(peer);
        } else {
            wanted |= book.update(peer, parts.states().word(peer), now);
        }
    }

    /** One round; how many things were done. */
    public int run(long now) {
        int done = takeOffered(now) + takeExpired(now) + feeler.closeIfOpen();
        start(now);
        boolean outage = parts.dials().outage().isOutage();
        if (wasOutage && !outage) {
            next = Deadlines.after(now, below(config.times().intervalNanos()));
            quietUntil = next;
        }
        wasOutage = outage;
        boolean due = Deadlines.isDue(next, now);
        if (due || wanted && !outage && Deadlines.isDue(quietUntil, now)) {
            done += look(now, outage, due);
        }
        return done + (outage ? 0 : slowWork(now));
    }

    private void start(long now) {
        if (!started) {
            started = true;
            boolean wait = book.known() > 0 || book.candidates().size() > 0;
            next = Deadlines.after(now, wait ? below(config.times().firstRunNanos()) : 0);
            quietUntil = next;
        }
    }

    private int takeOffered(long now) {
        int taken = 0;
        // What comes in meanwhile is for the next round.
        for (int most = offered.capacity(); most > 0 && offered.isReady(); most--) {
            long peer = offered.word(0);
            long word = parts.peers().known(peer);
            if (word >= 0) {
                int index = parts.peers().handles().index(peer);
                bans.met(index, word, now);
                CandidateKind kind = KINDS[(int) offered.word(3)];
                book.heard(index, offered.word(1), offered.word(2), kind);
                wanted |= book.update(index, word, now);
            } else {
                parts.counters().addOwned(Counter.CANDIDATES_STALE.ordinal(), 1);
            }
            offered.advance();
            taken++;
        }
        return taken;
    }

    private int takeExpired(long now) {
        expiredAt = now;
        added = 0;
        int expired = book.timers().advance(now, MOST_EXPIRED, expiry);
        wanted |= added > 0;
        return expired;
    }

    private void expired(int peer, long deadline) {
        if (book.expired(peer, parts.states().word(peer), expiredAt)) {
            added++;
        }
    }

    private int look(long now, boolean outage, boolean due) {
        wanted = false;
        view.refresh(now, feeler.out(), feeler.peer());
        int done = 0;
        if (!outage || view.dialsUnderWay() == 0) {
            planner.plan(view, plan);
            done = issue(now, outage ? 1 : plan.size());
            dropStale(now);
            if (plan.needsAddresses() && isTimeToAsk(now)) {
                commands.needAddresses(randomConnected());
                done++;
            }
        }
        long interval = DialInterval.nanos(config, view.outbound(), parts.gauges().inbound());
        long soon = Deadlines.after(now, interval);
        // Peers may be missing since the last interval was drawn up.
        next = due ? soon : Deadlines.earlier(next, soon);
        return done;
    }

    private int issue(long now, int most) {
        int issued = 0;
        for (int i = 0; i < plan.size() && issued < most; i++) {
            long ticket = issuer.issue(plan.peer(i), plan.reason(i), now);
            if (ticket < 0) {
                break;
            }
            issued += ticket > 0 ? 1 : 0;
        }
        return issued;
    }

    private void dropStale(long now) {
        for (int i = 0; i < plan.staleSize(); i++) {
            int peer = plan.stale(i);
            book.update(peer, parts.states().word(peer), now);
        }
    }

    // At most once in the shortest interval, however often there are reasons to look.
    private boolean isTimeToAsk(long now) {
        long since = Deadlines.after(askedAt, config.times().shortestNanos());
        if (asked && !Deadlines.isDue(since, now)) {
            return false;
        }
        asked = true;
        askedAt = now;
        parts.counters().addOwned(Counter.ADDRESS_COMMANDS.ordinal(), 1);
        return true;
    }

    private long randomConnected() {
        int start = (int) below(parts.peers().capacity());
        long from = parts.peers().handles().handle(start, 0);
        long peer = parts.states().next(from, ConnectedFilter.ALL, -1);
        return peer != 0 ? peer : parts.states().first(ConnectedFilter.ALL, -1);
    }

    private int slowWork(long now) {
        int done = 0;
        if (feeler.isDue(now)) {
            view.refresh(now, 0, 0);
            planner.planFeeler(view, plan);
            long ticket = plan.size() == 0 ? 0 : issueFeeler(plan.peer(0), now);
            if (ticket > 0) {
                feeler.started(plan.peer(0), ticket);
                done++;
            }
            dropStale(now);
        }
        if (churn.isDue(now)) {
            view.refresh(now, feeler.out(), feeler.peer());
            // While peers are missing nobody has to make room.
            done += view.outbound() + view.dialing() < config.outboundTarget() ? 0 : churn.letGo();
        }
        return done;
    }

    // Of a peer with several addresses, the one that is in doubt.
    private long issueFeeler(int peer, long now) {
        return source != null && source.feeler() == peer
                ? issuer.issue(peer, source.feelerHi(), source.feelerLo(), DialReason.FEELER, now)
                : issuer.issue(peer, DialReason.FEELER, now);
    }

    private long below(long bound) {
        return bound <= 0 ? 0 : KeyedRandom.below(random.next(), bound);
    }
}
