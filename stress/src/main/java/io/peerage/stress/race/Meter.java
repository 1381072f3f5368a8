/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import io.peerage.model.Result;
import io.peerage.stress.oracle.Books;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.Latency;
import io.peerage.stress.oracle.LifecycleAuditor;
import io.peerage.stress.oracle.Tally;
import io.peerage.stress.oracle.Violations;
import io.peerage.yardstick.ConnectionManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes the figures of the measured part. <b>Threading</b>: the thread that runs the storm. */
final class Meter {
    private final LifecycleAuditor lifecycle;
    private final Figures.Lifecycle before;
    private final Books books;
    private Figures.Lifecycle told = new Figures.Lifecycle(0, 0, 0);
    private Tally after = new Tally();

    /** Starts measuring. */
    Meter(Books books) {
        this.books = books;
        this.lifecycle = books.lifecycle();
        this.before = now();
    }

    /** Stops measuring, all producers being at rest. */
    void stop() {
        Figures.Lifecycle end = now();
        told =
                new Figures.Lifecycle(
                        end.connected() - before.connected(),
                        end.disconnected() - before.disconnected(),
                        end.flaps() - before.flaps());
        after = books.tally();
    }

    private Figures.Lifecycle now() {
        return new Figures.Lifecycle(
                lifecycle.connects(), lifecycle.disconnects(), lifecycle.flaps());
    }

    Figures figures(
            String contender,
            long nanos,
            List<Producer> producers,
            ConnectionManager subject,
            World world,
            Heap heap,
            Race.Rest rest,
            List<Watcher.Sample> samples,
            Soak soak,
            Violations violations) {
        long events = 0;
        long bytes = 0;
        long cpuNanos = 0;
        Latency latency = new Latency();
        Tally earlier = new Tally();
        for (Producer producer : producers) {
            events += producer.events();
            bytes += producer.bytes();
            cpuNanos += producer.cpuNanos();
            latency.add(producer.caller().latency());
            earlier.add(producer.before());
        }
        boolean tellsItsSize = subject.bytesPerPeer() > 0;
        return new Figures(
                contender,
                events,
                nanos / 1e9,
                violations.count(),
                broken(violations),
                violations.descriptions(),
                (double) bytes / Math.max(1, events),
                (double) cpuNanos / Math.max(1, events),
                new Figures.Latencies(
                        latency.percentile(50),
                        latency.percentile(99),
                        latency.percentile(99.9),
                        latency.percentile(99.99),
                        latency.max()),
                tellsItsSize
                        ? subject.bytesPerPeer()
                        : (double) heap.peerBytes() / world.peers().residents(),
                tellsItsSize
                        ? subject.bytesPerConnection()
                        : (double) heap.connectionBytes() / Math.max(1, rest.connections()),
                !tellsItsSize,
                refused(earlier),
                told,
                rest.peers(),
                rest.connections(),
                samples,
                soak.endurance(after.replaced() + rest.known(), after.givenUp()));
    }

    private Map<String, Long> refused(Tally earlier) {
        Map<String, Long> counts = new TreeMap<>();
        for (Result reason : Result.values()) {
            long count = after.refused(reason) - earlier.refused(reason);
            if (count > 0) {
                counts.put(reason.name(), count);
            }
        }
        return counts;
    }

    private static Map<Contract, Long> broken(Violations violations) {
        Map<Contract, Long> counts = new TreeMap<>();
        for (Contract contract : Contract.values()) {
            if (violations.count(contract) > 0) {
                counts.put(contract, violations.count(contract));
            }
        }
        return counts;
    }
}
