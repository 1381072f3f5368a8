/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.Limits;
import io.peerage.model.Outcome;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A Peerage manager that knows the whole population and has half of it connected. Any thread. */
@State(Scope.Benchmark)
public class Ours {
    /** 1,000: all in the second-level cache; 100,000: in the last level; 1,000,000: in neither. */
    @Param({"1000", "100000", "1000000"})
    public int peers;

    /** Which clock is read: {@code system}, or {@code cached}, which the owner sets at each tick. */
    @Param("system")
    public String clock = "system";

    /**
     * What stands at the gate beside the limits: {@code bare} for nothing, {@code bans} for 500 banned peers and as many
     * prefixes, {@code lists} for 10,000 blocks, {@code rates} for a rate limit that refuses nobody as
     * long as there are 100,000 peers or more, {@code facts} for nothing,
     * but facts are noted.
     */
    @Param("bare")
    public String gate = "bare";

    PeerManager manager;
    byte[] ids;
    long[] handles;
    private Clocks clocks;

    /** Builds the manager and connects half of the peers. */
    @Setup
    public void build() {
        Population population = new Population(peers);
        clocks = new Clocks(clock);
        ids = population.ids;
        handles = new long[peers];
        int most = Math.min(peers, Limits.MOST_CONNECTIONS);
        PeerManagerBuilder builder = Gate.of(gate).configure(PeerManager.builder());
        manager =
                builder.maxPeers(peers + Gate.PLACES)
                        .maxConnections(most)
                        .maxInbound(most)
                        .maxPendingInbound(most)
                        .maxPerPeer(8)
                        .clock(clocks.clock())
                        .build();
        for (int peer : population.registrationOrder()) {
            handles[peer] = manager.register(ids, Population.offset(peer), Population.ID_BYTES);
            if (Population.isConnected(peer)) {
                long ticket = manager.admitInbound(0, Population.address(peer));
                int outcome = manager.establishInbound(ticket, handles[peer]);
                if (!Outcome.isFirst(outcome)) {
                    throw new IllegalStateException("peer " + peer + " was not connected");
                }
            }
        }
        Gate.of(gate).close(manager);
        tick();
    }

    void tick() {
        clocks.tick();
        manager.tick();
    }

    /** A figure counts only if nothing was refused and the manager's books are right. */
    @TearDown(Level.Trial)
    public void check() {
        Refusals.check(manager::refused);
        tick();
        List<String> wrong = manager.verify();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
    }
}
