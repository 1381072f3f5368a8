/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.config.BanConfig;
import io.peerage.config.CidrRules;
import io.peerage.config.ScoreConfig;
import io.peerage.model.BanReason;
import io.peerage.model.CidrVerdict;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.Outcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.model.ScoreVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Whom a node keeps, and what it knows of them, written to be obviously right: one lock, maps of objects.
 *
 * <p>Of a manager with room for everybody and one inbound connection a peer, whose application closes what it is told to at once.
 * Its handles are numbers of its own, never used twice; ids are numbers; times are half-lives of scores.
 *
 * <p><b>Threading</b>: any thread. <b>Complexity</b>: whatever it takes.
 */
final class ReferenceKeeper {
    static final int PROTOCOLS = 2;
    static final int BY_HAND = 2;

    private final long halfLife;
    private final Map<Long, KnownPeer> peers = new LinkedHashMap<>();
    private final Map<Long, OpenLink> links = new LinkedHashMap<>();
    private final Map<Integer, Long> pinned = new HashMap<>();
    private final Set<Long> discouraged = new HashSet<>();
    private final List<Order> orders = new ArrayList<>();
    private ReferenceStanding standing;
    private ReferenceWorth worth;
    private ReferenceNotes notes = new ReferenceNotes();
    private CidrRules lists = CidrRules.NONE;
    private long handles = 1;
    private int now;

    ReferenceKeeper(BanConfig bans, ScoreConfig scores) {
        this.halfLife = scores.halfLifeNanos();
        this.standing = new ReferenceStanding(bans, halfLife);
        this.worth = new ReferenceWorth(scores);
    }

    /** What the owner is to do with a peer, or with a prefix. */
    private record Order(
            Kind kind, long handle, int id, IpAddress address, int bits, BanReason reason) {}

    private enum Kind {
        BAN,
        DISCOURAGE,
        LIFT,
        BAN_PREFIX,
        DISCOURAGE_PREFIX,
        LIFT_PREFIX
    }

    synchronized void pass(int halfLives) {
        now += halfLives;
    }

    // Peers

    synchronized long register(int id) {
        KnownPeer peer = withId(id);
        if (peer == null) {
            peer = new KnownPeer(handles++, id);
            peers.put(peer.handle, peer);
            worth.begin(peer);
        }
        peer.retired = false;
        return peer.handle;
    }

    private KnownPeer withId(int id) {
        return peers.values().stream().filter(peer -> peer.id == id).findAny().orElse(null);
    }

    private KnownPeer known(long handle) {
        KnownPeer peer = peers.get(handle);
        return peer == null || peer.retired ? null : peer;
    }

    synchronized long lookup(int id) {
        KnownPeer peer = withId(id);
        return peer == null || peer.retired ? Result.UNKNOWN_PEER.code() : peer.handle;
    }

    private int change(long handle, ToIntFunction<KnownPeer> change) {
        KnownPeer peer = known(handle);
        return peer == null ? Result.UNKNOWN_PEER.code() : change.applyAsInt(peer);
    }

    private int done(long handle, Consumer<KnownPeer> change) {
        return change(
                handle,
                peer -> {
                    change.accept(peer);
                    return Result.DONE.code();
                });
    }

    synchronized int release(long handle) {
        return change(
                handle,
                peer -> {
                    boolean wanted =
                            peer.has(PeerFlag.PERSISTENT)
                                    || peer.has(PeerFlag.PROTECTED)
                                    || peer.has(PeerFlag.BANNED);
                    if (wanted || link(peer) != null) {
                        return Result.PEER_IN_USE.code();
                    }
                    peer.retired = true;
                    peer.dirty = true;
                    return Result.RELEASED.code();
                });
    }

    synchronized int flag(long handle, PeerFlag flag, boolean on) {
        return flag == PeerFlag.PROTECTED
                ? protect(handle, BY_HAND, on)
                : done(handle, peer -> peer.flag(flag, on));
    }

    synchronized boolean has(long handle, PeerFlag flag) {
        KnownPeer peer = known(handle);
        return peer != null && peer.has(flag);
    }

    synchronized int group(long handle, int group, boolean on) {
        return done(
                handle,
                peer -> {
                    if (on) {
                        peer.groups.add(group);
                    } else {
                        peer.groups.remove(group);
                    }
                });
    }

    synchronized boolean isIn(long handle, int group) {
        KnownPeer peer = known(handle);
        return peer != null && peer.groups.contains(group);
    }

    // Connections

    /** What would be told of an inbound connection from this address; 0 if it may come in. */
    synchronized int gate(IpAddress address) {
        CidrVerdict verdict = verdict(address);
        if (verdict == CidrVerdict.DENY) {
            return Result.ADDRESS_DENIED.code();
        }
        return verdict == CidrVerdict.NONE && standing.bans(address, now)
                ? Result.PREFIX_BANNED.code()
                : 0;
    }

    /** The outcome of a handshake from an address that may come in; its link is the newest then. */
    synchronized int open(int id, IpAddress address) {
        KnownPeer peer = peers.get(register(id));
        if (peer.has(PeerFlag.BANNED)) {
            return Result.BANNED.code();
        }
        if (link(peer) != null) {
            return Result.PEER_LIMIT.code();
        }
        OpenLink link = new OpenLink(handles++, peer, address);
        links.put(link.handle, link);
        peer.leftAlone = null;
        peer.rose = true;
        peer.dirty = true;
        return Outcome.of(Result.FIRST_CONNECTION, 1);
    }

    synchronized long newest() {
        return handles - 1;
    }

    private OpenLink link(KnownPeer peer) {
        return links.values().stream().filter(link -> link.peer == peer).findAny().orElse(null);
    }

    synchronized int close(long handle) {
        OpenLink link = links.remove(handle);
        if (link == null) {
            return (handle > 0 ? Result.ALREADY_CLOSED : Result.UNKNOWN_CONNECTION).code();
        }
        link.peer.fell = true;
        link.peer.dirty = true;
        return Outcome.of(Result.LAST_CONNECTION, 0);
    }

    synchronized boolean isConnected(long handle) {
        KnownPeer peer = known(handle);
        return peer != null && link(peer) != null;
    }

    synchronized int connections() {
        return links.size();
    }

    /** The peers that are connected, of a group if it isn't negative. */
    synchronized Set<Long> connected(int group) {
        Set<Long> found = new HashSet<>();
        for (OpenLink link : links.values()) {
            if (group < 0 || link.peer.groups.contains(group)) {
                found.add(link.peer.handle);
            }
        }
        return found;
    }

    // Facts

    synchronized OpenLink link(long handle) {
        return links.get(handle);
    }

    synchronized long streams(int protocol, Direction direction) {
        OpenLink.Stream stream = new OpenLink.Stream(protocol, direction);
        return links.values().stream()
                .flatMap(link -> link.streams.stream())
                .filter(stream::equals)
                .count();
    }

    // Services

    synchronized int pin(int service, long handle) {
        return done(handle, peer -> pinned.put(service, handle));
    }

    synchronized void unpin(int service) {
        pinned.remove(service);
    }

    synchronized long pinned(int service) {
        long handle = pinned.getOrDefault(service, 0L);
        return known(handle) == null ? 0 : handle;
    }

    /** Any of these may be told; 0 if there are none. */
    synchronized Set<Long> select(int service) {
        long first = pinned(service);
        if (first != 0 && !has(first, PeerFlag.BANNED)) {
            return Set.of(first);
        }
        Set<Long> found = connected(service);
        found.removeIf(handle -> has(handle, PeerFlag.BANNED));
        return found;
    }

    // Bans

    synchronized int ban(long handle, IpAddress address, BanReason reason) {
        return done(
                handle,
                peer -> {
                    peer.flag(PeerFlag.BANNED, true);
                    orders.add(new Order(Kind.BAN, handle, peer.id, address, 0, reason));
                });
    }

    synchronized int discourage(long handle, BanReason reason) {
        return done(
                handle,
                peer ->
                        orders.add(
                                new Order(
                                        Kind.DISCOURAGE,
                                        handle,
                                        peer.id,
                                        IpAddress.NONE,
                                        0,
                                        reason)));
    }

    synchronized int lift(long handle) {
        return done(
                handle,
                peer -> {
                    peer.flag(PeerFlag.BANNED, false);
                    orders.add(
                            new Order(
                                    Kind.LIFT,
                                    handle,
                                    peer.id,
                                    IpAddress.NONE,
                                    0,
                                    BanReason.OTHER));
                });
    }

    synchronized void banPrefix(IpAddress address, int bits, BanReason reason) {
        orders.add(new Order(Kind.BAN_PREFIX, 0, -1, address, bits, reason));
    }

    synchronized void discouragePrefix(IpAddress address, int bits, BanReason reason) {
        orders.add(new Order(Kind.DISCOURAGE_PREFIX, 0, -1, address, bits, reason));
    }

    synchronized void liftPrefix(IpAddress address, int bits) {
        orders.add(new Order(Kind.LIFT_PREFIX, 0, -1, address, bits, BanReason.OTHER));
    }

    synchronized boolean isDiscouraged(long handle) {
        return known(handle) != null && discouraged.contains(handle);
    }

    synchronized boolean isBanned(IpAddress address) {
        return standing.bans(address, now);
    }

    synchronized boolean isDiscouraged(IpAddress address) {
        return standing.discourages(address, now);
    }

    synchronized long remainingNanos(int id) {
        ReferenceStanding.Entry entry = standing.peer(id);
        return entry != null && entry.isActive(now) ? (entry.until - now) * halfLife : 0;
    }

    synchronized BanReason reason(int id) {
        ReferenceStanding.Entry entry = standing.peer(id);
        return entry == null ? BanReason.OTHER : entry.reason;
    }

    synchronized int bannedPeers() {
        return standing.countPeers();
    }

    synchronized int bannedPrefixes() {
        return standing.countPrefixes();
    }

    synchronized void lists(CidrRules rules) {
        lists = rules;
    }

    /** The lists are of single rules that don't overlap. */
    synchronized CidrVerdict verdict(IpAddress address) {
        if (lists.allow().stream().anyMatch(cidr -> cidr.contains(address.hi(), address.lo()))) {
            return CidrVerdict.ALLOW;
        }
        return lists.deny().stream().anyMatch(cidr -> cidr.contains(address.hi(), address.lo()))
                ? CidrVerdict.DENY
                : CidrVerdict.NONE;
    }

    // Worth

    synchronized int add(long handle, int thousandths) {
        return done(handle, peer -> judged(peer, worth.add(peer, thousandths, now)));
    }

    synchronized int external(long handle, int points) {
        return done(handle, peer -> judged(peer, worth.external(peer, points, now)));
    }

    private static void judged(KnownPeer peer, ScoreVerdict verdict) {
        peer.dirty |= verdict != ScoreVerdict.NONE;
    }

    synchronized int score(long handle) {
        KnownPeer peer = known(handle);
        return peer == null ? 0 : worth.score(peer, now);
    }

    synchronized int total(long handle) {
        KnownPeer peer = known(handle);
        return peer == null ? 0 : worth.total(peer, now);
    }

    synchronized int tag(long handle, int kind, int amount, boolean added) {
        return done(handle, peer -> worth.tag(peer, kind, amount, added, now));
    }

    synchronized long tag(long handle, int kind) {
        KnownPeer peer = known(handle);
        return peer == null ? 0 : worth.tag(peer, kind, now);
    }

    synchronized int protect(long handle, int name, boolean on) {
        return done(handle, peer -> peer.flag(PeerFlag.PROTECTED, worth.protect(peer, name, on)));
    }

    synchronized boolean isProtected(long handle, int name) {
        KnownPeer peer = known(handle);
        return peer != null && worth.isProtected(peer, name);
    }

    // Data

    synchronized int put(long handle, int key, String value) {
        return done(
                handle,
                peer -> {
                    notes.put(peer, key, value);
                    peer.dirty |= link(peer) == null;
                });
    }

    /** Also of a peer that was given up, until its place is another's. */
    synchronized String get(long handle, int key) {
        KnownPeer peer = peers.get(handle);
        return peer == null ? null : notes.get(peer, key);
    }

    synchronized String getOrPut(long handle, int key, String value) {
        if (known(handle) == null) {
            return null;
        }
        if (get(handle, key) == null) {
            put(handle, key, value);
        }
        return get(handle, key);
    }

    synchronized String remove(long handle, int key) {
        KnownPeer peer = peers.get(handle);
        return peer == null ? null : notes.remove(peer, key);
    }

    synchronized int values() {
        return notes.count();
    }

    // Owner

    /** One round; what was cleared, as handle and value. */
    synchronized List<String> tick() {
        notes.cleared.clear();
        Set<String> closedPrefixes = new HashSet<>();
        boolean connected = false;
        for (Order order : orders) {
            connected |= carryOut(order, closedPrefixes);
        }
        orders.clear();
        closeBanned(connected, closedPrefixes);
        for (ReferenceStanding.Entry entry : standing.expire(now)) {
            over(entry);
        }
        closedPrefixes.clear();
        connected = false;
        boolean low = false;
        for (KnownPeer peer : List.copyOf(peers.values())) {
            if (peer.dirty) {
                ScoreVerdict verdict = look(peer, closedPrefixes);
                connected |= verdict == ScoreVerdict.BAN && link(peer) != null;
                low |= verdict == ScoreVerdict.DISCONNECT && link(peer) != null;
            }
        }
        notes.run(peers.values(), now);
        closeBanned(connected, closedPrefixes);
        if (low) {
            closeLow();
        }
        return List.copyOf(notes.cleared);
    }

    /** Whether it bans somebody who is connected. */
    private boolean carryOut(Order order, Set<String> closedPrefixes) {
        KnownPeer peer = known(order.handle);
        switch (order.kind) {
            case BAN -> {
                return peer != null && ban(peer, order.address, order.reason, closedPrefixes);
            }
            case DISCOURAGE -> {
                if (peer != null
                        && standing.discourage(order.id, order.handle, order.reason, now)) {
                    mark(peer, true);
                }
            }
            case LIFT -> {
                int id = peer != null ? order.id : standing.idOf(order.handle);
                ReferenceStanding.Entry entry = standing.lift(id);
                if (entry != null) {
                    over(entry);
                }
                if (peer != null) {
                    peer.flag(PeerFlag.BANNED, false);
                }
            }
            case BAN_PREFIX -> {
                standing.banPrefix(order.address, order.bits, order.reason, now);
                closedPrefixes.add(ReferenceStanding.prefix(order.address, order.bits));
            }
            case DISCOURAGE_PREFIX ->
                    standing.discouragePrefix(order.address, order.bits, order.reason, now);
            default -> standing.liftPrefix(order.address, order.bits);
        }
        return false;
    }

    private boolean ban(
            KnownPeer peer, IpAddress address, BanReason reason, Set<String> closedPrefixes) {
        boolean was = standing.bans(address, now);
        if (standing.ban(peer.id, peer.handle, address, reason, now) && !was) {
            closedPrefixes.add(ReferenceStanding.prefix(address, ReferenceStanding.WIDTHS[0]));
        }
        peer.flag(PeerFlag.BANNED, true);
        mark(peer, false);
        return link(peer) != null;
    }

    private void mark(KnownPeer peer, boolean on) {
        peer.dirty |= on ? discouraged.add(peer.handle) : discouraged.remove(peer.handle);
    }

    private void over(ReferenceStanding.Entry entry) {
        KnownPeer peer = known(entry.handle);
        if (peer != null) {
            peer.flag(PeerFlag.BANNED, false);
            mark(peer, false);
        }
    }

    private void closeBanned(boolean connected, Set<String> closedPrefixes) {
        for (OpenLink link : List.copyOf(links.values())) {
            boolean ofPrefix = false;
            for (int bits : ReferenceStanding.WIDTHS) {
                ofPrefix |= closedPrefixes.contains(ReferenceStanding.prefix(link.address, bits));
            }
            if (ofPrefix || connected && link.peer.has(PeerFlag.BANNED)) {
                close(link.handle);
            }
        }
    }

    /** Looks at a peer that has changed; what its score asks for, unless it is banned. */
    private ScoreVerdict look(KnownPeer peer, Set<String> closedPrefixes) {
        peer.dirty = false;
        if (peer.rose) {
            meet(peer);
        }
        ScoreVerdict verdict = peer.retired ? ScoreVerdict.NONE : worth.verdict(peer, now);
        if (verdict == ScoreVerdict.BAN && peer.has(PeerFlag.BANNED)) {
            verdict = ScoreVerdict.NONE;
        } else if (verdict == ScoreVerdict.BAN) {
            OpenLink link = link(peer);
            IpAddress address = link == null ? IpAddress.NONE : link.address;
            ban(peer, address, BanReason.LOW_SCORE, closedPrefixes);
        }
        notes.looked(peer, link(peer) != null, now);
        peer.rose = false;
        peer.fell = false;
        if (peer.retired) {
            worth.end(peer, now);
            peers.remove(peer.handle);
            discouraged.remove(peer.handle);
        }
        return verdict;
    }

    /** A peer may be a discouraged one that was given up. */
    private void meet(KnownPeer peer) {
        ReferenceStanding.Entry entry = standing.peer(peer.id);
        if (entry != null && entry.discourages(now) && discouraged.add(peer.handle)) {
            entry.handle = peer.handle;
        }
    }

    private void closeLow() {
        for (OpenLink link : List.copyOf(links.values())) {
            if (worth.verdict(link.peer, now) != ScoreVerdict.NONE) {
                close(link.handle);
                link.peer.leftAlone = now + 1;
            }
        }
    }

    // Restart

    /** The node starts again from what it wrote; all handles are of before. */
    synchronized void restart() {
        List<KnownPeer> before = peers.values().stream().filter(peer -> !peer.retired).toList();
        ReferenceWorth worthBefore = worth;
        ReferenceStanding standingBefore = standing;
        peers.clear();
        links.clear();
        pinned.clear();
        discouraged.clear();
        orders.clear();
        lists = CidrRules.NONE;
        notes = new ReferenceNotes();
        standing = standingBefore.restarted();
        worth = worthBefore.restarted(now);
        standingBefore
                .peers()
                .forEach(
                        (id, entry) -> {
                            if (entry.banned) {
                                KnownPeer peer = back(id);
                                standing.restore(id, entry, peer.handle);
                                peer.flag(PeerFlag.BANNED, true);
                            } else {
                                standing.restore(id, entry, 0);
                            }
                        });
        for (KnownPeer peer : before) {
            comeBack(peer, worthBefore.score(peer, now));
        }
    }

    private KnownPeer back(int id) {
        KnownPeer peer = withId(id);
        if (peer == null) {
            peer = new KnownPeer(handles++, id);
            peers.put(peer.handle, peer);
            worth.restore(peer, 0, now);
        }
        return peer;
    }

    private void comeBack(KnownPeer before, int score) {
        boolean waits = before.leftAlone != null && before.leftAlone > now;
        boolean persistent = before.has(PeerFlag.PERSISTENT);
        if (withId(before.id) == null && !persistent && !waits && score == 0) {
            return;
        }
        KnownPeer peer = back(before.id);
        peer.flag(PeerFlag.PERSISTENT, persistent);
        peer.groups.addAll(before.groups);
        peer.leftAlone = waits ? before.leftAlone : null;
        if (score != 0) {
            worth.restore(peer, score, now);
            peer.dirty = true;
        }
        meet(peer);
    }
}
