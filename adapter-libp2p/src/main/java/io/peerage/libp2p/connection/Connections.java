/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.connection;

import io.libp2p.core.Connection;
import io.libp2p.core.P2PChannel;
import io.peerage.PeerManager;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The transports of the manager's tickets and connections, by slot.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: lock-free. <b>Complexity</b>: O(1). <b>Memory</b>: five to nine references a
 * slot. <b>Guarantee</b>: a ticket that is tracked is
 * given back exactly once, when its transport is closed or before.
 */
public final class Connections {
    private final PeerManager manager;
    private final Failures failures;
    private final AtomicReferenceArray<@Nullable Holder> holders;
    private final ConnectionIndex index;

    /** Of this manager. */
    public Connections(PeerManager manager, Failures failures) {
        this.manager = manager;
        this.failures = failures;
        this.holders = new AtomicReferenceArray<>(manager.connectionSlots());
        this.index = new ConnectionIndex(manager.connectionSlots());
    }

    /** The manager. */
    public PeerManager manager() {
        return manager;
    }

    /** Where failures are noted. */
    public Failures failures() {
        return failures;
    }

    /** Ties a ticket to its transport, so that it is given back when that is closed; also if this throws. */
    public Release track(Connection connection, long ticket) {
        Release release = new Release(this, connection, ticket);
        try {
            if (!index.put(release)) {
                throw new IllegalStateException(
                        "no room for another connection beside the "
                                + manager.connectionSlots()
                                + " of the manager; too many dials try too many addresses at once");
            }
            put(release);
            // Last: on a connection that is closed already it runs at once.
            ignore(connection.closeFuture().whenComplete(release));
            return release;
        } catch (Throwable e) {
            release.accept(null, e);
            throw e;
        }
    }

    /** Notes something of a connection that has no ticket of its own; whether there was room. */
    public boolean note(Indexed entry) {
        return index.put(entry);
    }

    /** What is known of a connection, or null. */
    public @Nullable Indexed find(Connection connection) {
        return index.find(connection);
    }

    /** Forgets what is known of a connection. */
    public void forget(Indexed entry) {
        index.remove(entry);
    }

    /** Notes who holds a handle. */
    public void put(Holder holder) {
        int slot = manager.slotOf(holder.handle());
        for (; ; ) {
            Holder other = holders.get(slot);
            // A slot has one current handle at a time: if that is another's, this one's is over.
            if (other != null && other.handle() != holder.handle() && isCurrent(other.handle())) {
                return;
            }
            if (holders.compareAndSet(slot, other, holder)) {
                return;
            }
        }
    }

    private boolean isCurrent(long handle) {
        return manager.isInbound(handle) || manager.peerOf(handle) > 0;
    }

    /** Takes a holder out, unless another has its slot by now. */
    public void remove(Holder holder) {
        holders.compareAndSet(manager.slotOf(holder.handle()), holder, null);
    }

    /** The connection in a slot that is not closed, or null. */
    public @Nullable Release inSlot(int slot) {
        return holders.get(slot) instanceof Release release ? release : null;
    }

    /** Who holds this handle, or null. */
    public @Nullable Holder holder(long handle) {
        Holder holder = holders.get(manager.slotOf(handle));
        return holder != null && holder.handle() == handle ? holder : null;
    }

    /** How many entries there are, by slot or by connection, one of each for an established connection; O(slots). */
    public int size() {
        int size = index.size();
        for (int slot = 0; slot < holders.length(); slot++) {
            if (holders.get(slot) != null) {
                size++;
            }
        }
        return size;
    }

    /** Closes a channel, and throws nothing. */
    public static void close(P2PChannel channel, Failures failures) {
        try {
            ignore(channel.close());
        } catch (Throwable e) {
            failures.note(e);
        }
    }

    // What comes of it is told by the close future, or to the one that was handed in.
    private static void ignore(Future<?> future) {
        assert future != null : "the library gives a future";
    }
}
