/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.BackOffConfig;
import io.peerage.config.ManagerConfig;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.Explanation;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.ReferenceLink.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/** What the parts of a reference manager share: who is known, what is open, what was counted. Guarded by its manager. */
final class ReferenceNode {
    final ManagerConfig config;
    final LifecycleListener listener;
    final CommandSink commands;
    final Map<Long, ReferencePeer> peers = new LinkedHashMap<>();
    final Map<Long, ReferenceLink> links = new LinkedHashMap<>();
    final Map<Result, Long> refusals = new EnumMap<>(Result.class);
    final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    private final NanoClock clock;

    ReferenceNode(
            ManagerConfig config,
            NanoClock clock,
            LifecycleListener listener,
            CommandSink commands) {
        this.config = config;
        this.clock = clock;
        this.listener = listener;
        this.commands = commands;
    }

    long now() {
        return clock.nanoTime();
    }

    // Peers

    ReferencePeer withId(byte[] id) {
        for (ReferencePeer peer : peers.values()) {
            if (Arrays.equals(peer.id, id)) {
                return peer;
            }
        }
        return null;
    }

    /** The peer of this handle; null if it was given up, or never was. */
    ReferencePeer known(long handle) {
        ReferencePeer peer = peers.get(handle);
        return peer == null || peer.retired ? null : peer;
    }

    BackOffConfig policy(ReferencePeer peer) {
        return peer.has(PeerFlag.PERSISTENT) ? config.backOff().persistent() : config.backOff();
    }

    // Links

    List<ReferenceLink> established() {
        return links.values().stream().filter(link -> link.is(State.ESTABLISHED)).toList();
    }

    int connections(ReferencePeer peer) {
        return connections(peer, true) + connections(peer, false);
    }

    int connections(ReferencePeer peer, boolean inbound) {
        int found = 0;
        for (ReferenceLink link : links.values()) {
            found += link.connects(peer) && link.inbound == inbound ? 1 : 0;
        }
        return found;
    }

    boolean isConnected(ReferencePeer peer) {
        return connections(peer) > 0;
    }

    int connectedPeers() {
        return (int) peers.values().stream().filter(this::isConnected).count();
    }

    boolean isDialing(ReferencePeer peer) {
        for (ReferenceLink link : links.values()) {
            if (link.isDial() && link.peer == peer) {
                return true;
            }
        }
        return false;
    }

    void commandClose(ReferenceLink link, CloseReason reason) {
        count(Counter.CLOSE_COMMANDS);
        commands.close(link.handle, reason);
    }

    // Counts

    void count(Counter counter) {
        counters.merge(counter, 1L, Long::sum);
    }

    long refused(Result reason) {
        return refusals.getOrDefault(reason, 0L);
    }

    int refuse(Result reason) {
        refusals.merge(reason, 1L, Long::sum);
        return reason.code();
    }

    static Explanation refusal(Result result) {
        return new Explanation(result, "", 0, 0);
    }
}
