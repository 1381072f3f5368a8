/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network of nodes, each with a manager, on one thread and a virtual clock: the same plan gives the same run, bit by bit.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(log events) an event.
 */
public final class Network {
    private static final long TICKS_WHILE_MISSING = Duration.ofSeconds(2).toNanos();
    private static final long TICKS_ELSE = Duration.ofSeconds(10).toNanos();
    private static final long TICKS_SOON = Duration.ofMillis(50).toNanos();
    private static final long CRASH_NOTICED = Duration.ofSeconds(30).toNanos();
    private static final int FEWEST_PEERS = 512;
    private static final int MOST_PEERS = 4_096;
    private static final int NODES_A_SEED = 250;
    private static final int FIRST_SESSION = 1;
    private static final int MOST_COMPLAINTS = 12;

    private final SimPlan plan;
    private final EventQueue queue = new EventQueue();
    private final Links links = new Links();
    private final Tallies tallies = new Tallies();
    private final List<String> complaints = new ArrayList<>();
    private final Hosts hosts;
    private final Churn churn;
    private final Transport transport;
    private final Strangers strangers;
    private final PeerExchange exchange;
    private final Rounds rounds;
    private final SimNode[] nodes;
    private long now;
    private long events;
    private long ticks;
    private long violations;
    private int onlineReachable;
    private int online;

    /** A network in which nothing has happened. */
    public Network(SimPlan plan) {
        this.plan = plan;
        long seed = plan.seed();
        SimScenario scenario = plan.scenario();
        this.hosts =
                new Hosts(
                        plan.nodes(),
                        2 + plan.nodes() / NODES_A_SEED,
                        scenario.attackers(plan.nodes()),
                        scenario.networks(),
                        seed);
        this.churn = new Churn(seed);
        this.transport = new Transport(this, seed);
        this.strangers = new Strangers(this, scenario, seed);
        this.exchange = new PeerExchange(this, seed);
        this.rounds = new Rounds(this, seed);
        this.nodes = new SimNode[plan.nodes()];
        int peers = Math.max(FEWEST_PEERS, Math.min(MOST_PEERS, 2 * hosts.size()));
        NodeProfile profile = plan.profile();
        for (int host = 0; host < nodes.length; host++) {
            nodes[host] = new SimNode(this, host, profile, peers, seed);
        }
    }

    /** Lets everything happen; what came of it. */
    public SimResult run(SimWatcher watcher) {
        for (int host = 0; host < nodes.length; host++) {
            long first = churn.first();
            queue.add(host == Hosts.VICTIM ? 0 : first, EventWord.of(EventKind.COME, host, 0));
        }
        strangers.start();
        rounds.start();
        long end = plan.duration().toNanos();
        while (!queue.isEmpty() && queue.time() <= end) {
            now = queue.time();
            happen(queue.poll());
            events++;
            if ((events & 0xffff) == 0) {
                watcher.look(now, end, online, links.openLinks(), events);
            }
        }
        now = end;
        rounds.finish();
        return SimResult.of(this);
    }

    private void happen(long event) {
        int subject = EventWord.subject(event);
        int detail = EventWord.detail(event);
        switch (EventWord.kind(event)) {
            case TICK -> tick(nodes[subject]);
            case COME -> come(nodes[subject]);
            case LEAVE -> leave(nodes[subject], detail);
            case ACT -> strangers.act(subject);
            case ROUND -> rounds.round();
            default -> {
                if (links.generation(subject) == detail) {
                    happenAtLink(EventWord.kind(event), subject);
                }
            }
        }
    }

    private void happenAtLink(EventKind kind, int link) {
        switch (kind) {
            case ARRIVE -> transport.arrive(link);
            case SHAKEN -> transport.shaken(link);
            case TIME_OUT -> transport.timedOut(link);
            case REFUSE -> transport.refused(link);
            case HUNG_UP_ON_DIALER -> transport.hungUpOn(link, Links.DIALER);
            case HUNG_UP_ON_DIALED -> transport.hungUpOn(link, Links.DIALED);
            case BREAK -> transport.broken(link);
            case LET_GO -> transport.letGo(link);
            case ANSWER_TO_DIALER -> exchange.answer(link, Links.DIALER);
            case ANSWER_TO_DIALED -> exchange.answer(link, Links.DIALED);
            default -> throw new IllegalStateException(kind + " does not happen at a link");
        }
    }

    private void tick(SimNode node) {
        if (node.isOnline() && node.nextTick() == now) {
            node.nextTick(Long.MAX_VALUE);
            node.tick();
            ticks++;
            tickAt(node, now + (node.isMissing() ? TICKS_WHILE_MISSING : TICKS_ELSE));
        }
    }

    /** The node ticks at a time, unless it ticks before that. */
    void tickAt(SimNode node, long time) {
        if (node.isOnline() && time < node.nextTick()) {
            node.nextTick(time);
            queue.add(time, EventWord.of(EventKind.TICK, node.host(), 0));
        }
    }

    void tickSoon(SimNode node) {
        tickAt(node, now + TICKS_SOON);
    }

    private void come(SimNode node) {
        online++;
        onlineReachable += hosts.isReachable(node.host()) ? 1 : 0;
        node.come();
        if (node.host() != Hosts.VICTIM) {
            leaveLater(node, churn.session());
        }
    }

    private void leaveLater(SimNode node, long nanos) {
        later(nanos, EventWord.of(EventKind.LEAVE, node.host(), node.session()));
    }

    /** The victim, which never leaves by itself, goes offline after a while, and comes back at once. */
    void restartVictim(long nanos) {
        later(nanos, EventWord.of(EventKind.LEAVE, Hosts.VICTIM, FIRST_SESSION));
    }

    private void leave(SimNode node, int session) {
        if (!node.isOnline() || node.session() != session) {
            return;
        }
        online--;
        onlineReachable -= hosts.isReachable(node.host()) ? 1 : 0;
        // Every other node leaves without a word.
        node.leave(session % 2 == 0 ? 0 : CRASH_NOTICED);
        long away = node.host() == Hosts.VICTIM ? CRASH_NOTICED : churn.away();
        later(away, EventWord.of(EventKind.COME, node.host(), 0));
    }

    void later(long nanos, long event) {
        queue.add(now + nanos, event);
    }

    /** The manager's own error handler: nothing here throws, unless it is broken. */
    void thrown(Throwable error) {
        complain("user code threw " + error);
    }

    /** Something that must never be. */
    void complain(String what) {
        violations++;
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(what);
        }
    }

    SimPlan plan() {
        return plan;
    }

    long now() {
        return now;
    }

    Hosts hosts() {
        return hosts;
    }

    Links links() {
        return links;
    }

    Transport transport() {
        return transport;
    }

    Strangers strangers() {
        return strangers;
    }

    PeerExchange exchange() {
        return exchange;
    }

    Rounds rounds() {
        return rounds;
    }

    Tallies tallies() {
        return tallies;
    }

    long events() {
        return events;
    }

    long ticks() {
        return ticks;
    }

    long violations() {
        return violations;
    }

    List<String> complaints() {
        return complaints;
    }

    /** The honest node; null for another host. */
    @Nullable SimNode node(int host) {
        return host < nodes.length ? nodes[host] : null;
    }

    /** The honest node, which there is. */
    SimNode honest(int host) {
        return nodes[host];
    }

    boolean isOnline(int host) {
        return host >= nodes.length || nodes[host].isOnline();
    }

    int online() {
        return online;
    }

    /** How many honest nodes other than this one are online and can be dialed. */
    int reachableOthers(int host) {
        boolean own = nodes[host].isOnline() && hosts.isReachable(host);
        return onlineReachable - (own ? 1 : 0);
    }
}
