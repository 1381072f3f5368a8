/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps all that an owner hears and is told to do, peer by peer.
 *
 * <p><b>Threading</b>: the owner's thread; readable by another after the owner has been joined.
 */
public class LifecycleLog implements LifecycleListener, CommandSink {
    private final Map<Long, List<String>> lifecycle = new HashMap<>();
    private final Set<Long> connected = new HashSet<>();
    private final List<Long> expired = new ArrayList<>();
    private final List<Long> closes = new ArrayList<>();
    private final Map<Long, Long> rises = new HashMap<>();

    @Override
    public void onConnected(long peer, int flaps) {
        if (!connected.add(peer)) {
            throw new AssertionError("peer " + peer + " was told connected twice in a row");
        }
        note(peer, "connected", flaps);
        rises.merge(peer, 1L, Long::sum);
    }

    @Override
    public void onDisconnected(long peer, int flaps) {
        if (!connected.remove(peer)) {
            throw new AssertionError("peer " + peer + " was told disconnected, not connected");
        }
        note(peer, "disconnected", flaps);
    }

    private void note(long peer, String event, int flaps) {
        lifecycle.computeIfAbsent(peer, key -> new ArrayList<>()).add(event + " " + flaps);
        rises.merge(peer, (long) flaps, Long::sum);
    }

    @Override
    public void onTicketExpired(long ticket, Direction direction) {
        expired.add(ticket);
    }

    @Override
    public void close(long connection, CloseReason reason) {
        closes.add(connection);
    }

    /** What was told of a peer, oldest first. */
    public List<String> of(long peer) {
        return lifecycle.getOrDefault(peer, List.of());
    }

    /** The peers of which anything was told. */
    public Set<Long> peers() {
        return lifecycle.keySet();
    }

    /** Whether the peer was told connected last. */
    public boolean isConnected(long peer) {
        return connected.contains(peer);
    }

    /** How many 0→1 transitions of a peer the notifications account for, flaps included. */
    public long rises(long peer) {
        return rises.getOrDefault(peer, 0L);
    }

    /** Tickets that were reclaimed. */
    public List<Long> expired() {
        return expired;
    }

    /** Connections that were to be closed. */
    public List<Long> closes() {
        return closes;
    }

    /** Forgets all but who is connected. */
    public void clear() {
        lifecycle.clear();
        expired.clear();
        closes.clear();
    }
}
