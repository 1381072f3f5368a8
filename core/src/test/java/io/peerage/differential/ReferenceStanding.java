/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.config.BanConfig;
import io.peerage.model.BanReason;
import io.peerage.model.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands against peers, by id, and against prefixes, by name, with what is remembered of former offenders. There is room
 * for all. Times in half-lives. Guarded by its keeper.
 */
final class ReferenceStanding {
    /** The widths of prefixes; banned peers are counted by the first. */
    static final int[] WIDTHS = {32, 24};

    /** A ban, or a discouragement; a prefix may also be banned because peers of it are. */
    static final class Entry {
        boolean timed;
        boolean banned;
        boolean shared;
        int until;
        int bans;
        BanReason reason = BanReason.OTHER;

        /** The handle of the peer that is told when it is over. */
        long handle;

        /** Where the peer was seen. */
        IpAddress address = IpAddress.NONE;

        boolean isActive(int now) {
            return timed && until > now;
        }

        boolean bans(int now) {
            return shared || banned && isActive(now);
        }

        boolean discourages(int now) {
            return !shared && !banned && isActive(now);
        }
    }

    private record Offence(int bans, BanReason reason) {}

    private final int first;
    private final int longest;
    private final int discouraged;
    private final int sharing;
    private final Map<Integer, Entry> peers = new TreeMap<>();
    private final Map<String, Entry> prefixes = new TreeMap<>();
    private final Map<Object, Offence> offences = new HashMap<>();

    /** Nothing stands against anybody; durations in half-lives of this length. */
    ReferenceStanding(BanConfig config, long halfLife) {
        this.first = (int) (config.firstNanos() / halfLife);
        this.longest = (int) (config.longestNanos() / halfLife);
        this.discouraged = (int) (config.discouragedNanos() / halfLife);
        this.sharing = config.sharing();
    }

    private ReferenceStanding(ReferenceStanding before) {
        this.first = before.first;
        this.longest = before.longest;
        this.discouraged = before.discouraged;
        this.sharing = before.sharing;
    }

    static String prefix(IpAddress address, int bits) {
        return bits + ":" + ((int) address.lo() >>> 32 - bits);
    }

    // Peers

    Entry peer(int id) {
        return peers.get(id);
    }

    int countPeers() {
        return peers.size();
    }

    /** Bans a peer; whether that bans its prefix too. */
    boolean ban(int id, long handle, IpAddress address, BanReason reason, int now) {
        Entry entry = peers.get(id);
        boolean isNew = entry == null || entry.address.equals(IpAddress.NONE);
        if (entry == null) {
            entry = begun(id);
            peers.put(id, entry);
        }
        ban(entry, reason, now);
        entry.handle = handle;
        if (!isNew || address.equals(IpAddress.NONE)) {
            return false;
        }
        entry.address = address;
        return share(address);
    }

    private boolean share(IpAddress address) {
        String prefix = prefix(address, WIDTHS[0]);
        if (!isTooMany(count(address))) {
            return false;
        }
        prefixes.computeIfAbsent(prefix, this::begun).shared = true;
        return true;
    }

    private boolean isTooMany(long banned) {
        return sharing > 0 && banned > sharing;
    }

    private long count(IpAddress address) {
        String prefix = prefix(address, WIDTHS[0]);
        return peers.values().stream()
                .filter(entry -> !entry.address.equals(IpAddress.NONE))
                .filter(entry -> prefix(entry.address, WIDTHS[0]).equals(prefix))
                .count();
    }

    // What is remembered of an offender counts on.
    private Entry begun(Object who) {
        Entry entry = new Entry();
        Offence before = offences.remove(who);
        if (before != null) {
            entry.bans = before.bans;
            entry.reason = before.reason;
        }
        return entry;
    }

    private void ban(Entry entry, BanReason reason, int now) {
        boolean still = entry.banned && entry.isActive(now);
        entry.bans = Math.max(1, Math.min(15, entry.bans + (still ? 0 : 1)));
        int until = now + (int) Math.min(longest, (long) first << entry.bans - 1);
        entry.until = still ? Math.max(until, entry.until) : until;
        entry.timed = true;
        entry.banned = true;
        entry.reason = reason;
    }

    /** Whether it changes anything. */
    private boolean discourage(Entry entry, BanReason reason, int now) {
        boolean active = entry.isActive(now);
        if (active && entry.banned) {
            return false;
        }
        entry.until = active ? Math.max(now + discouraged, entry.until) : now + discouraged;
        entry.timed = true;
        entry.banned = false;
        entry.reason = reason;
        return true;
    }

    /** Discourages a peer, unless it is banned; whether it is discouraged then. */
    boolean discourage(int id, long handle, BanReason reason, int now) {
        Entry entry = peers.get(id);
        if (entry == null) {
            entry = begun(id);
            peers.put(id, entry);
        }
        if (discourage(entry, reason, now)) {
            entry.handle = handle;
            leave(entry);
        }
        return entry.discourages(now);
    }

    /** The peer no longer counts in its prefix. */
    private void leave(Entry entry) {
        IpAddress address = entry.address;
        entry.address = IpAddress.NONE;
        if (address.equals(IpAddress.NONE)
                || isTooMany(count(address))
                || !isTooMany(count(address) + 1)) {
            return;
        }
        String prefix = prefix(address, WIDTHS[0]);
        Entry shared = prefixes.get(prefix);
        if (shared != null) {
            shared.shared = false;
            endIfNothingIsLeft(prefix, shared);
        }
    }

    private void endIfNothingIsLeft(String prefix, Entry entry) {
        if (!entry.shared && !entry.timed) {
            prefixes.remove(prefix);
            remember(prefix, entry);
        }
    }

    private void remember(Object who, Entry entry) {
        if (entry.bans > 0) {
            offences.put(who, new Offence(entry.bans, entry.reason));
        }
    }

    /** Lifts what stands against a peer; the entry, null if there was none. */
    Entry lift(int id) {
        offences.remove(id);
        Entry entry = peers.remove(id);
        if (entry != null) {
            leave(entry);
        }
        return entry;
    }

    /** Whose entry tells this handle; −1 if there is none. */
    int idOf(long handle) {
        return peers.entrySet().stream()
                .filter(entry -> entry.getValue().handle == handle)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    /** Ends what is over; the entries of peers that ended. */
    List<Entry> expire(int now) {
        List<Entry> over = new ArrayList<>();
        for (int id : List.copyOf(peers.keySet())) {
            Entry entry = peers.get(id);
            if (!entry.isActive(now)) {
                peers.remove(id);
                leave(entry);
                remember(id, entry);
                over.add(entry);
            }
        }
        for (String prefix : List.copyOf(prefixes.keySet())) {
            Entry entry = prefixes.get(prefix);
            if (entry.timed && !entry.isActive(now)) {
                entry.timed = false;
                entry.banned = false;
                endIfNothingIsLeft(prefix, entry);
            }
        }
        return over;
    }

    // Prefixes

    int countPrefixes() {
        return prefixes.size();
    }

    void banPrefix(IpAddress address, int bits, BanReason reason, int now) {
        ban(prefixes.computeIfAbsent(prefix(address, bits), this::begun), reason, now);
    }

    void discouragePrefix(IpAddress address, int bits, BanReason reason, int now) {
        discourage(prefixes.computeIfAbsent(prefix(address, bits), this::begun), reason, now);
    }

    void liftPrefix(IpAddress address, int bits) {
        offences.remove(prefix(address, bits));
        prefixes.remove(prefix(address, bits));
    }

    boolean bans(IpAddress address, int now) {
        return of(address).stream().anyMatch(entry -> entry.bans(now));
    }

    boolean discourages(IpAddress address, int now) {
        return !bans(address, now)
                && of(address).stream().anyMatch(entry -> entry.discourages(now));
    }

    private List<Entry> of(IpAddress address) {
        List<Entry> found = new ArrayList<>();
        for (int bits : WIDTHS) {
            Entry entry = prefixes.get(prefix(address, bits));
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    // Restart

    /** What comes through a restart, but for the peers' own entries. */
    ReferenceStanding restarted() {
        ReferenceStanding next = new ReferenceStanding(this);
        next.offences.putAll(offences);
        prefixes.forEach(
                (prefix, entry) -> {
                    if (entry.timed) {
                        Entry kept = next.copy(entry);
                        kept.shared = false;
                        next.prefixes.put(prefix, kept);
                    }
                });
        return next;
    }

    /** A peer's entry comes through a restart, under another handle; 0 for a peer that isn't known. */
    void restore(int id, Entry entry, long handle) {
        Entry kept = copy(entry);
        kept.handle = handle;
        peers.put(id, kept);
        if (entry.banned && !entry.address.equals(IpAddress.NONE)) {
            kept.address = entry.address;
            share(entry.address);
        }
    }

    private Entry copy(Entry entry) {
        Entry copy = new Entry();
        copy.timed = entry.timed;
        copy.banned = entry.banned;
        copy.shared = entry.shared;
        copy.until = entry.until;
        copy.bans = entry.bans;
        copy.reason = entry.reason;
        return copy;
    }

    Map<Integer, Entry> peers() {
        return peers;
    }
}
