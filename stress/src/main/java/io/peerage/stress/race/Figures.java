/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import io.peerage.stress.oracle.Contract;
import java.util.List;
import java.util.Map;

/**
 * What one storm showed.
 *
 * @param contender who was under test
 * @param events calls in the measured part
 * @param seconds how long the measured part lasted
 * @param violations contracts broken, in the whole storm
 * @param broken how many of each contract, broken ones only
 * @param descriptions the first violations in words
 * @param bytesPerEvent what the producers allocated in the measured part
 * @param cpuNanosPerEvent processor time of the producers in the measured part, the storm's own work included
 * @param latency how long a call took
 * @param bytesPerPeer memory of a peer
 * @param bytesPerConnection memory of a connection
 * @param memoryMeasured whether the two are estimated from the heap rather than told by the manager
 * @param refused calls refused in the measured part, by reason, those that occurred
 * @param lifecycle notifications in the measured part
 * @param connectedPeers peers connected at rest, before everything was closed
 * @param connections connections open at rest
 * @param samples how it went over time
 * @param endurance whether it could go on for ever
 */
public record Figures(
        String contender,
        long events,
        double seconds,
        long violations,
        Map<Contract, Long> broken,
        List<String> descriptions,
        double bytesPerEvent,
        double cpuNanosPerEvent,
        Latencies latency,
        double bytesPerPeer,
        double bytesPerConnection,
        boolean memoryMeasured,
        Map<String, Long> refused,
        Lifecycle lifecycle,
        int connectedPeers,
        int connections,
        List<Watcher.Sample> samples,
        Endurance endurance) {
    /** Calls a second. */
    public double eventsPerSecond() {
        return events / seconds;
    }

    /** All calls refused in the measured part. */
    public long refusals() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Nanoseconds that calls took.
     *
     * @param p50 half of them at most
     * @param p99 99 % of them at most
     * @param p999 99.9 % of them at most
     * @param p9999 99.99 % of them at most
     * @param max all of them at most
     */
    public record Latencies(long p50, long p99, long p999, long p9999, long max) {}

    /**
     * Notifications.
     *
     * @param connected that a peer is connected
     * @param disconnected that a peer is no longer connected
     * @param flaps pairs that were left out
     */
    public record Lifecycle(long connected, long disconnected, long flaps) {}

    /**
     * What a long storm must not use up.
     *
     * @param distinctIds ids that were given up for good, in the whole storm, and those known at rest
     * @param givenUp peers that were given up, in the whole storm
     * @param ownerBytes what the owner's thread allocated in the measured part
     * @param collections collections of garbage in the measured part that nobody asked for
     * @param heap heap in use after a collection at the end of each quarter of the measured part; empty unless asked for
     */
    public record Endurance(
            long distinctIds, long givenUp, long ownerBytes, long collections, List<Long> heap) {}
}
