/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.config.BanConfig;
import io.peerage.config.CidrRules;
import io.peerage.config.ScoreConfig;
import io.peerage.model.BanReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.ScoreVerdict;
import java.util.List;

/**
 * Whom a node keeps, and what it knows of them, written to be obviously right: one lock, maps of objects. What it does is in its parts, one
 * a job; here each call takes the lock.
 *
 * <p>Of a manager with room for everybody and one inbound connection a peer, whose application closes what it is told to at once.
 * Its handles are numbers of its own, never used twice; ids are numbers; times are half-lives of scores.
 *
 * <p><b>Threading</b>: any thread. <b>Complexity</b>: whatever it takes.
 */
final class ReferenceKeeper extends ReferenceKeeperView {
    static final int PROTOCOLS = 2;
    static final int BY_HAND = 2;

    ReferenceKeeper(BanConfig bans, ScoreConfig scores) {
        super(
                new ReferenceStanding(bans, scores.halfLifeNanos()),
                new ReferenceWorth(scores),
                scores.halfLifeNanos());
    }

    synchronized void pass(int halfLives) {
        company.now += halfLives;
    }

    // Peers

    synchronized long register(int id) {
        return registered(id).handle;
    }

    private KnownPeer registered(int id) {
        KnownPeer peer = company.withId(id, verdicts.worth::begin);
        peer.retired = false;
        return peer;
    }

    synchronized int release(long handle) {
        return company.release(handle);
    }

    synchronized int flag(long handle, PeerFlag flag, boolean on) {
        return flag == PeerFlag.PROTECTED
                ? protect(handle, BY_HAND, on)
                : company.done(handle, peer -> peer.flag(flag, on));
    }

    synchronized int group(long handle, int group, boolean on) {
        return company.done(
                handle,
                peer -> {
                    if (on) {
                        peer.groups.add(group);
                    } else {
                        peer.groups.remove(group);
                    }
                });
    }

    synchronized int pin(int service, long handle) {
        return company.done(handle, peer -> company.pinned.put(service, handle));
    }

    synchronized void unpin(int service) {
        company.pinned.remove(service);
    }

    // Connections

    /** The outcome of a handshake from an address that may come in; its link is the newest then. */
    synchronized int open(int id, IpAddress address) {
        return company.open(registered(id), address);
    }

    synchronized int close(long handle) {
        return company.close(handle);
    }

    // Bans

    synchronized int ban(long handle, IpAddress address, BanReason reason) {
        return verdicts.ban(handle, address, reason);
    }

    synchronized int discourage(long handle, BanReason reason) {
        return verdicts.discourage(handle, reason);
    }

    synchronized int lift(long handle) {
        return verdicts.lift(handle);
    }

    synchronized void banPrefix(IpAddress address, int bits, BanReason reason) {
        verdicts.banPrefix(address, bits, reason);
    }

    synchronized void discouragePrefix(IpAddress address, int bits, BanReason reason) {
        verdicts.discouragePrefix(address, bits, reason);
    }

    synchronized void liftPrefix(IpAddress address, int bits) {
        verdicts.liftPrefix(address, bits);
    }

    synchronized void lists(CidrRules rules) {
        lists = rules;
    }

    // Worth

    synchronized int add(long handle, int thousandths) {
        return company.done(
                handle, peer -> judged(peer, verdicts.worth.add(peer, thousandths, company.now)));
    }

    synchronized int external(long handle, int points) {
        return company.done(
                handle, peer -> judged(peer, verdicts.worth.external(peer, points, company.now)));
    }

    private static void judged(KnownPeer peer, ScoreVerdict verdict) {
        peer.dirty |= verdict != ScoreVerdict.NONE;
    }

    synchronized int tag(long handle, int kind, int amount, boolean added) {
        return company.done(
                handle, peer -> verdicts.worth.tag(peer, kind, amount, added, company.now));
    }

    synchronized int protect(long handle, int name, boolean on) {
        return company.done(
                handle,
                peer -> peer.flag(PeerFlag.PROTECTED, verdicts.worth.protect(peer, name, on)));
    }

    // Data

    synchronized int put(long handle, int key, String value) {
        return company.done(
                handle,
                peer -> {
                    notes.put(peer, key, value);
                    peer.dirty |= company.link(peer) == null;
                });
    }

    synchronized String getOrPut(long handle, int key, String value) {
        if (company.known(handle) == null) {
            return null;
        }
        if (get(handle, key) == null) {
            put(handle, key, value);
        }
        return get(handle, key);
    }

    synchronized String remove(long handle, int key) {
        KnownPeer peer = company.peers.get(handle);
        return peer == null ? null : notes.remove(peer, key);
    }

    // Owner

    /** One round; what was cleared, as handle and value. */
    synchronized List<String> tick() {
        notes.cleared.clear();
        verdicts.carryOut();
        boolean low = false;
        for (KnownPeer peer : List.copyOf(company.peers.values())) {
            low |= peer.dirty && look(peer);
        }
        notes.run(company.peers.values(), company.now);
        verdicts.closeBanned();
        if (low) {
            verdicts.closeLow();
        }
        return List.copyOf(notes.cleared);
    }

    /** Looks at a peer that has changed; whether its connection is to be closed for its score. */
    private boolean look(KnownPeer peer) {
        peer.dirty = false;
        boolean low = verdicts.look(peer);
        notes.looked(peer, company.link(peer) != null, company.now);
        peer.rose = false;
        peer.fell = false;
        if (peer.retired) {
            verdicts.forget(peer);
            company.peers.remove(peer.handle);
        }
        return low;
    }

    // Restart

    /** The node starts again from what it wrote; all handles are of before. */
    synchronized void restart() {
        List<KnownPeer> before =
                company.peers.values().stream().filter(peer -> !peer.retired).toList();
        ReferenceWorth worthBefore = verdicts.worth;
        ReferenceStanding standingBefore = verdicts.standing;
        company.clear();
        verdicts.clear();
        lists = CidrRules.NONE;
        notes = new ReferenceNotes();
        verdicts.standing = standingBefore.restarted();
        verdicts.worth = worthBefore.restarted(company.now);
        standingBefore
                .peers()
                .forEach(
                        (id, entry) -> {
                            if (entry.banned) {
                                KnownPeer peer = back(id);
                                verdicts.standing.restore(id, entry, peer.handle);
                                peer.flag(PeerFlag.BANNED, true);
                            } else {
                                verdicts.standing.restore(id, entry, 0);
                            }
                        });
        for (KnownPeer peer : before) {
            comeBack(peer, worthBefore.score(peer, company.now));
        }
    }

    private KnownPeer back(int id) {
        return company.withId(id, peer -> verdicts.worth.restore(peer, 0, company.now));
    }

    private void comeBack(KnownPeer before, int score) {
        boolean waits = before.leftAlone != null && before.leftAlone > company.now;
        boolean persistent = before.has(PeerFlag.PERSISTENT);
        if (company.withId(before.id) == null && !persistent && !waits && score == 0) {
            return;
        }
        KnownPeer peer = back(before.id);
        peer.flag(PeerFlag.PERSISTENT, persistent);
        peer.groups.addAll(before.groups);
        peer.leftAlone = waits ? before.leftAlone : null;
        if (score != 0) {
            verdicts.worth.restore(peer, score, company.now);
            peer.dirty = true;
        }
        verdicts.meet(peer);
    }
}
