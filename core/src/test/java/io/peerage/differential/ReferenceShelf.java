/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.model.AddressTier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What an address book keeps of few peers in ample tables, where no address meets another: one lock, lists, times in seconds.
 *
 * <p>Peers are named by their numbers. What is told is done at once: whoever compares lets the owner tick first.
 */
final class ReferenceShelf {
    private static final int[] SECONDS = {120, 900, 3_600, Integer.MAX_VALUE};
    private static final int MOST_ATTEMPTS = 255;

    /** Who goes first for a newcomer. */
    private enum Line {
        HEARD,
        MET,
        PROVEN
    }

    /** One address of a peer. */
    record Address(int number, boolean tried, int attempts, int tier, long heard, Long worked) {
        private Address again(int longer, long at) {
            return new Address(number, tried, attempts, longer, at, worked);
        }

        private boolean isPermanent() {
            return tier == AddressTier.PERMANENT.ordinal();
        }

        private long end() {
            return heard + SECONDS[tier];
        }
    }

    /** A signed record, which a later one replaces. */
    record Signed(long sequence, String text) {}

    /** One peer of the book. */
    private static final class Entry {
        final int id;
        // By position; null where there is none.
        final Address[] addresses;
        boolean connected;
        boolean met;
        long disconnected = Long.MIN_VALUE;
        Line line;
        String key;
        Signed record;

        Entry(int id, int perPeer) {
            this.id = id;
            this.addresses = new Address[perPeer];
        }

        boolean isEmpty() {
            return count() == 0;
        }

        int count() {
            int found = 0;
            for (Address address : addresses) {
                found += address == null ? 0 : 1;
            }
            return found;
        }

        Line belongs() {
            for (Address address : addresses) {
                if (address != null && address.tried) {
                    return Line.PROVEN;
                }
            }
            return met ? Line.MET : Line.HEARD;
        }
    }

    private final int capacity;
    private final int perPeer;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final List<Entry> order = new ArrayList<>();
    private final Map<Integer, Boolean> connected = new HashMap<>();
    // When each peer was connected last, also before the book had it.
    private final Map<Integer, Long> left = new HashMap<>();
    private long now;

    /** A book of so many peers, with so many addresses each. */
    ReferenceShelf(int capacity, int perPeer) {
        this.capacity = capacity;
        this.perPeer = perPeer;
    }

    // Telling

    synchronized void heard(int id, int number, AddressTier tier) {
        Entry entry = entries.get(id);
        int at = entry == null ? -1 : position(entry, number);
        if (at >= 0) {
            Address known = entry.addresses[at];
            entry.addresses[at] =
                    known.again(Math.max(known.tier, tier.ordinal()), Math.max(now, known.heard));
        } else {
            add(id, number, tier.ordinal(), now, false);
        }
    }

    /** Kept for a time of its own: as one of the shortest tier that lasts as long, told when that comes to its end then. */
    synchronized void heardFor(int id, int number, int seconds) {
        int tier = 0;
        while (tier < 2 && SECONDS[tier] < seconds) {
            tier++;
        }
        long since = now + seconds - SECONDS[tier];
        Entry entry = entries.get(id);
        int at = entry == null ? -1 : position(entry, number);
        if (at < 0) {
            add(id, number, tier, since, false);
            return;
        }
        Address known = entry.addresses[at];
        if (!known.isPermanent() && since + SECONDS[tier] > known.end()) {
            entry.addresses[at] = known.again(tier, since);
        }
    }

    synchronized void worked(int id, int number) {
        heard(id, number, AddressTier.HEARD, true);
    }

    private void heard(int id, int number, AddressTier tier, boolean proven) {
        if (entries.containsKey(id) && position(entries.get(id), number) >= 0) {
            heard(id, number, tier);
        } else {
            add(id, number, tier.ordinal(), now, proven);
        }
        works(id, number);
    }

    /** A dial to where this address is has led to a connection; of one that isn't known nothing follows. */
    synchronized void reached(int id, int number) {
        works(id, number);
    }

    private void works(int id, int number) {
        Entry entry = entries.get(id);
        int at = entry == null ? -1 : position(entry, number);
        if (at >= 0) {
            Address known = entry.addresses[at];
            entry.addresses[at] = new Address(number, true, 0, known.tier, known.heard, now);
            file(entry);
        }
    }

    /** One that failed, or all of the peer's for a negative number. */
    synchronized void failed(int id, int number) {
        Entry entry = entries.get(id);
        for (int i = 0; entry != null && i < perPeer; i++) {
            Address known = entry.addresses[i];
            if (known != null && (number < 0 || known.number == number)) {
                int attempts = Math.min(MOST_ATTEMPTS, known.attempts + 1);
                entry.addresses[i] =
                        new Address(
                                known.number,
                                known.tried,
                                attempts,
                                known.tier,
                                known.heard,
                                known.worked);
                tried.put(key(id, known.number), now);
            }
        }
    }

    // When an address was dialed last; within a minute of that it doesn't yield.
    private final Map<Integer, Long> tried = new HashMap<>();

    private static int key(int id, int number) {
        return 100 * id + number;
    }

    synchronized void gone(int id, int number) {
        Entry entry = entries.get(id);
        int at = entry == null ? -1 : position(entry, number);
        if (at >= 0) {
            drop(entry, at);
        }
    }

    synchronized void key(int id, String key) {
        Entry entry = metOrKnown(id);
        if (entry != null) {
            entry.key = key;
        }
    }

    synchronized void record(int id, Signed record) {
        Entry entry = metOrKnown(id);
        if (entry != null && (entry.record == null || record.sequence > entry.record.sequence)) {
            entry.record = record;
        }
    }

    /** The entry of a peer; a new one, if there is room, for one that is connected. */
    private Entry metOrKnown(int id) {
        Entry entry = entries.get(id);
        return entry == null && isConnected(id) ? newEntry(id, false) : entry;
    }

    private static int position(Entry entry, int number) {
        for (int i = 0; i < entry.addresses.length; i++) {
            if (entry.addresses[i] != null && entry.addresses[i].number == number) {
                return i;
            }
        }
        return -1;
    }

    private void add(int id, int number, int tier, long heard, boolean proven) {
        Entry entry = entries.get(id);
        if (entry == null) {
            entry = newEntry(id, proven);
        }
        int at = entry == null ? -1 : free(entry);
        if (at >= 0) {
            tried.remove(key(id, number));
            entry.addresses[at] = new Address(number, false, 0, tier, heard, null);
        }
    }

    private Entry newEntry(int id, boolean proven) {
        if (entries.size() >= capacity && !evict(proven)) {
            return null;
        }
        Entry entry = new Entry(id, perPeer);
        entry.connected = connected.getOrDefault(id, false);
        entry.met = entry.connected;
        entries.put(id, entry);
        file(entry);
        return entry;
    }

    /** The oldest of the first line that has one who may go; those who are in use go to its end. */
    private boolean evict(boolean proven) {
        for (Line line : Line.values()) {
            if (line == Line.PROVEN && !proven && rumours() >= capacity / 8) {
                return false;
            }
            List<Entry> of = order.stream().filter(entry -> entry.line == line).toList();
            for (Entry entry : of) {
                if (line != Line.PROVEN && !connected.getOrDefault(entry.id, false)) {
                    remove(entry);
                    return true;
                }
                order.remove(entry);
                order.add(entry);
            }
            if (line == Line.PROVEN) {
                for (Entry entry : of) {
                    if (!connected.getOrDefault(entry.id, false)) {
                        remove(entry);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private int rumours() {
        return (int) order.stream().filter(entry -> entry.line != Line.PROVEN).count();
    }

    private void file(Entry entry) {
        if (entry.line != entry.belongs()) {
            entry.line = entry.belongs();
            order.remove(entry);
            order.add(entry);
        }
    }

    private void remove(Entry entry) {
        entries.remove(entry.id);
        order.remove(entry);
    }

    /** Where the next address goes; another may have to go for it: one that had its time, else the one that was told longest ago. */
    private int free(Entry entry) {
        int worst = -1;
        for (int i = 0; i < perPeer; i++) {
            Address address = entry.addresses[i];
            if (address == null) {
                return i;
            }
            if (!address.tried && !address.isPermanent() && isWorse(entry, i, worst)) {
                worst = i;
            }
        }
        return worst;
    }

    private boolean isWorse(Entry entry, int at, int other) {
        if (other < 0) {
            return true;
        }
        boolean yields = yields(entry, entry.addresses[at]);
        boolean otherYields = yields(entry, entry.addresses[other]);
        return yields == otherYields
                ? entry.addresses[at].heard < entry.addresses[other].heard
                : yields;
    }

    private boolean yields(Entry entry, Address address) {
        Long dialed = tried.get(key(entry.id, address.number));
        boolean justDialed = dialed != null && now - dialed < 60;
        return !entry.connected && !justDialed && (isOver(entry, address) || address.attempts >= 3);
    }

    private boolean isOver(Entry entry, Address address) {
        return address.worked == null
                && !entry.connected
                && now - Math.max(address.heard, entry.disconnected) >= SECONDS[address.tier];
    }

    private void drop(Entry entry, int at) {
        entry.addresses[at] = null;
        file(entry);
        removeIfEmpty(entry);
    }

    private void removeIfEmpty(Entry entry) {
        if (entry.isEmpty() && !connected.getOrDefault(entry.id, false)) {
            remove(entry);
        }
    }

    // The peers

    /** A peer was connected, or its last connection closed; as the owner notices it. */
    synchronized void connected(int id, boolean on) {
        boolean was = Boolean.TRUE.equals(connected.put(id, on));
        if (was && !on) {
            left.put(id, now);
        }
        Entry entry = entries.get(id);
        if (entry == null) {
            return;
        }
        entry.met |= on;
        if (entry.connected && !on) {
            entry.disconnected = now;
        }
        entry.connected = on;
        file(entry);
        removeIfEmpty(entry);
    }

    synchronized boolean isConnected(int id) {
        return connected.getOrDefault(id, false);
    }

    /** The peer was given up. */
    synchronized void released(int id) {
        left.remove(id);
        Entry entry = entries.get(id);
        if (entry != null) {
            remove(entry);
        }
    }

    /** Seconds pass, and what had its time goes. */
    synchronized void pass(int seconds) {
        now += seconds;
        for (Entry entry : List.copyOf(order)) {
            for (int i = 0; i < perPeer; i++) {
                if (entry.addresses[i] != null && isOver(entry, entry.addresses[i])) {
                    drop(entry, i);
                }
            }
        }
    }

    /** The node starts again from what it wrote: nobody is connected, and time has stood still; peers come in this order. */
    synchronized void restart(ToLongFunction<Integer> comes) {
        List<Entry> before = new ArrayList<>(order);
        order.clear();
        entries.clear();
        connected.clear();
        before.sort(Comparator.comparingLong(entry -> comes.applyAsLong(entry.id)));
        for (Entry entry : before) {
            if (!entry.isEmpty()) {
                Entry next = new Entry(entry.id, perPeer);
                long seen = entry.connected ? now : left.getOrDefault(entry.id, Long.MIN_VALUE);
                int at = 0;
                for (Address kept : entry.addresses) {
                    if (kept != null) {
                        next.addresses[at++] = kept.again(kept.tier, Math.max(kept.heard, seen));
                    }
                }
                next.key = entry.key;
                next.record = entry.record;
                entries.put(next.id, next);
                file(next);
            }
        }
        left.clear();
    }

    // Asking

    synchronized int peers() {
        return entries.size();
    }

    synchronized int addresses() {
        return entries.values().stream().mapToInt(Entry::count).sum();
    }

    /** The public key of a peer; empty if there is none. */
    synchronized String readKey(int id) {
        Entry entry = entries.get(id);
        return entry == null || entry.key == null ? "" : entry.key;
    }

    /** The signed record of a peer; one without text and number if there is none. */
    synchronized Signed readRecord(int id) {
        Entry entry = entries.get(id);
        return entry == null || entry.record == null ? new Signed(0, "") : entry.record;
    }

    /** The addresses of a peer, the best first: those that worked, then those that failed least, then the newest. */
    synchronized List<Address> read(int id) {
        Entry entry = entries.get(id);
        return entry == null ? List.of() : read(entry);
    }

    private static List<Address> read(Entry entry) {
        List<Address> found = new ArrayList<>();
        for (Address address : entry.addresses) {
            if (address != null) {
                found.add(address);
            }
        }
        found.sort(
                Comparator.comparing((Address a) -> !a.tried)
                        .thenComparing(Address::attempts)
                        .thenComparing(
                                a -> -Math.max(a.heard, a.worked == null ? a.heard : a.worked)));
        return found;
    }

    synchronized long age(Address address) {
        return Math.max(0, now - address.heard);
    }

    synchronized long sinceWorked(Address address) {
        return address.worked == null ? -1 : now - address.worked;
    }
}
