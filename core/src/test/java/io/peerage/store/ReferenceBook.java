/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.config.BookConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.hash.KeyedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A naive book of maps and lists, with the same cells and the same luck: what the book's rules come to. One thread. */
final class ReferenceBook {
    private static final int MOST = 8;
    private static final int[] SECONDS = {120, 900, 3_600, Integer.MAX_VALUE};
    private static final int PERMANENT = 3;

    /** One address of one peer. */
    static final class Address {
        final Peer peer;
        final String text;
        final byte[] bytes;
        final long lo;
        final long source;
        final List<Integer> cells = new ArrayList<>();
        int tier;
        long heard;
        Long attempted;
        Long worked;
        int failures;
        Integer triedCell;

        Address(Peer peer, String text, byte[] bytes, long lo, long source) {
            this.peer = peer;
            this.text = text;
            this.bytes = bytes;
            this.lo = lo;
            this.source = source;
        }
    }

    /** One peer with its addresses, by position. */
    static final class Peer {
        final long number;
        final Address[] addresses = new Address[MOST];
        boolean connected;
        Long disconnected;

        Peer(long number) {
            this.number = number;
        }

        boolean isEmpty() {
            return Arrays.stream(addresses).allMatch(Objects::isNull);
        }
    }

    private record Dispute(Address claimant) {}

    private final Map<Long, Peer> peers = new HashMap<>();
    private final Map<Integer, Address> fresh = new HashMap<>();
    private final Map<Integer, Address> tried = new HashMap<>();
    private final List<Dispute> disputes = new ArrayList<>();
    private final Map<Long, Boolean> connected = new HashMap<>();
    private final AddressBuckets buckets;
    private final KeyedHash hash;
    private final KeyedRandom random;
    long now;

    ReferenceBook(AddressBuckets buckets, KeyedHash hash, KeyedRandom random) {
        this.buckets = buckets;
        this.hash = hash;
        this.random = random;
    }

    private long key(long number, byte[] bytes) {
        byte[] id = FakePeers.id(number);
        return AddressBuckets.key(
                hash.hash(bytes, 0, bytes.length), KeyedHash.known(3, 4).hash(id, 0, id.length));
    }

    private long group(byte[] bytes, long lo) {
        return AddressBuckets.group(0, lo, hash.hash(bytes, 0, bytes.length));
    }

    private boolean isOver(Address address) {
        long since = address.heard;
        if (address.peer.disconnected != null) {
            since = Math.max(since, address.peer.disconnected);
        }
        return address.worked == null
                && !address.peer.connected
                && now - since >= SECONDS[address.tier];
    }

    private boolean yields(Address address) {
        if (address.tier == PERMANENT
                || address.peer.connected
                || address.attempted != null && now - address.attempted < 60) {
            return false;
        }
        if (address.worked == null) {
            return isOver(address) || address.failures >= 3;
        }
        long since = address.worked;
        if (address.peer.disconnected != null) {
            since = Math.max(since, address.peer.disconnected);
        }
        return now - since >= 30 * 86_400L || now - since >= 7 * 86_400L && address.failures >= 10;
    }

    private Address find(Peer peer, String text) {
        return peer == null
                ? null
                : Arrays.stream(peer.addresses)
                        .filter(a -> a != null && a.text.equals(text))
                        .findFirst()
                        .orElse(null);
    }

    Address heard(
            long number,
            String text,
            byte[] bytes,
            long lo,
            long source,
            int tier,
            boolean proven) {
        Address known = find(peers.get(number), text);
        if (known != null) {
            again(known, source, tier);
            return known;
        }
        Integer cell = buckets.newCell(source, group(bytes, lo), key(number, bytes));
        Integer free = emptyFrom(cell);
        Address other = fresh.get(cell);
        if (free != null) {
            cell = free;
        } else if (other.cells.size() > 1 || yields(other)) {
            empty(cell);
        } else if (tier == PERMANENT || proven) {
            cell = null;
        } else {
            return null;
        }
        Peer peer = peers.computeIfAbsent(number, Peer::new);
        peer.connected = connected.getOrDefault(number, false);
        int position = Arrays.asList(peer.addresses).indexOf(null);
        if (position < 0) {
            position = displace(peer, source);
        }
        if (position < 0) {
            return null;
        }
        Address added = new Address(peer, text, bytes, lo, source);
        added.tier = tier;
        added.heard = now;
        peer.addresses[position] = added;
        if (cell != null) {
            fresh.put(cell, added);
            added.cells.add(cell);
        }
        return added;
    }

    private void again(Address address, long source, int tier) {
        address.heard = now;
        address.tier = Math.max(tier, address.tier);
        int in = address.cells.size();
        if (in == 0
                || in == 4
                || source == address.source
                || (random.next() & (1L << in) - 1) != 0) {
            return;
        }
        int cell =
                buckets.newCell(
                        source,
                        group(address.bytes, address.lo),
                        key(address.peer.number, address.bytes));
        Address other = fresh.get(cell);
        if (other == null || other != address && yields(other)) {
            empty(cell);
            fresh.put(cell, address);
            address.cells.add(cell);
        }
    }

    private Integer emptyFrom(int cell) {
        for (int i = 0; i < BookConfig.BUCKET; i++) {
            int other =
                    cell / BookConfig.BUCKET * BookConfig.BUCKET + (cell + i) % BookConfig.BUCKET;
            if (!fresh.containsKey(other)) {
                return other;
            }
        }
        return null;
    }

    private void empty(int cell) {
        Address other = fresh.remove(cell);
        if (other != null) {
            other.cells.remove((Integer) cell);
            if (other.cells.isEmpty() && other.tier != PERMANENT) {
                drop(other);
            }
        }
    }

    private int displace(Peer peer, long source) {
        Map<Long, Integer> told = new HashMap<>();
        for (Address address : peer.addresses) {
            told.merge(address.source, 1, Integer::sum);
        }
        int own = told.getOrDefault(source, 0);
        List<Address> candidates = new ArrayList<>();
        for (Address address : peer.addresses) {
            boolean worse = yields(address) || told.get(address.source) > own;
            if (address.triedCell == null
                    && address.tier != PERMANENT
                    && (worse || address.source == source)) {
                candidates.add(address);
            }
        }
        Address worst =
                candidates.stream()
                        .min(
                                Comparator.<Address>comparingInt(
                                                a -> yields(a) ? -1_000 : -told.get(a.source))
                                        .thenComparingLong(a -> a.heard))
                        .orElse(null);
        if (worst == null) {
            return -1;
        }
        int position = Arrays.asList(peer.addresses).indexOf(worst);
        release(worst);
        return position;
    }

    private void release(Address address) {
        address.cells.forEach(fresh::remove);
        address.cells.clear();
        if (address.triedCell != null) {
            tried.remove(address.triedCell);
        }
        disputes.removeIf(dispute -> dispute.claimant == address);
        address.peer.addresses[Arrays.asList(address.peer.addresses).indexOf(address)] = null;
    }

    private void drop(Address address) {
        release(address);
        if (address.peer.isEmpty() && !address.peer.connected) {
            peers.remove(address.peer.number);
        }
    }

    void worked(long number, String text, byte[] bytes, long lo) {
        Address address = heard(number, text, bytes, lo, group(bytes, lo), 2, true);
        if (address == null) {
            return;
        }
        address.attempted = now;
        address.worked = now;
        address.failures = 0;
        if (address.triedCell != null) {
            return;
        }
        int cell = triedCell(address);
        if (!tried.containsKey(cell)) {
            promote(address, cell);
        } else if (address.cells.isEmpty() && address.tier != PERMANENT) {
            drop(address);
        } else if (disputes.size() < 16
                && disputes.stream().noneMatch(d -> d.claimant == address)) {
            disputes.add(new Dispute(address));
        }
    }

    private int triedCell(Address address) {
        return buckets.triedCell(
                group(address.bytes, address.lo), key(address.peer.number, address.bytes));
    }

    private void promote(Address address, int cell) {
        address.cells.forEach(fresh::remove);
        address.cells.clear();
        address.triedCell = cell;
        tried.put(cell, address);
    }

    void failed(long number, String text) {
        Peer peer = peers.get(number);
        if (peer == null) {
            return;
        }
        for (Address address : peer.addresses) {
            if (address != null && (text == null || address.text.equals(text))) {
                address.attempted = now;
                address.failures = Math.min(255, address.failures + 1);
            }
        }
    }

    void gone(long number, String text) {
        Address address = find(peers.get(number), text);
        if (address != null) {
            drop(address);
        }
    }

    void connected(long number, boolean is) {
        connected.put(number, is);
        Peer peer = peers.get(number);
        if (peer != null) {
            peer.connected = is;
            if (!is) {
                peer.disconnected = now;
                if (peer.isEmpty()) {
                    peers.remove(number);
                }
            }
        }
    }

    /** The end of a round; from the last dispute to the first, as the book goes about it. */
    void resolve() {
        for (Dispute dispute : backwards(disputes)) {
            if (!disputes.contains(dispute)) {
                continue;
            }
            Address claimant = dispute.claimant;
            int cell = triedCell(claimant);
            Address old = tried.get(cell);
            boolean holding = old != null && (old.peer.connected || now - old.worked < 4 * 3_600);
            if (holding) {
                disputes.remove(dispute);
                continue;
            }
            boolean tested = old != null && old.attempted != null && now - old.attempted < 14_400;
            boolean goes =
                    old == null
                            || (tested
                                    ? now - old.attempted >= 60
                                    : now - claimant.worked >= 2_400);
            if (goes) {
                disputes.remove(dispute);
                if (old != null) {
                    demote(old);
                }
                if (find(peers.get(claimant.peer.number), claimant.text) == claimant) {
                    promote(claimant, cell);
                }
            }
        }
    }

    private static List<Dispute> backwards(List<Dispute> disputes) {
        List<Dispute> copy = new ArrayList<>(disputes);
        Collections.reverse(copy);
        return copy;
    }

    private void demote(Address old) {
        tried.remove(old.triedCell);
        old.triedCell = null;
        int cell =
                buckets.newCell(
                        old.source, group(old.bytes, old.lo), key(old.peer.number, old.bytes));
        Address other = fresh.get(cell);
        if (other == null || other.worked == null || other.cells.size() > 1 || yields(other)) {
            empty(cell);
            fresh.put(cell, old);
            old.cells.add(cell);
        } else if (old.tier != PERMANENT) {
            drop(old);
        }
    }

    void sweep() {
        for (Peer peer : List.copyOf(peers.values())) {
            for (Address address : peer.addresses.clone()) {
                if (address != null && isOver(address)) {
                    drop(address);
                }
            }
        }
    }

    int peers() {
        return peers.size();
    }

    int disputes() {
        return disputes.size();
    }

    /** What is known of each address of a peer, in any order. */
    Map<String, List<Object>> describe(long number) {
        Map<String, List<Object>> found = new LinkedHashMap<>();
        Peer peer = peers.get(number);
        if (peer != null) {
            for (Address address : peer.addresses) {
                if (address != null) {
                    found.put(
                            address.text,
                            List.of(
                                    address.triedCell != null,
                                    address.failures,
                                    address.tier,
                                    now - address.heard,
                                    address.attempted == null ? -1L : now - address.attempted,
                                    address.worked == null ? -1L : now - address.worked,
                                    address.source));
                }
            }
        }
        return found;
    }
}
