/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.hash.KeyedHash;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.peer.PeerWord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Peers made up for tests of the book: a handle is generation and index. One thread, but {@link #known} any. */
final class FakePeers implements BookPeers {
    private static final KeyedHash HASH = KeyedHash.known(3, 4);

    final List<Integer> forgotten = new ArrayList<>();
    final Set<Integer> unreachable = new HashSet<>();
    final Map<Integer, Long> groups = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final String[] ids;
    private final int[] generations;
    private final long[] words;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    FakePeers(int capacity) {
        ids = new String[capacity];
        generations = new int[capacity];
        words = new long[capacity];
        for (int peer = 0; peer < capacity; peer++) {
            generations[peer] = 1;
            free.add(peer);
        }
    }

    static byte[] id(long number) {
        byte[] id = new byte[34];
        for (int i = 0; i < 8; i++) {
            id[2 + i] = (byte) (number >>> 8 * i);
        }
        return id;
    }

    private static String text(byte[] id, int length) {
        return new String(id, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    long register(long number) {
        return register(id(number), 34);
    }

    int indexOf(long number) {
        return byId.getOrDefault(text(id(number), 34), -1);
    }

    long handle(int peer) {
        return (long) generations[peer] << 32 | peer;
    }

    void flag(int peer, PeerFlag flag, boolean on) {
        words[peer] = PeerWord.with(words[peer], flag, on);
    }

    /** The peer is released, so that nobody finds it, and is not yet recycled. */
    void hide(long peer) {
        hidden.add(ids[(int) peer]);
    }

    void word(int peer, long word) {
        words[peer] = word;
    }

    /** The peer has a connection from outside, from now on; its word as the owner drains it. */
    long connect(int peer) {
        words[peer] = PeerWord.openInbound(words[peer], 63) & ~(1L << 27);
        long before = words[peer];
        words[peer] = PeerWord.drain(words[peer]);
        return before;
    }

    /** The peer's connection ends. */
    long disconnect(int peer) {
        words[peer] = PeerWord.closeInbound(words[peer]) & ~(1L << 27);
        long before = words[peer];
        words[peer] = PeerWord.drain(words[peer]);
        return before;
    }

    /** The peer's index is free for another. */
    void recycle(int peer) {
        byId.remove(ids[peer]);
        ids[peer] = null;
        generations[peer]++;
        words[peer] = 0;
        groups.remove(peer);
        unreachable.remove(peer);
        free.add(peer);
    }

    @Override
    public int capacity() {
        return ids.length;
    }

    @Override
    public long known(long peer) {
        int index = (int) peer;
        return index >= 0
                        && index < ids.length
                        && ids[index] != null
                        && generations[index] == (int) (peer >>> 32)
                ? words[index]
                : -1;
    }

    @Override
    public int index(long peer) {
        return (int) peer;
    }

    @Override
    public long find(byte[] id, int length) {
        Integer peer = byId.get(text(id, length));
        return peer == null || hidden.contains(text(id, length))
                ? Result.UNKNOWN_PEER.code()
                : handle(peer);
    }

    @Override
    public long register(byte[] id, int length) {
        Integer known = byId.get(text(id, length));
        hidden.remove(text(id, length));
        if (known != null) {
            return handle(known);
        }
        Integer peer = free.poll();
        if (peer == null) {
            return Result.PEER_TABLE_FULL.code();
        }
        ids[peer] = text(id, length);
        byId.put(ids[peer], peer);
        words[peer] = PeerWord.live(PeerWord.free(generations[peer]));
        return handle(peer);
    }

    @Override
    public long idHash(byte[] id, int length) {
        return HASH.hash(id, 0, length);
    }

    @Override
    public long idHash(int peer) {
        byte[] id = ids[peer].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return HASH.hash(id, 0, id.length);
    }

    @Override
    public long word(int peer) {
        return words[peer];
    }

    @Override
    public boolean isUnreachable(int peer, long word) {
        return unreachable.contains(peer);
    }

    @Override
    public long groups(int peer, long word, int half) {
        return half == 0 ? groups.getOrDefault(peer, 0L) : 0;
    }

    @Override
    public void forgotten(int peer, boolean registeredByBook) {
        forgotten.add(peer);
        if (registeredByBook) {
            recycle(peer);
        }
    }
}
