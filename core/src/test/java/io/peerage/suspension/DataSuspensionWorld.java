/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.concurrent.DirtyQueue;
import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.DataConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.PeerDataKey;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import io.peerage.store.PeerDataSweep;
import io.peerage.store.PeerDataTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One slot for a peer, and data of it: what is done to it while a thread is suspended in another operation on it.
 *
 * <p>Loaded by {@link SteppedLoader}. Two threads use it, one at a time, so its own bookkeeping needs no care. An operation's
 * name is what the suspended thread does, a slash, and what the others do.
 */
public final class DataSuspensionWorld extends PairedSuspensionWorld {
    private static final PeerDataKey<Object> BRIEF =
            PeerDataKey.of("brief", Object.class, Duration.ZERO);
    private static final PeerDataKey<Object> KEPT =
            PeerDataKey.of("kept", Object.class, Duration.ofNanos(10));
    private static final List<PeerDataKey<Object>> KEYS = List.of(BRIEF, KEPT);
    private static final int STRIPES = 4;

    private final StripedCounters counters = new StripedCounters(Counter.values().length, STRIPES);
    private final PeerTable peers =
            new PeerTable(
                    1,
                    48,
                    counters,
                    STRIPES,
                    new HandleSpace("peer", 0, 1, 1),
                    KeyedHash.known(1, 2));
    private final PeerStates states = new PeerStates(peers, counters, STRIPES);
    private final PeerDataTable data =
            new PeerDataTable(peers, states, new DataConfig(List.copyOf(KEYS)));
    private final PeerDataSweep sweep =
            new PeerDataSweep(
                    data, peers, counters, 0, (peer, key, value) -> leave(value, peer, "told"));

    // Whom each value that was taken in is kept for, until it leaves.
    private final Map<Object, Long> kept = new HashMap<>();
    private final Map<Object, String> left = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long now;
    private long peer;
    private boolean connected;

    /** A world to ask for others. */
    public DataSuspensionWorld() {
        this("PUT", "RECYCLE", false);
    }

    private DataSuspensionWorld(String operation, String others, boolean connected) {
        super(operation, others);
        this.peer = register(1);
        if (connected) {
            connect();
        }
        if (!operation.equals("PUT") || others.equals("REMOVE")) {
            KEYS.forEach(key -> put(peer, key));
        }
        // The tick that the owner is suspended in finds both times reached.
        if (operation.equals("TICK") && connected) {
            tick(5);
            disconnect();
        } else if (operation.equals("TICK")) {
            tick(10);
            now = 20;
        }
    }

    @Override
    public List<String> operations() {
        return List.of(
                "PUT/RECYCLE",
                "PUT/RELEASE",
                "PUT/REVIVE",
                "PUT/RETURN",
                "PUT/LEAVE",
                "PUT/PUT",
                "PUT/REMOVE",
                "REMOVE/RECYCLE",
                "REMOVE/LEAVE",
                "REMOVE/PUT",
                "TICK/RETURN",
                "TICK/PUT",
                "TICK/REMOVE",
                "TICK/RELEASE");
    }

    @Override
    SuspensionScenario prepared(String first, String meanwhile, boolean isConnected) {
        return new DataSuspensionWorld(first, meanwhile, isConnected);
    }

    @Override
    public void operate(String name) {
        switch (name) {
            case "PUT" -> {
                long named = peer;
                KEYS.forEach(key -> put(named, key));
            }
            case "REMOVE" -> {
                long named = peer;
                KEYS.forEach(key -> remove(named, key));
            }
            case "TICK" -> tick(now + 10);
            case "LEAVE" -> {
                disconnect();
                tick(now);
                tick(now + 10);
            }
            case "RELEASE" -> {
                disconnect();
                states.retire(peer);
            }
            case "REVIVE" -> {
                disconnect();
                states.retire(peer);
                peer = register(1);
                tick(now);
            }
            case "RECYCLE" -> {
                disconnect();
                states.retire(peer);
                tick(now);
                peer = register(2);
                connect();
                KEYS.forEach(key -> put(peer, key));
            }
            default -> {
                connect();
                KEYS.forEach(key -> put(peer, key));
            }
        }
    }

    private long register(int number) {
        byte[] id = {(byte) number};
        return peers.register(id, 0, 1);
    }

    private void connect() {
        connected = connected || states.openInbound(peer, 63, now) > 0;
    }

    private void disconnect() {
        if (connected) {
            states.close(peers.handles().index(peer), true);
            connected = false;
        }
    }

    private void put(long named, PeerDataKey<Object> key) {
        Object value = new Object();
        Object found = data.getOrPut(named, key, value);
        StepHook.unseen(
                () -> {
                    if (found == value) {
                        kept.put(value, named);
                    } else if (left.containsKey(value)) {
                        wrong.add("a value that was not taken in was " + left.get(value));
                    } else if (found != null && kept.getOrDefault(found, named) != named) {
                        wrong.add("a value of another peer was found");
                    }
                });
    }

    private void remove(long named, PeerDataKey<Object> key) {
        Object value = data.remove(named, key);
        if (value != null) {
            leave(value, named, "removed");
        }
    }

    private void leave(Object value, long named, String how) {
        StepHook.unseen(
                () -> {
                    String before = left.put(value, how);
                    if (before != null) {
                        wrong.add("a value was " + before + " and then " + how);
                    }
                    if (kept.getOrDefault(value, named) != named) {
                        wrong.add("a value was " + how + " of another peer than its own");
                    }
                });
    }

    private void tick(long time) {
        now = time;
        DirtyQueue dirty = states.dirty();
        for (int stripe = 0; stripe < dirty.stripes(); stripe++) {
            int index = dirty.takeAll(stripe);
            while (index >= 0) {
                int next = dirty.next(index);
                long before = states.drain(index, time);
                sweep.drained(index, before, time);
                if (PeerWord.isRetired(before)) {
                    peers.recycle(index);
                }
                index = next;
            }
        }
        sweep.run(time);
    }

    @Override
    public List<String> reconcile() {
        tick(now);
        if (connected) {
            // What a connected peer has is what nobody has cleared or removed.
            for (PeerDataKey<Object> key : KEYS) {
                Object found = data.get(peer, key);
                if (found != null && left.containsKey(found)) {
                    wrong.add("a value that was " + left.get(found) + " is still found");
                }
                if (found == null && !others.equals("REMOVE") && !operation.equals("REMOVE")) {
                    wrong.add("a connected peer lost " + key);
                }
            }
        }
        disconnect();
        tick(now);
        tick(now + 10);
        if (data.countValues() != 0) {
            wrong.add(data.countValues() + " values stay");
        }
        if (sweep.waiting() != 0) {
            wrong.add("a timer stays");
        }
        kept.forEach(
                (value, named) -> {
                    if (!left.containsKey(value)) {
                        wrong.add("a value that was taken in neither stays nor was told");
                    }
                });
        left.forEach(
                (value, how) -> {
                    if (!kept.containsKey(value)) {
                        wrong.add("a value that was " + how + " was never taken in");
                    }
                });
        return wrong;
    }
}
