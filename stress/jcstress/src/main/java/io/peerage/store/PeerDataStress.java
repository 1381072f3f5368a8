/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.PeerManager;
import io.peerage.concurrent.LongColumn;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.LifecycleListener;
import io.peerage.model.PeerDataKey;
import io.peerage.model.Result;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LIZ_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/** What is kept for a peer leaves once: told, handed out, or refused; what a connected peer has found stays. */
public class PeerDataStress {
    private static final PeerDataKey<String> KEY =
            PeerDataKey.of("key", String.class, Duration.ZERO);
    private static final byte[] ID = {1};

    private PeerDataStress() {}

    /** A manager of one peer, and how often it told of data that it cleared. */
    static class OnePeer implements LifecycleListener {
        final PeerManager manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(1)
                        .maxConnections(1)
                        .maxInbound(1)
                        .maxTrusted(0)
                        .prefixLimits(PrefixLimits.NONE)
                        .clock(() -> 1)
                        .hashKey(1, 2)
                        .data(KEY)
                        .listener(this)
                        .build();
        final long peer = manager.register(ID);
        int told;

        @Override
        public void onConnected(long connected, int flaps) {}

        @Override
        public void onDisconnected(long disconnected, int flaps) {}

        @Override
        public void onDataCleared(long of, PeerDataKey<?> key, Object value) {
            told++;
        }

        String value() {
            return manager.data().get(peer, KEY);
        }

        boolean isRemoved() {
            return manager.data().remove(peer, KEY) != null;
        }

        boolean isEmpty() {
            manager.tick();
            manager.tick();
            return manager.data().countValues() == 0 && manager.verify().isEmpty();
        }
    }

    /** A value is put for a peer that is given up, and whose place goes to another. */
    @JCStressTest
    @Outcome(id = "DONE, 1, true", expect = Expect.ACCEPTABLE, desc = "Taken in, and told of.")
    @Outcome(id = "UNKNOWN_PEER, 0, true", expect = Expect.ACCEPTABLE, desc = "Too late.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "It leaked, was the next peer's, or left without a word.")
    @State
    public static class PutAgainstRecycle extends OnePeer {
        private long next;

        @Actor
        public void put(LIZ_Result r) {
            int code = manager.data().put(peer, KEY, "value");
            r.r1 = code == Result.DONE.code() ? "DONE" : "UNKNOWN_PEER";
        }

        @Actor
        public void recycle() {
            manager.release(peer);
            manager.tick();
            next = manager.register(new byte[] {2});
        }

        @Arbiter
        public void rest(LIZ_Result r) {
            boolean nothing = next < 0 || manager.data().get(next, KEY) == null;
            boolean empty = isEmpty();
            // Whoever was putting when the owner came by kept the place until the next round.
            boolean free = next > 0 || manager.register(new byte[] {2}) > 0;
            r.r3 = nothing && empty && free;
            r.r2 = told;
        }
    }

    /** A value whose time has come is taken out by hand. */
    @JCStressTest
    @Outcome(id = "true, 0, true", expect = Expect.ACCEPTABLE, desc = "Handed out.")
    @Outcome(id = "false, 1, true", expect = Expect.ACCEPTABLE, desc = "Cleared, and told of.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
    @State
    public static class RemoveAgainstClear extends OnePeer {
        public RemoveAgainstClear() {
            manager.data().put(peer, KEY, "value");
        }

        @Actor
        public void remove(ZIZ_Result r) {
            r.r1 = isRemoved();
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Arbiter
        public void rest(ZIZ_Result r) {
            r.r3 = isEmpty();
            r.r2 = told;
        }
    }

    /** A value whose time has come is looked for by its peer, who is back. */
    @JCStressTest
    @Outcome(id = "true, 0, true", expect = Expect.ACCEPTABLE, desc = "Found, and it stays.")
    @Outcome(id = "false, 1, false", expect = Expect.ACCEPTABLE, desc = "Cleared before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Found and cleared, or lost without a word.")
    @State
    public static class ReturnAgainstClear extends OnePeer {
        private final long ticket = manager.admitInbound(0, 0);

        public ReturnAgainstClear() {
            manager.data().put(peer, KEY, "value");
        }

        @Actor
        public void comeBack(ZIZ_Result r) {
            manager.establishInbound(ticket, peer);
            r.r1 = value() != null;
        }

        @Actor
        public void owner() {
            manager.tick();
        }

        @Arbiter
        public void rest(ZIZ_Result r) {
            manager.tick();
            r.r2 = told;
            r.r3 = value() != null;
        }
    }

    /** Two put what isn't there yet: both have the same. */
    @JCStressTest
    @Outcome(
            id = {"one, one", "other, other"},
            expect = Expect.ACCEPTABLE,
            desc = "Whoever came first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Each has its own.")
    @State
    public static class PutAgainstPut extends OnePeer {
        @Actor
        public void one(LL_Result r) {
            r.r1 = manager.data().getOrPut(peer, KEY, "one");
        }

        @Actor
        public void other(LL_Result r) {
            r.r2 = manager.data().getOrPut(peer, KEY, "other");
        }
    }

    /** The second test where an entry is looked at first and marked then. */
    @JCStressTest
    @Outcome(
            id = {"true, 0, true", "false, 1, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One of the two had it.")
    @Outcome(id = "true, 1, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both had it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Neither had it.")
    @State
    public static class WeakenedRemoveAgainstClear {
        private final LongColumn left = LongColumn.of(1);

        private boolean leaves() {
            boolean first = left.getAcquire(0) == 0;
            left.setRelease(0, 1);
            return first;
        }

        @Actor
        public void remove(ZIZ_Result r) {
            r.r1 = leaves();
        }

        @Actor
        public void owner(ZIZ_Result r) {
            r.r2 = leaves() ? 1 : 0;
        }

        @Arbiter
        public void rest(ZIZ_Result r) {
            r.r3 = left.getAcquire(0) == 1;
        }
    }
}
