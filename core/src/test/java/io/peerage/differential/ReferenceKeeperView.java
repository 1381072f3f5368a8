/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.config.CidrRules;
import io.peerage.model.BanReason;
import io.peerage.model.CidrVerdict;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * All that can be asked of a {@link ReferenceKeeper}.
 *
 * <p><b>Threading</b>: any thread; one lock, which is that of the keeper. <b>Complexity</b>: whatever it takes.
 */
abstract class ReferenceKeeperView {
    final ReferenceCompany company = new ReferenceCompany();
    final ReferenceVerdicts verdicts;
    final long halfLife;
    ReferenceNotes notes = new ReferenceNotes();
    CidrRules lists = CidrRules.NONE;

    ReferenceKeeperView(ReferenceStanding standing, ReferenceWorth worth, long halfLife) {
        this.verdicts = new ReferenceVerdicts(company, standing, worth);
        this.halfLife = halfLife;
    }

    private <T> T of(long handle, T otherwise, Function<KnownPeer, T> question) {
        KnownPeer peer = company.known(handle);
        return peer == null ? otherwise : question.apply(peer);
    }

    // Peers and connections

    synchronized long lookup(int id) {
        KnownPeer peer = company.withId(id);
        return peer == null || peer.retired ? Result.UNKNOWN_PEER.code() : peer.handle;
    }

    synchronized boolean has(long handle, PeerFlag flag) {
        return of(handle, false, peer -> peer.has(flag));
    }

    synchronized boolean isIn(long handle, int group) {
        return of(handle, false, peer -> peer.groups.contains(group));
    }

    synchronized boolean isConnected(long handle) {
        return of(handle, false, peer -> company.link(peer) != null);
    }

    synchronized int connections() {
        return company.links.size();
    }

    /** The peers that are connected, of a group if it isn't negative. */
    synchronized Set<Long> connected(int group) {
        Set<Long> found = new HashSet<>();
        for (OpenLink link : company.open()) {
            if (group < 0 || link.peer.groups.contains(group)) {
                found.add(link.peer.handle);
            }
        }
        return found;
    }

    /** The peers of whom a connection speaks a protocol. */
    synchronized Set<Long> speaking(int protocol) {
        Set<Long> found = new HashSet<>();
        for (OpenLink link : company.open()) {
            if ((link.protocols & 1L << protocol) != 0) {
                found.add(link.peer.handle);
            }
        }
        return found;
    }

    synchronized long newest() {
        return company.newest();
    }

    synchronized OpenLink link(long handle) {
        return company.links.get(handle);
    }

    synchronized long streams(int protocol, Direction direction) {
        OpenLink.Stream stream = new OpenLink.Stream(protocol, direction);
        return company.open().stream()
                .flatMap(link -> link.streams.stream())
                .filter(stream::equals)
                .count();
    }

    // Services

    synchronized long pinned(int service) {
        long handle = company.pinned.getOrDefault(service, 0L);
        return company.known(handle) == null ? 0 : handle;
    }

    /** Any of these may be told for a service, and a shard unless it is negative; 0 if there are none. */
    synchronized Set<Long> select(int service, int shard) {
        long first = pinned(service);
        if (first != 0 && !has(first, PeerFlag.BANNED) && (shard < 0 || isIn(first, shard))) {
            return Set.of(first);
        }
        Set<Long> found = connected(service);
        found.removeIf(handle -> has(handle, PeerFlag.BANNED));
        found.removeIf(handle -> shard >= 0 && !isIn(handle, shard));
        return found;
    }

    // Bans

    /** What would be told of an inbound connection from this address; 0 if it may come in. */
    synchronized int gate(IpAddress address) {
        CidrVerdict verdict = verdict(address);
        if (verdict == CidrVerdict.DENY) {
            return Result.ADDRESS_DENIED.code();
        }
        return verdict == CidrVerdict.NONE && isBanned(address) ? Result.PREFIX_BANNED.code() : 0;
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

    synchronized boolean isDiscouraged(long handle) {
        return verdicts.isDiscouraged(handle);
    }

    synchronized boolean isBanned(IpAddress address) {
        return verdicts.standing.bans(address, company.now);
    }

    synchronized boolean isDiscouraged(IpAddress address) {
        return verdicts.standing.discourages(address, company.now);
    }

    synchronized long remainingNanos(int id) {
        ReferenceStanding.Entry entry = verdicts.standing.peer(id);
        return entry != null && entry.isActive(company.now)
                ? (entry.until - company.now) * halfLife
                : 0;
    }

    synchronized BanReason reason(int id) {
        ReferenceStanding.Entry entry = verdicts.standing.peer(id);
        return entry == null ? BanReason.OTHER : entry.reason;
    }

    synchronized int bannedPeers() {
        return verdicts.standing.countPeers();
    }

    synchronized int bannedPrefixes() {
        return verdicts.standing.countPrefixes();
    }

    // Worth

    synchronized int score(long handle) {
        return of(handle, 0, peer -> verdicts.worth.score(peer, company.now));
    }

    synchronized int total(long handle) {
        return of(handle, 0, peer -> verdicts.worth.total(peer, company.now));
    }

    synchronized long tag(long handle, int kind) {
        return of(handle, 0L, peer -> verdicts.worth.tag(peer, kind, company.now));
    }

    synchronized boolean isProtected(long handle, int name) {
        return of(handle, false, peer -> verdicts.worth.isProtected(peer, name));
    }

    // Data

    /** Also of a peer that was given up, until its place is another's. */
    synchronized String get(long handle, int key) {
        KnownPeer peer = company.peers.get(handle);
        return peer == null ? null : notes.get(peer, key);
    }

    synchronized int values() {
        return notes.count();
    }
}
