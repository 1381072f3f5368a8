/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.ManagerConfig;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.model.PruneCriteria;
import io.peerage.model.Result;
import io.peerage.testing.DialLog;
import io.peerage.testing.FakeClock;
import io.peerage.testing.LifecycleLog;
import io.peerage.testing.ReferenceDial;
import io.peerage.testing.ReferenceManager;
import io.peerage.testing.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A manager and its model, driven in lockstep on one thread: every answer and all that can be asked must agree. */
final class ManagerPair {
    /** One thing's handle in the manager and in the model. */
    record Twin(long real, long model) {}

    private static final int REMEMBERED = 16;
    private static final int GROUP = 77;
    private static final int EXPLAINED = 3;
    private static final Set<Counter> NOT_OF_USER_CODE =
            EnumSet.complementOf(
                    EnumSet.of(
                            Counter.LIFECYCLE_CONNECTED,
                            Counter.LIFECYCLE_DISCONNECTED,
                            Counter.LIFECYCLE_FLAPS,
                            Counter.LISTENER_FAILURES,
                            Counter.SINK_FAILURES,
                            Counter.HANDLER_FAILURES));

    final FakeClock clock;
    final PeerManager real;
    final ReferenceManager model;
    private final DialLog told = new DialLog();
    private final LifecycleLog expected = new LifecycleLog();
    private final ManagerConfig config;
    private final List<byte[]> ids;
    private final List<IpAddress> addresses;
    private final Map<Long, Long> peerOfModel = new HashMap<>();
    private final Map<Long, Long> linkOfModel = new HashMap<>();
    private final List<Twin> peers = new ArrayList<>();
    private final List<Twin> links = new ArrayList<>();
    private final byte[] copy = new byte[70];
    private int turn;
    private long lastTick;

    /** A manager of the scenario, and its model. */
    ManagerPair(Scenario scenario) {
        this.config = scenario.config();
        this.clock = new FakeClock(scenario.clockStart());
        this.lastTick = scenario.clockStart();
        this.ids = ManagerSteps.IDS.stream().filter(id -> id.length <= config.idBytes()).toList();
        this.addresses = ManagerSteps.ADDRESSES;
        this.real =
                scenario.builder(clock)
                        .listener(told)
                        .commandSink(told)
                        .errorHandler(
                                error -> {
                                    throw new AssertionError(error);
                                })
                        .build();
        this.model = new ReferenceManager(config, clock, scenario.localId(), expected, expected);
    }

    byte[] id(int choice) {
        return ids.get(choice % ids.size());
    }

    IpAddress address(int choice) {
        return addresses.get(choice % addresses.size());
    }

    /** A peer that is or was known, the newest for 0, or one that never was. */
    Twin peer(int choice) {
        return pick(peers, choice, Result.UNKNOWN_PEER.code());
    }

    /** A ticket or connection that is or was current, the newest for 0, or one that never was. */
    Twin link(int choice) {
        return pick(links, choice, Result.UNKNOWN_CONNECTION.code());
    }

    /** As a rule a ticket of this direction that has not ended, since few of all handles are. */
    Twin ticket(int choice, Direction direction) {
        List<Twin> tickets =
                links.stream().filter(link -> model.isTicket(link.model, direction)).toList();
        return choice % 5 == 0 || tickets.isEmpty()
                ? link(choice)
                : tickets.get(choice % tickets.size());
    }

    private static Twin pick(List<Twin> known, int choice, long refusal) {
        int back = choice % (known.size() + 2);
        if (back < known.size()) {
            return known.get(known.size() - 1 - back);
        }
        return back == known.size() ? new Twin(0, 0) : new Twin(refusal, refusal);
    }

    void newPeer(long realHandle, long modelHandle) {
        same("peer", realHandle, modelHandle, peerOfModel, peers);
    }

    void newLink(long realHandle, long modelHandle) {
        same("ticket", realHandle, modelHandle, linkOfModel, links);
    }

    private static void same(
            String what, long real, long model, Map<Long, Long> ofModel, List<Twin> known) {
        if (real <= 0 || model <= 0) {
            assertThat(refusalOrHandle(real)).as(what).isEqualTo(refusalOrHandle(model));
            return;
        }
        Long before = ofModel.putIfAbsent(model, real);
        assertThat(before == null ? real : before).as(what).isEqualTo(real);
        if (before == null) {
            assertThat(known).as("a handle is used once").noneMatch(twin -> twin.real == real);
            known.add(new Twin(real, model));
            if (known.size() > REMEMBERED) {
                known.remove(0);
            }
        }
    }

    private static String refusalOrHandle(long value) {
        return value > 0 ? "a handle" : value == 0 ? "none" : Result.ofRefusal(value).toString();
    }

    /** Connections whose close was commanded by the last tick. */
    List<Twin> commanded() {
        return expected.closes().stream()
                .map(link -> new Twin(Objects.requireNonNull(linkOfModel.get(link)), link))
                .toList();
    }

    /** Just before, at, and after the leases. */
    long time(int choice) {
        long inbound = config.inboundLeaseNanos();
        long outbound = config.outboundLeaseNanos();
        long[] steps = {
            outbound - 1, 1, outbound, inbound - outbound, inbound - 1, inbound, inbound * 1_000
        };
        return steps[choice % steps.length];
    }

    void tick() {
        told.clear();
        expected.clear();
        lastTick = clock.nanoTime();
        int real = turn % 2 == 0 ? this.real.tick() : this.real.tick(lastTick);
        List<ReferenceDial> dials = told.dials().stream().map(this::inModelsWords).toList();
        int done = model.tick(dials);
        // How often the dial loop looks at its clock is no concern of the model's.
        if (config.dialing() == null) {
            same("things done by the tick", real, done);
        } else {
            assertThat(real).isBetween(done, done + config.peers());
        }
        for (int i = 0; i < dials.size(); i++) {
            newLink(told.dials().get(i).ticket(), dials.get(i).ticket());
        }
        assertThat(new HashSet<>(told.expired())).isEqualTo(reals(expected.expired(), linkOfModel));
        assertThat(told.expired()).doesNotHaveDuplicates();
        assertThat(new HashSet<>(told.closes())).isEqualTo(reals(expected.closes(), linkOfModel));
        assertThat(told.closes()).doesNotHaveDuplicates();
        assertThat(told.peers()).isEqualTo(reals(expected.peers(), peerOfModel));
        for (long peer : expected.peers()) {
            assertThat(told.of(peerOfModel.get(peer)))
                    .as("lifecycle of a peer")
                    .isEqualTo(expected.of(peer));
        }
    }

    private ReferenceDial inModelsWords(DialLog.Dial dial) {
        long peer =
                peerOfModel.entrySet().stream()
                        .filter(entry -> entry.getValue() == dial.peer())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        return new ReferenceDial(peer, dial.address(), dial.reason());
    }

    private static Set<Long> reals(Iterable<Long> models, Map<Long, Long> ofModel) {
        Set<Long> reals = new HashSet<>();
        models.forEach(model -> reals.add(ofModel.getOrDefault(model, model)));
        return reals;
    }

    void agree() {
        assertThat(real.verify()).isEmpty();
        agreeOnCounts();
        agreeOnPeers();
        agreeOnLinks();
        agreeOnWalks();
        agreeOnExplanations();
    }

    private boolean isPruning() {
        return config.pruning() != null;
    }

    private void agreeOnCounts() {
        same("inbound", real.inbound(), model.established(Direction.INBOUND));
        same("outbound", real.outbound(), model.established(Direction.OUTBOUND));
        same("connected peers", real.connectedPeers(), model.connectedPeers());
        same("pending inbound", real.pendingInbound(), model.pending(Direction.INBOUND));
        same("pending outbound", real.pendingOutbound(), model.pending(Direction.OUTBOUND));
        same("trusted", real.trusted(), model.trusted());
        same("registered", real.registeredPeers(), model.registeredPeers());
        for (Result reason : Result.values()) {
            same(reason, real.refused(reason), model.refused(reason));
        }
        for (Counter counter : NOT_OF_USER_CODE) {
            same(counter, real.counter(counter), model.counter(counter));
        }
        for (DialOutcome outcome : DialOutcome.values()) {
            same(outcome, real.dialing().ended(outcome), model.ended(outcome));
        }
        for (DialReason reason : DialReason.values()) {
            same(reason, real.dialing().commanded(reason), model.commanded(reason));
        }
        same("outage", real.dialing().isOutage(), model.isOutage());
        same("since the tick", real.nanosSinceTick(), clock.nanoTime() - lastTick);
        same(Counter.LISTENER_FAILURES, real.counter(Counter.LISTENER_FAILURES), 0);
    }

    private void agreeOnPeers() {
        long[] found = new long[ids.size()];
        real.batches().lookup(ids.toArray(new byte[0][]), found.length, found);
        for (int i = 0; i < found.length; i++) {
            byte[] id = ids.get(i);
            long peer = model.lookup(id);
            newPeer(real.lookup(id), peer);
            same("looked up in a batch", found[i], real.lookup(id));
            System.arraycopy(id, 0, copy, 1, id.length);
            same("looked up in an array", found[i], real.lookup(copy, 1, id.length));
            same("connected", real.isConnected(id, 0, id.length), model.isConnected(peer));
        }
        for (Twin peer : peers) {
            agreeOn(peer.real, peer.model);
        }
    }

    private void agreeOn(long peer, long twin) {
        same("connectedness", real.connectedness(peer), model.connectedness(twin));
        same("inbound of", real.inboundOf(peer), model.connectionsOf(twin, Direction.INBOUND));
        same("outbound of", real.outboundOf(peer), model.connectionsOf(twin, Direction.OUTBOUND));
        same("connected", real.isConnected(peer), model.isConnected(twin));
        same("connected for", real.connectedForNanos(peer), model.connectedForNanos(twin));
        same("disconnected for", real.disconnectedForNanos(peer), model.disconnectedForNanos(twin));
        long dial = model.dialTicket(twin);
        long realDial = dial == 0 ? 0 : linkOfModel.get(dial);
        same("dial ticket", real.dialTicket(peer), realDial);
        same("may be dialed", real.dialing().canDial(peer), model.canDial(twin));
        same("failures of", real.dialing().failuresOf(peer), model.failuresOf(twin));
        same("back-off of", real.dialing().backOffNanos(peer), model.backOffNanos(twin));
        same("discouraged", real.bans().isDiscouraged(peer), model.isDiscouraged(twin));
        same("in group", real.groups().contains(peer, GROUP), model.isInGroup(twin, GROUP));
        for (PeerFlag flag : PeerFlag.values()) {
            same(flag, real.hasFlag(peer, flag), model.hasFlag(twin, flag));
        }
        int length = real.copyId(peer, copy, 3);
        byte[] id = length < 0 ? null : Arrays.copyOfRange(copy, 3, 3 + length);
        same("id", Arrays.toString(id), Arrays.toString(model.idOf(twin)));
    }

    /** What would become of its connections if one had to go; the order is that of slots. */
    private void agreeOnPruning(Twin peer) {
        List<String> told =
                real.pruning().explain(peer.real).stream()
                        .map(ManagerPair::inWords)
                        .sorted()
                        .toList();
        same("pruned", told, model.explainPruning(peer.model).stream().sorted().toList());
    }

    private static String inWords(PruneCriteria one) {
        return one.decision()
                + ReferenceManager.describe(
                        one.discouraged(),
                        one.value(),
                        one.groups(),
                        one.streams(),
                        one.direction(),
                        one.ageNanos());
    }

    private void agreeOnLinks() {
        Set<Integer> slots = new HashSet<>();
        for (Twin link : links) {
            int slot = real.slotOf(link.real);
            assertThat(slot).isBetween(0, real.connectionSlots() - 1);
            if (model.isCurrent(link.model)) {
                assertThat(slots.add(slot)).as("a slot is of one connection").isTrue();
            }
            same("is inbound", real.isInbound(link.real), model.isInbound(link.model));
            long peer = model.peerOf(link.model);
            long realPeer = peerOfModel.getOrDefault(peer, peer);
            same("peer of", real.peerOf(link.real), realPeer);
        }
    }

    private void agreeOnWalks() {
        for (ConnectedFilter filter : ConnectedFilter.values()) {
            List<Long> all = new ArrayList<>();
            for (long p = real.connected().first(filter);
                    p != 0;
                    p = real.connected().next(p, filter)) {
                all.add(p);
            }
            sameWalk(all, model.connected(filter, -1));
            List<Long> grouped = new ArrayList<>();
            for (long p = real.connected().first(filter, GROUP);
                    p != 0;
                    p = real.connected().next(p, filter, GROUP)) {
                grouped.add(p);
            }
            sameWalk(grouped, model.connected(filter, GROUP));
        }
    }

    private void sameWalk(List<Long> walked, Set<Long> expected) {
        same("walked peers", new HashSet<>(walked), reals(expected, peerOfModel));
        same("walked peers", walked.size(), expected.size());
    }

    /** A few at each step, since all would take most of the time; every one has its turn. */
    private void agreeOnExplanations() {
        for (int i = 0; i < EXPLAINED; i++) {
            IpAddress ip = address(turn++);
            sameVerdict(
                    real.explain().inbound(ip.hi(), ip.lo()),
                    model.explainInbound(ip.hi(), ip.lo()),
                    ip);
            Twin peer = peer(turn / addresses.size());
            sameVerdict(real.explain().peer(peer.real), model.explainPeer(peer.model), "peer");
            if (isPruning()) {
                agreeOnPruning(peer);
            }
            sameVerdict(
                    real.explain().outbound(peer.real, ip.hi(), ip.lo()),
                    model.explainOutbound(peer.model, ip.hi(), ip.lo()),
                    ip);
        }
    }

    private static void same(Object what, Object real, Object model) {
        if (!real.equals(model)) {
            assertThat(real).as("%s", what).isEqualTo(model);
        }
    }

    private static void same(Object what, long real, long model) {
        if (real != model) {
            assertThat(real).as("%s", what).isEqualTo(model);
        }
    }

    private static void sameVerdict(Explanation told, Explanation expected, Object what) {
        same(what, told.result(), expected.result());
        same(what, told.taken(), expected.taken());
        same(what, told.limit(), expected.limit());
    }

    /** The refusals, counters and reasons to dial that came up. */
    Set<Enum<?>> seen() {
        Set<Enum<?>> seen = new HashSet<>();
        Stream.of(Result.values()).filter(reason -> real.refused(reason) > 0).forEach(seen::add);
        Stream.of(Counter.values()).filter(one -> real.counter(one) > 0).forEach(seen::add);
        Stream.of(DialReason.values())
                .filter(reason -> real.dialing().commanded(reason) > 0)
                .forEach(seen::add);
        return seen;
    }

    /** Ends all that is open and lets the owner catch up. */
    void drain() {
        for (Twin link : List.copyOf(links)) {
            assertThat(real.close(link.real)).isEqualTo(model.close(link.model));
        }
        tick();
    }
}
