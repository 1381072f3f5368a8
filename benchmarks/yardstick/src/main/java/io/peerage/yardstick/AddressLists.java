/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An address book as one would write it in an hour: a concurrent map from peers to lists of addresses, the one seen last in front.
 *
 * <p>A full book sorts its peers by when they were last seen, and forgets the tenth that was seen longest ago. Nothing keeps one teller
 * from filling it.
 *
 * <p><b>Threading</b>: any thread. <b>Units</b>: nanoseconds.
 */
public final class AddressLists {
    private static final int PER_PEER = 8;
    private static final int TENTH = 10;
    private static final int BEST = 100;

    private final ConcurrentHashMap<PeerId, List<Address>> book = new ConcurrentHashMap<>();
    private final int capacity;

    /** An address, and when it was last seen. */
    public record Address(byte[] bytes, long lastSeen) {
        boolean isSame(byte[] other) {
            return Arrays.equals(bytes, other);
        }
    }

    /** An empty book for this many peers. */
    public AddressLists(int capacity) {
        this.capacity = capacity;
    }

    /** The peer was seen at this address, which belongs to the book from now on. */
    public void add(PeerId peer, byte[] address, long now) {
        book.compute(peer, (id, known) -> seen(known, address, now));
        if (book.size() > capacity) {
            forgetOldest();
        }
    }

    private static List<Address> seen(@Nullable List<Address> known, byte[] address, long now) {
        List<Address> next = new ArrayList<>(PER_PEER + 1);
        if (known != null) {
            for (Address other : known) {
                if (!other.isSame(address)) {
                    next.add(other);
                }
            }
        }
        next.add(new Address(address, now));
        next.sort(Comparator.comparingLong(Address::lastSeen).reversed());
        if (next.size() > PER_PEER) {
            next.remove(PER_PEER);
        }
        return next;
    }

    private List<Map.Entry<PeerId, List<Address>>> byLastSeen() {
        List<Map.Entry<PeerId, List<Address>>> peers = new ArrayList<>(book.entrySet());
        peers.sort(
                Comparator.comparingLong(
                        (Map.Entry<PeerId, List<Address>> peer) ->
                                -peer.getValue().get(0).lastSeen()));
        return peers;
    }

    private void forgetOldest() {
        List<Map.Entry<PeerId, List<Address>>> peers = byLastSeen();
        for (int i = capacity - capacity / TENTH; i < peers.size(); i++) {
            book.remove(peers.get(i).getKey());
        }
    }

    /** A random one of the hundred peers that were seen last; null if nobody is known. */
    public @Nullable PeerId pick(RandomGenerator random) {
        List<Map.Entry<PeerId, List<Address>>> peers = byLastSeen();
        return peers.isEmpty()
                ? null
                : peers.get(random.nextInt(Math.min(BEST, peers.size()))).getKey();
    }

    /** The addresses of a peer, the one seen last in front. */
    public List<Address> addresses(PeerId peer) {
        return book.getOrDefault(peer, List.of());
    }

    /** How many peers are known. */
    public int size() {
        return book.size();
    }
}
