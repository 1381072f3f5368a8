/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.PeerManager;
import io.peerage.config.Limits;
import io.peerage.stress.sim.SimSeries.Column;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.time.Duration;

/**
 * Each ten minutes: who is linked to whom, messages through the mesh, and whether the managers' counts are right.
 *
 * <p>Nodes that came less than ten minutes ago take part, and are not measured. <b>Threading</b>: one thread.
 */
final class Rounds {
    private static final long EACH = Duration.ofMinutes(10).toNanos();
    private static final long SETTLES = Duration.ofMinutes(10).toNanos();
    private static final double HOUR = Duration.ofHours(1).toNanos();
    private static final int ENOUGH = 4;
    private static final int FEW_LINKS = 8;
    private static final int VERIFIED = 25;
    private static final int EITHER = -1;

    private final Network network;
    private final Hosts hosts;
    private final Graph graph;
    private final GossipMesh mesh;
    private final boolean[] members;
    private final SimSeries series = new SimSeries();
    private final LongArrayList toTarget = new LongArrayList();
    private final LongArrayList toLinks = new LongArrayList();
    private long sessions;
    private long sessionsInTime;

    Rounds(Network network, long seed) {
        this.network = network;
        this.hosts = network.hosts();
        this.graph = new Graph(hosts.size());
        this.mesh = new GossipMesh(network, graph, seed);
        this.members = new boolean[hosts.honest()];
    }

    void start() {
        network.later(EACH, EventWord.of(EventKind.ROUND, 0, 0));
    }

    /** A node has reached its target, so long after it came. */
    void reached(long nanos) {
        toTarget.add(nanos);
    }

    /** A node has as many links as the fewest that make it safe, so long after it came. */
    void linked(long nanos) {
        toLinks.add(nanos);
    }

    /** A session is over, of this length; it reached its target so long after its start, or never if negative. */
    void session(long nanos, long reachedAfter) {
        if (nanos >= SETTLES) {
            sessions++;
            sessionsInTime += reachedAfter >= 0 && reachedAfter <= SETTLES ? 1 : 0;
        }
    }

    void round() {
        int settled = look();
        series.add(Column.HOURS, network.now() / HOUR);
        series.add(Column.ONLINE, network.online());
        degrees(settled);
        int parts = graph.components(members);
        series.add(Column.PARTITIONS, parts);
        series.add(Column.LARGEST_PART, settled == 0 ? 1 : (double) graph.largest() / settled);
        coverage(settled);
        messages();
        attackers();
        for (int host = 0; host < hosts.honest(); host++) {
            check(network.honest(host));
        }
        start();
    }

    private int look() {
        Links links = network.links();
        graph.clear();
        for (int link = 0; link < links.size(); link++) {
            if (links.isOpen(link)) {
                graph.add(links.host(link, Links.DIALER), links.host(link, Links.DIALED), link);
            }
        }
        graph.done();
        int settled = 0;
        for (int host = 0; host < members.length; host++) {
            members[host] = network.honest(host).isOnlineFor(SETTLES);
            settled += members[host] ? 1 : 0;
        }
        return settled;
    }

    private void degrees(int settled) {
        long sum = 0;
        int few = 0;
        double held = 0;
        int least = settled == 0 ? 0 : Integer.MAX_VALUE;
        for (int host = 0; host < members.length; host++) {
            if (members[host]) {
                int degree = honestLinks(host);
                sum += degree;
                least = Math.min(least, degree);
                few += degree < FEW_LINKS ? 1 : 0;
                held += network.honest(host).targetHeld();
            }
        }
        series.add(Column.MEAN_DEGREE, settled == 0 ? 0 : (double) sum / settled);
        series.add(Column.MIN_DEGREE, least);
        series.add(Column.FEW_LINKS, settled == 0 ? 0 : (double) few / settled);
        series.add(Column.TARGET_HELD, settled == 0 ? 1 : held / settled);
    }

    private int honestLinks(int host) {
        int links = 0;
        for (int position = graph.from(host); position < graph.to(host); position++) {
            links += hosts.isHonest(graph.neighbor(position)) ? 1 : 0;
        }
        return links;
    }

    private void coverage(int settled) {
        int[] population = new int[Hosts.SHARDS];
        for (int host = 0; host < members.length; host++) {
            for (int shard = 0; shard < Hosts.SHARDS; shard++) {
                population[shard] += members[host] && isIn(host, shard) ? 1 : 0;
            }
        }
        long covered = 0;
        long all = 0;
        for (int host = 0; host < members.length; host++) {
            for (int shard = 0; members[host] && shard < Hosts.SHARDS; shard++) {
                if (isIn(host, shard)) {
                    all++;
                    int enough = Math.min(ENOUGH, population[shard] - 1);
                    covered += neighborsIn(host, shard) >= enough ? 1 : 0;
                }
            }
        }
        series.add(Column.SHARD_COVERAGE, settled == 0 ? 0 : (double) covered / all);
    }

    private int neighborsIn(int host, int shard) {
        int found = 0;
        for (int position = graph.from(host); position < graph.to(host); position++) {
            int neighbor = graph.neighbor(position);
            found += hosts.isHonest(neighbor) && isIn(neighbor, shard) ? 1 : 0;
        }
        return found;
    }

    private boolean isIn(int host, int shard) {
        return (hosts.shards(host) >> shard & 1) != 0;
    }

    private void messages() {
        double sum = 0;
        int sent = 0;
        for (int shard = 0; shard < Hosts.SHARDS; shard++) {
            double share = mesh.send(shard, members);
            if (share >= 0) {
                sum += share;
                sent++;
            }
        }
        series.add(Column.DELIVERED, sent == 0 ? 0 : sum / sent);
    }

    private void attackers() {
        long all = 0;
        long bad = 0;
        for (int host = 0; host < hosts.honest(); host++) {
            for (int position = graph.from(host); position < graph.to(host); position++) {
                all++;
                bad += hosts.isAttacker(graph.neighbor(position)) ? 1 : 0;
            }
        }
        series.add(Column.ATTACKER_SHARE, all == 0 ? 0 : (double) bad / all);
        series.add(Column.VICTIM_INBOUND, victimShare(Links.DIALED));
        series.add(Column.VICTIM_OUTBOUND, victimShare(Links.DIALER));
        series.add(Column.VICTIM_SLOTS, victimShare(EITHER));
        series.add(Column.VICTIM_HONEST, honestLinks(Hosts.VICTIM));
    }

    // Of the victim's links of which it is this end.
    private double victimShare(int end) {
        int all = 0;
        int bad = 0;
        for (int at = graph.from(Hosts.VICTIM); at < graph.to(Hosts.VICTIM); at++) {
            if (end == EITHER || network.links().host(graph.link(at), end) == Hosts.VICTIM) {
                all++;
                bad += hosts.isAttacker(graph.neighbor(at)) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) bad / all;
    }

    private void check(SimNode node) {
        PeerManager manager = node.manager();
        Limits limits = node.profile().limits();
        if (manager.inbound() != node.inbound() || manager.outbound() != node.outbound()) {
            network.complain(
                    "node "
                            + node.host()
                            + " has "
                            + node.inbound()
                            + " inbound and "
                            + node.outbound()
                            + " outbound connections, and its manager says "
                            + manager.inbound()
                            + " and "
                            + manager.outbound());
        }
        if (node.inbound() > limits.inbound()
                || node.outbound() > limits.outbound()
                || node.inbound() + node.outbound() > limits.connections()) {
            network.complain(
                    "node "
                            + node.host()
                            + " has "
                            + node.inbound()
                            + " inbound and "
                            + node.outbound()
                            + " outbound connections, allowed are "
                            + limits.inbound()
                            + " and "
                            + limits.outbound()
                            + " and in all "
                            + limits.connections());
        }
    }

    /** The simulation is over: a sample of the managers recounts everything. */
    void finish() {
        int step = Math.max(1, hosts.honest() / VERIFIED);
        for (int host = 0; host < hosts.honest(); host++) {
            SimNode node = network.honest(host);
            if (node.isOnline()) {
                node.endSession();
            }
            if (host % step == 0) {
                for (String complaint : node.manager().verify()) {
                    network.complain("node " + host + ": " + complaint);
                }
            }
        }
    }

    SimSeries series() {
        return series;
    }

    /** How long sessions took to reach their target, in no order. */
    LongArrayList toTarget() {
        return toTarget;
    }

    /** How long sessions took to have enough links, in no order. */
    LongArrayList toLinks() {
        return toLinks;
    }

    /** Of how many sessions it was seen whether they reached their target in time. */
    long sessions() {
        return sessions;
    }

    long sessionsInTime() {
        return sessionsInTime;
    }
}
