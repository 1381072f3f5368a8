/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.lincheck.Lincheck;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Opening and closing connections of one peer is counting, up to its limit, with one first and one last. */
@Param(name = "thread", gen = ThreadIdGen.class)
@Param(name = "peer", gen = IntGen.class, conf = "0:1")
@Tag("lincheck")
public class PeerManagerLincheckTest {
    private static final int THREADS = 2;
    private static final int EACH = 16;
    private static final int PER_PEER = 2;

    // Places for all, since admission and establishing are two steps: only the peer's limit bites.
    private final PeerManager manager =
            PeerManager.builder()
                    .rateLimit(RateLimit.NONE)
                    .maxPeers(2)
                    .maxConnections(64)
                    .maxInbound(64)
                    .maxPendingInbound(64)
                    .maxPerPeer(PER_PEER)
                    .maxTrusted(0)
                    .prefixLimits(PrefixLimits.NONE)
                    .clock(() -> 1)
                    .hashKey(1, 2)
                    .build();
    private final long[] peers = {
        manager.register(new byte[] {1}), manager.register(new byte[] {2})
    };
    private final long[][] open = new long[THREADS + 2][EACH];
    private final int[] opened = new int[THREADS + 2];
    private final int[] closed = new int[THREADS + 2];

    @Test
    void everyInterleavingIsCounting() {
        Lincheck.modelChecking(Counts.class).check(PeerManagerLincheckTest.class);
    }

    @Test
    void realThreadsSeeCounting() {
        Lincheck.stress(Counts.class).check(PeerManagerLincheckTest.class);
    }

    private static String told(int outcome) {
        return Outcome.result(outcome) + " " + Outcome.connections(outcome);
    }

    /** A connection of this thread. */
    @Operation
    public String open(@Param(name = "thread") int thread, @Param(name = "peer") int peer) {
        long ticket = manager.admitInbound(0, 0);
        int outcome = manager.establishInbound(ticket, peers[peer]);
        if (outcome > 0) {
            open[thread][opened[thread]++] = ticket;
        }
        return told(outcome);
    }

    /** Closes the connection that this thread has had longest. */
    @Operation
    public String close(@Param(name = "thread") int thread) {
        return closed[thread] < opened[thread]
                ? told(manager.close(open[thread][closed[thread]++]))
                : "none";
    }

    /** Whether a peer has a connection. */
    @Operation
    public boolean isConnected(@Param(name = "peer") int peer) {
        return manager.isConnected(peers[peer]);
    }

    /** How many. */
    @Operation
    public int inboundOf(@Param(name = "peer") int peer) {
        return manager.inboundOf(peers[peer]);
    }

    /** The owner's round, of which nobody notices anything. */
    @Operation(nonParallelGroup = "owner")
    public void tick() {
        manager.tick();
    }

    /** Everything adds up. */
    @Validate
    public void validate() {
        if (!manager.verify().isEmpty()) {
            throw new IllegalStateException(manager.verify().toString());
        }
    }

    /** What it is to be. */
    public static class Counts {
        private final int[] connections = new int[2];
        private final int[][] open = new int[THREADS + 2][EACH];
        private final int[] opened = new int[THREADS + 2];
        private final int[] closed = new int[THREADS + 2];

        public String open(int thread, int peer) {
            if (connections[peer] == PER_PEER) {
                return Result.PEER_LIMIT + " 0";
            }
            open[thread][opened[thread]++] = peer;
            Result event =
                    connections[peer]++ == 0 ? Result.FIRST_CONNECTION : Result.ANOTHER_CONNECTION;
            return event + " " + connections[peer];
        }

        public String close(int thread) {
            if (closed[thread] == opened[thread]) {
                return "none";
            }
            int peer = open[thread][closed[thread]++];
            Result event =
                    --connections[peer] == 0 ? Result.LAST_CONNECTION : Result.STILL_CONNECTED;
            return event + " " + connections[peer];
        }

        public boolean isConnected(int peer) {
            return connections[peer] > 0;
        }

        public int inboundOf(int peer) {
            return connections[peer];
        }

        public void tick() {}
    }
}
