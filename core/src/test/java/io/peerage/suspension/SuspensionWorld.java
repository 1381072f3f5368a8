/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.PeerManager;
import io.peerage.config.Cidr;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.FactsConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.event.CommandSink;
import io.peerage.model.CandidateKind;
import io.peerage.model.CloseReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A manager so small that everything collides: three peers in one bucket, three connections each way, two a prefix.
 *
 * <p>Loaded by {@link SteppedLoader}. Two threads use it, one at a time, so its own bookkeeping needs no care.
 */
public final class SuspensionWorld implements SuspensionScenario, CommandSink {
    static final int PEERS = 3;
    static final int INBOUND = 3;
    static final int OUTBOUND = 3;
    static final int PER_PEER = 2;
    static final int PREFIX = 2;
    static final long TRUSTED_IP = ip(99, 1);

    private static final long LEASE = Duration.ofSeconds(1).toNanos();
    private static final int ID_LENGTH = 34;
    private static final int LAST_ID = 9;

    final PeerManager manager;
    final AlternationListener listener = new AlternationListener();
    final List<String> wrong = new ArrayList<>();

    /** What the prepared operation works on. */
    long peer;

    long ticket;
    long other;

    private final Map<Long, Holding> held = new LinkedHashMap<>();
    private final List<Long> toClose = new ArrayList<>();
    private final VictimOperation operation;
    private final boolean recycling;
    private long now = Long.MAX_VALUE - LEASE;
    private int firsts;
    private int lasts;
    private long[] fresh = {};
    private final Map<Long, Long> dials = new LinkedHashMap<>();

    /** A world to ask for others. */
    public SuspensionWorld() {
        this(VictimOperation.LOOKUP_KNOWN, false);
    }

    private SuspensionWorld(VictimOperation operation, boolean recycling) {
        this.operation = operation;
        this.recycling = recycling;
        byte[] self = new byte[ID_LENGTH];
        // The largest id: every contest goes to the inbound connection.
        Arrays.fill(self, (byte) 0xff);
        this.manager =
                PeerManager.builder()
                        .rateLimit(RateLimit.NONE)
                        .maxPeers(PEERS)
                        .maxConnections(INBOUND + OUTBOUND)
                        .maxInbound(INBOUND)
                        .maxOutbound(OUTBOUND)
                        .maxPerPeer(PER_PEER)
                        .maxTrusted(1)
                        .trustedNetworks(List.of(new Cidr(0, TRUSTED_IP, 128)))
                        .prefixLimits(
                                new PrefixLimits(
                                        List.of(
                                                new PrefixLimit(32, PREFIX),
                                                new PrefixLimit(24, INBOUND + OUTBOUND)),
                                        List.of(),
                                        List.of(),
                                        0))
                        .inboundLease(Duration.ofNanos(LEASE))
                        .outboundLease(Duration.ofNanos(LEASE))
                        .clock(() -> now)
                        .scores(ScoreConfig.DEFAULT)
                        .tags(new TagConfig(List.of(TagKind.plain("worth")), List.of("mesh")))
                        .facts(FactsConfig.of("/ping"))
                        .dialing(
                                DialConfig.DEFAULT
                                        .withOutboundTarget(OUTBOUND)
                                        .withTimes(
                                                DialTimes.DEFAULT
                                                        .withFirstRun(Duration.ZERO)
                                                        .withFeelers(Duration.ZERO)))
                        .localId(self)
                        .hashKey(1, 2)
                        .listener(listener)
                        .commandSink(this)
                        .errorHandler(error -> wrong.add("user code failed: " + error))
                        .build();
        operation.prepare(this);
    }

    static byte[] id(int number) {
        byte[] id = new byte[ID_LENGTH];
        Arrays.fill(id, (byte) number);
        return id;
    }

    static long ip(int network, int host) {
        return 0xffffL << 32 | 10L << 24 | (long) network << 8 | host;
    }

    @Override
    public List<String> operations() {
        return Arrays.stream(VictimOperation.values()).map(Enum::name).toList();
    }

    @Override
    public SuspensionScenario prepared(String name, boolean recycles) {
        return new SuspensionWorld(VictimOperation.valueOf(name), recycles);
    }

    @Override
    public void operate() {
        operation.run(this);
    }

    @Override
    public void operate(String other) {
        VictimOperation.valueOf(other).run(this);
    }

    // The audited calls

    long register(int id) {
        return manager.register(id(id));
    }

    long admitInbound(long ip) {
        long admitted = manager.admitInbound(0, ip);
        if (admitted > 0) {
            hold(admitted, new Holding(true, ip));
        }
        return admitted;
    }

    long admitOutbound(long to, long ip) {
        long admitted = manager.admitOutbound(to, 0, ip);
        if (admitted > 0) {
            hold(admitted, new Holding(false, ip));
        }
        return admitted;
    }

    int establishInbound(long admitted, long from) {
        Holding holding = held.remove(admitted);
        return established(admitted, holding, manager.establishInbound(admitted, from), from);
    }

    int establishInboundById(long admitted, int id) {
        Holding holding = held.remove(admitted);
        int outcome = manager.establishInbound(admitted, id(id));
        return established(admitted, holding, outcome, manager.lookup(id(id)));
    }

    int establishOutbound(long admitted) {
        Holding holding = held.remove(admitted);
        long to = manager.peerOf(admitted);
        return established(admitted, holding, manager.establishOutbound(admitted), to);
    }

    private int established(long admitted, Holding holding, int outcome, long with) {
        count(outcome);
        if (!Outcome.isRefused(outcome) && !Outcome.isClosedMeanwhile(outcome) && holding != null) {
            hold(admitted, holding);
        }
        int connections = manager.inboundOf(with) + manager.outboundOf(with);
        if (with > 0 && connections > PER_PEER && !operation.trusts()) {
            wrong.add("a peer has " + connections + " connections");
        }
        return outcome;
    }

    int abandon(long admitted) {
        held.remove(admitted);
        return manager.abandon(admitted);
    }

    int fail(long admitted, DialOutcome outcome) {
        held.remove(admitted);
        return manager.dialing().failed(admitted, outcome);
    }

    void offer(long to, int network) {
        manager.dialing().offer(to, 0, ip(network, 1), CandidateKind.NEW);
    }

    int close(long connection) {
        held.remove(connection);
        int outcome = manager.close(connection);
        count(outcome);
        return outcome;
    }

    void closeBatch(long... connections) {
        int[] outcomes = new int[connections.length];
        for (long connection : connections) {
            held.remove(connection);
        }
        manager.batches().close(connections, connections.length, outcomes);
        for (int outcome : outcomes) {
            count(outcome);
        }
    }

    private void count(int outcome) {
        firsts += Outcome.isFirst(outcome) ? 1 : 0;
        lasts += Outcome.isLast(outcome) ? 1 : 0;
    }

    private void hold(long admitted, Holding holding) {
        if (toClose.indexOf(admitted) < 0) {
            toClose.add(admitted);
        }
        held.put(admitted, holding);
        StepHook.unseen(this::audit);
    }

    private void audit() {
        // Others may have closed it before this thread came to note it; and a dial whose place an
        // inbound connection took over has ended without anybody's call.
        held.entrySet()
                .removeIf(
                        e ->
                                e.getValue().inbound
                                        ? !manager.isInbound(e.getKey())
                                        : manager.peerOf(e.getKey()) < 0);
        int past = operation.trusts() ? 1 : 0;
        long inbound = held.values().stream().filter(Holding::inbound).count();
        if (inbound > INBOUND + past || held.size() - inbound > OUTBOUND + past) {
            wrong.add(
                    "limits exceeded: "
                            + inbound
                            + " inbound, "
                            + (held.size() - inbound)
                            + " outbound");
        }
        for (Holding one : held.values()) {
            long prefix = held.values().stream().filter(other -> other.ip == one.ip).count();
            if (prefix > PREFIX + past && one.ip != 0) {
                wrong.add("limits exceeded: " + prefix + " from one address");
            }
        }
    }

    void tick() {
        manager.tick();
        List<Long> commanded = new ArrayList<>(toClose);
        for (long connection : commanded) {
            if (connection < 0) {
                toClose.remove(connection);
                close(-connection);
            }
        }
    }

    void expireTickets() {
        held.clear();
        now += LEASE;
        tick();
        tick();
    }

    /** Kept as its negative until the tick is over. */
    @Override
    public void close(long connection, CloseReason reason) {
        toClose.add(-connection);
    }

    /** Given up at once: the node's own dials are not what is suspended here. */
    @Override
    public void dial(long to, long dialed, long ipHi, long ipLo, DialReason reason) {
        manager.abandon(dialed);
    }

    // Others' work

    @Override
    public void work() {
        operation.run(this);
        everyCall(1);
        operation.run(this);
        tick();
        everyCall(20);
        expireTickets();
        everyCall(40);
        closeAll();
        tick();
        if (recycling) {
            operation.run(this);
            closeAll();
            releaseAll();
            tick();
            shareOfLimits();
            fresh = registerFresh();
        } else {
            tick();
            dialAll();
        }
    }

    private void everyCall(int network) {
        long[] known = new long[4];
        for (int i = 0; i < known.length; i++) {
            known[i] = register(i);
            checkId(known[i], i);
            manager.lookup(id(i));
            manager.groups().set(known[i], i, true);
            manager.groups().contains(known[i], i);
        }
        long last = 0;
        for (int i = 0; i < known.length; i++) {
            long dial = admitOutbound(known[i], ip(network + i, 1));
            establishInbound(admitInbound(ip(1, 1)), known[i]);
            establishInboundById(admitInbound(ip(network + i, 2)), i);
            establishOutbound(dial);
            last = establishInbound(admitInbound(ip(network, 3)), known[i]) > 0 ? dial : last;
            walk();
            manager.explain().inbound(0, ip(1, 1));
            manager.explain().outbound(known[i], 0, ip(1, 1));
        }
        tick();
        abandon(admitInbound(ip(1, 1)));
        abandon(admitOutbound(known[1], ip(1, 1)));
        for (long each : known) {
            offer(each, network);
            fail(admitOutbound(each, ip(3, 3)), DialOutcome.REFUSED);
            manager.dialing().canDial(each);
            manager.bans().isBanned(each);
            manager.reputation().tag(each, 0, 1);
            manager.reputation().add(each, 1_000);
            manager.dialing().forgive(each);
        }
        for (int i = 0; i < toClose.size(); i += 2) {
            close(toClose.get(i));
        }
        close(last);
        admitInbound(ip(2, 2));
        admitOutbound(known[2], ip(2, 2));
    }

    /** Walks all connected peers, each at most once. */
    int walk() {
        int walked = 0;
        long at = manager.connected().first(ConnectedFilter.ALL);
        while (at != 0) {
            walked++;
            at = manager.connected().next(at, ConnectedFilter.ALL);
        }
        if (walked > PEERS) {
            wrong.add("a walk over " + PEERS + " peers found " + walked);
        }
        return walked;
    }

    void checkId(long handle, int number) {
        byte[] copied = new byte[ID_LENGTH];
        if (handle > 0
                && manager.copyId(handle, copied, 0) > 0
                && !Arrays.equals(copied, id(number))) {
            wrong.add("the handle of id " + number + " names " + Arrays.toString(copied));
        }
    }

    private void closeAll() {
        for (int i = 0; i < toClose.size(); i++) {
            close(Math.abs(toClose.get(i)));
        }
        toClose.clear();
    }

    private void releaseAll() {
        for (int i = 0; i <= LAST_ID; i++) {
            long known = manager.lookup(id(i));
            if (known > 0) {
                manager.bans().lift(known);
                manager.reputation().protect(known, 0, false);
                manager.release(known);
            }
        }
    }

    /** A suspended thread may keep one place of each limit from others, no more; one that closes a batch, as many as it closes. */
    private void shareOfLimits() {
        int admitted = 0;
        while (admitInbound(ip(60 + admitted, 1)) > 0) {
            admitted++;
        }
        atLeast("inbound places", INBOUND - operation.placesKept(), admitted);
        closeAll();
        tick();
    }

    private long[] registerFresh() {
        long[] handles = new long[PEERS];
        int registered = 0;
        for (int i = 0; i < PEERS; i++) {
            handles[i] = register(LAST_ID - i);
            registered += handles[i] > 0 ? 1 : 0;
        }
        atLeast("peer places", PEERS - 1, registered);
        return handles;
    }

    private void atLeast(String what, int expected, int found) {
        if (found < expected) {
            wrong.add("others got " + found + " " + what + " of at least " + expected);
        }
    }

    private void dialAll() {
        for (int i = 0; i <= LAST_ID; i++) {
            long known = manager.lookup(id(i));
            long dial = known > 0 ? admitOutbound(known, ip(70 + i, 1)) : 0;
            if (dial > 0) {
                dials.put(known, dial);
            }
        }
    }

    // The end

    @Override
    public List<String> reconcile() {
        for (int i = 0; i < fresh.length; i++) {
            if (fresh[i] > 0) {
                checkId(fresh[i], LAST_ID - i);
                if (manager.disconnectedForNanos(fresh[i]) >= 0) {
                    wrong.add("a peer that never was connected was disconnected");
                }
            }
        }
        dials.forEach(
                (to, dial) -> {
                    if (manager.dialTicket(to) != dial && manager.dialTicket(to) != 0) {
                        wrong.add("the ticket of a dial in flight is not the one that was given");
                    }
                });
        tick();
        closeAll();
        tick();
        expireTickets();
        closeAll();
        tick();
        expect("connected inbound", 0, manager.inbound());
        expect("connected outbound", 0, manager.outbound());
        expect("connected peers", 0, manager.connectedPeers());
        expect("handshakes under way", 0, manager.pendingInbound());
        expect("dials under way", 0, manager.pendingOutbound());
        expect("trusted places", 0, manager.trusted());
        expect("last connections", firsts, lasts);
        expect("told connections and flaps", firsts, listener.rises());
        expect("peers told connected", 0, listener.connected());
        wrong.addAll(listener.wrong());
        wrong.addAll(manager.verify());
        allIsFreeAgain();
        return wrong;
    }

    private void allIsFreeAgain() {
        releaseAll();
        tick();
        tick();
        int own = operation.isAboutSelf() ? 2 : 1;
        expect("peers after their release", own, manager.registeredPeers());
        long[] handles = registerFresh();
        for (int i = 0; i < PEERS + 1 - own; i++) {
            expect("failures", 0, manager.dialing().failuresOf(handles[i]));
            expect("offer", Result.DONE.code(), manager.dialing().offer(handles[i], new byte[0]));
            expect("dial", true, handles[i] > 0 && admitOutbound(handles[i], ip(80 + i, 1)) > 0);
        }
        for (int i = 0; i < PEERS; i++) {
            expect("inbound", true, admitInbound(ip(90, i / PREFIX)) > 0);
        }
        expect("inbound beyond", Result.INBOUND_LIMIT.code(), manager.admitInbound(0, ip(91, 1)));
        closeAll();
        wrong.addAll(manager.verify());
    }

    private void expect(String what, Object expected, Object found) {
        if (!expected.toString().equals(found.toString())) {
            wrong.add(what + ": " + found + " instead of " + expected);
        }
    }

    /** A ticket or connection of the audit. */
    private record Holding(boolean inbound, long ip) {}
}
