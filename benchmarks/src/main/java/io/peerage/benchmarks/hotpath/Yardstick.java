/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.config.Limits;
import io.peerage.config.PrefixLimits;
import io.peerage.model.Outcome;
import io.peerage.yardstick.IdiomaticPeerManager;
import io.peerage.yardstick.ManagerSettings;
import io.peerage.yardstick.PeerId;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The idiomatic manager in the state that {@link Ours} is in. Any thread. */
@State(Scope.Benchmark)
public class Yardstick {
    /** As many peers as ours has. */
    @Param({"1000", "100000", "1000000"})
    public int peers;

    /** The clock that ours reads. */
    @Param("system")
    public String clock = "system";

    /** How tickets expire: {@code executor}, {@code wheel} or {@code tick}, see {@link LeaseWays}. */
    @Param({LeaseWays.EXECUTOR, LeaseWays.TICK})
    public String leases = LeaseWays.EXECUTOR;

    IdiomaticPeerManager manager;
    byte[] ids;
    PeerId[] built;
    private Clocks clocks;

    /** Builds the manager and connects half of the peers. */
    @Setup
    public void build() {
        Population population = new Population(peers);
        clocks = new Clocks(clock);
        ids = population.ids;
        int most = Math.min(peers, Limits.MOST_CONNECTIONS);
        manager =
                new IdiomaticPeerManager(
                        new ManagerSettings(
                                peers,
                                new Limits(most, most, 0, most, 0, 8, 0),
                                PrefixLimits.DEFAULT,
                                Duration.ofSeconds(15),
                                clocks.clock()),
                        new Deaf(),
                        LeaseWays.of(leases));
        for (int peer : population.registrationOrder()) {
            manager.register(ids, Population.offset(peer), Population.ID_BYTES);
            if (Population.isConnected(peer)) {
                long ticket = manager.admitInbound(0, Population.address(peer));
                int outcome =
                        manager.establishInbound(
                                ticket, ids, Population.offset(peer), Population.ID_BYTES);
                if (!Outcome.isFirst(outcome)) {
                    throw new IllegalStateException("peer " + peer + " was not connected");
                }
            }
        }
        built = new PeerId[peers];
        for (int peer = 0; peer < peers; peer++) {
            built[peer] = new PeerId(ids, Population.offset(peer), Population.ID_BYTES);
        }
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
        manager.close();
    }
}
