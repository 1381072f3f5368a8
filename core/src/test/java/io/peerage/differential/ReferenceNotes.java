/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is kept for each peer, by key, and when it is cleared. Times in half-lives. Guarded by its keeper. */
final class ReferenceNotes {
    /** How long each key is kept. */
    static final int[] KEPT = {0, 2};

    private final Map<Long, Map<Integer, String>> values = new HashMap<>();
    private final Map<Long, Integer> goneSince = new HashMap<>();
    private final Map<Long, Integer> due = new HashMap<>();

    /** What was cleared since this was emptied, as handle and value. */
    final List<String> cleared = new ArrayList<>();

    private Map<Integer, String> of(KnownPeer peer) {
        return values.computeIfAbsent(peer.handle, handle -> new HashMap<>());
    }

    String get(KnownPeer peer, int key) {
        return of(peer).get(key);
    }

    void put(KnownPeer peer, int key, String value) {
        of(peer).put(key, value);
    }

    String remove(KnownPeer peer, int key) {
        return of(peer).remove(key);
    }

    int count() {
        return values.values().stream().mapToInt(Map::size).sum();
    }

    /** The owner has looked at a peer. */
    void looked(KnownPeer peer, boolean connected, int now) {
        if (peer.retired) {
            for (int key = 0; key < KEPT.length; key++) {
                clear(peer, key);
            }
        }
        if (connected || of(peer).isEmpty()) {
            due.remove(peer.handle);
            return;
        }
        if (peer.fell || !due.containsKey(peer.handle)) {
            goneSince.put(peer.handle, now);
        }
        schedule(peer);
    }

    private void schedule(KnownPeer peer) {
        due.remove(peer.handle);
        of(peer).keySet().stream()
                .mapToInt(key -> KEPT[key])
                .min()
                .ifPresent(kept -> due.put(peer.handle, goneSince.get(peer.handle) + kept));
    }

    /** Clears what has been kept for long enough after its peer was gone. */
    void run(Iterable<KnownPeer> peers, int now) {
        for (KnownPeer peer : peers) {
            Integer time = due.get(peer.handle);
            if (time == null || time > now || peer.dirty) {
                continue;
            }
            for (int key = 0; key < KEPT.length; key++) {
                if (goneSince.get(peer.handle) + KEPT[key] <= now) {
                    clear(peer, key);
                }
            }
            schedule(peer);
        }
    }

    private void clear(KnownPeer peer, int key) {
        String value = of(peer).remove(key);
        if (value != null) {
            cleared.add(peer.handle + " " + value);
        }
    }
}
