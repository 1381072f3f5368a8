/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.stress.population.AddressPool;
import io.peerage.stress.population.PeerPool;
import io.peerage.yardstick.ConnectionManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that the auditor knows about one storm: who its peers are, what they hold, what has gone wrong.
 *
 * <p><b>Threading</b>: made by one thread; {@link Caller}s are used by one producer each, the rest at rest.
 */
public final class Books {
    private final PeerPool peers;
    private final AddressPool addresses;
    private final Violations violations;
    private final Ledger ledger;
    private final LifecycleAuditor lifecycle;
    private final List<Caller> callers = new ArrayList<>();

    /** Empty books. */
    public Books(
            PeerPool peers,
            AddressPool addresses,
            int producers,
            StormLimits limits,
            Violations violations) {
        this.peers = peers;
        this.addresses = addresses;
        this.violations = violations;
        this.ledger = new Ledger(addresses, peers.size(), producers, limits, violations);
        this.lifecycle = new LifecycleAuditor(limits.connections(), violations);
    }

    /** The listener that the manager under test must be given. */
    public LifecycleAuditor lifecycle() {
        return lifecycle;
    }

    /** What has gone wrong so far. */
    public Violations violations() {
        return violations;
    }

    /** The callers, one a producer, through which a storm must make all its calls. */
    public List<Caller> callers(ConnectionManager subject, int producers, StormLimits limits) {
        for (int producer = 0; producer < producers; producer++) {
            callers.add(
                    new Caller(subject, peers, addresses, ledger, producer, limits, violations));
        }
        return List.copyOf(callers);
    }

    /** All producers' tallies together, at rest. */
    public Tally tally() {
        Tally sum = new Tally();
        for (Caller caller : callers) {
            sum.add(caller.tally());
        }
        return sum;
    }

    /** Compares the node's totals with their limits now; the owner does so beside the producers. */
    public void checkTotals() {
        ledger.checkTotals();
    }

    /** The audit at rest. */
    public Auditor auditor(ConnectionManager subject) {
        return new Auditor(subject, peers, ledger, lifecycle, violations);
    }
}
