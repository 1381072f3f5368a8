/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.event.CommandSink;
import io.peerage.event.LifecycleListener;
import io.peerage.model.CloseReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerDataKey;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A manager and its model, driven in lockstep on one thread: every answer and all that can be asked must agree. */
final class KeepingPair implements CommandSink, LifecycleListener {
    /** One thing's handle in the manager and in the model. */
    record Twin(long real, long model) {}

    static final int PEERS = 6;
    static final List<IpAddress> ADDRESSES =
            List.of(
                    IpAddress.parse("10.0.0.1"),
                    IpAddress.parse("10.0.0.2"),
                    IpAddress.parse("10.9.0.1"));
    static final List<PeerDataKey<String>> KEYS = keys();

    /** A half-life, in steps of which nothing is rounded. */
    static final long HALF_LIFE = 1L << 34;

    private static final int REMEMBERED = 10;
    private static final BanConfig BANS =
            new BanConfig(
                    HALF_LIFE,
                    4 * HALF_LIFE,
                    2 * HALF_LIFE,
                    100,
                    100,
                    100,
                    1,
                    List.of(ReferenceStanding.WIDTHS[0], ReferenceStanding.WIDTHS[1]),
                    List.of(64));
    private static final ScoreConfig SCORES =
            new ScoreConfig(HALF_LIFE, -20_000, -50_000, -60_000, 1, 19_000, 100, -10_000);
    private static final List<PrefixLimit> WIDE =
            List.of(new PrefixLimit(32, 60), new PrefixLimit(24, 60));

    final FakeClock clock;
    final ReferenceKeeper model = new ReferenceKeeper(BANS, SCORES);
    PeerManager real;
    private final Map<Long, Long> realOf = new HashMap<>();
    private final Map<Long, Long> modelOf = new HashMap<>();
    private final List<Twin> peers = new ArrayList<>();
    private final List<Twin> links = new ArrayList<>();
    private final List<String> cleared = new ArrayList<>();
    private int values;
    private int keys;

    KeepingPair(long start) {
        this.clock = new FakeClock(start);
        this.real = manager(null);
    }

    private static List<PeerDataKey<String>> keys() {
        List<PeerDataKey<String>> keys = new ArrayList<>();
        for (int kept : ReferenceNotes.KEPT) {
            keys.add(
                    PeerDataKey.of(
                            "kept " + kept, String.class, Duration.ofNanos(kept * HALF_LIFE)));
        }
        return keys;
    }

    private PeerManager manager(Path file) {
        var builder =
                PeerManager.builder()
                        .maxPeers(64)
                        .maxConnections(16)
                        .maxInbound(16)
                        .maxOutbound(0)
                        .maxPerPeer(1)
                        .maxTrusted(0)
                        .rateLimit(RateLimit.NONE)
                        .prefixLimits(new PrefixLimits(WIDE, List.of(), List.of(), 64))
                        .backOff(BackOffConfig.constant(Duration.ofSeconds(1)))
                        .bans(BANS)
                        .scores(SCORES)
                        .tags(
                                new TagConfig(
                                        List.of(
                                                TagKind.plain("plain")
                                                        .bounded(
                                                                ReferenceWorth.LEAST,
                                                                ReferenceWorth.MOST),
                                                TagKind.decaying(
                                                        "decaying", Duration.ofNanos(HALF_LIFE))),
                                        List.of("one", "other")))
                        .facts(FactsConfig.of("one", "other"))
                        .data(KEYS.get(0), KEYS.get(1))
                        .clock(clock)
                        .epochClock(() -> 1_000_000)
                        .concurrency(1)
                        .hashKey(++keys, 2)
                        .listener(this)
                        .commandSink(this)
                        .errorHandler(
                                error -> {
                                    throw new AssertionError(error);
                                });
        return (file == null ? builder : builder.restoreFrom(file)).build();
    }

    @Override
    public void close(long connection, CloseReason reason) {
        real.close(connection);
    }

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        throw new AssertionError("a dial without dialing");
    }

    @Override
    public void onConnected(long peer, int flaps) {}

    @Override
    public void onDisconnected(long peer, int flaps) {}

    @Override
    public void onDataCleared(long peer, PeerDataKey<?> key, Object value) {
        cleared.add(Objects.requireNonNull(modelOf.get(peer)) + " " + value);
    }

    // Choosing

    static byte[] id(int number) {
        return Ids.id(number % PEERS);
    }

    static IpAddress address(int choice) {
        return ADDRESSES.get(choice % ADDRESSES.size());
    }

    /** A peer that is or was known, the newest for 0, or none. */
    Twin peer(int choice) {
        int back = choice % (peers.size() + 1);
        return back == peers.size() ? new Twin(0, 0) : peers.get(peers.size() - 1 - back);
    }

    /** A connection that is or was open, the newest for 0, or none. */
    Twin link(int choice) {
        int back = choice % (links.size() + 1);
        return back == links.size() ? new Twin(0, 0) : links.get(links.size() - 1 - back);
    }

    String value() {
        return "value " + ++values;
    }

    void register(int choice) {
        met(real.register(id(choice)), model.register(choice % PEERS));
    }

    private void met(long realHandle, long modelHandle) {
        if (realHandle <= 0 || modelHandle <= 0) {
            same("peer", realHandle, modelHandle);
            return;
        }
        Long before = realOf.putIfAbsent(modelHandle, realHandle);
        same("handle", realHandle, before == null ? realHandle : before);
        if (before == null) {
            modelOf.put(realHandle, modelHandle);
            peers.add(new Twin(realHandle, modelHandle));
            if (peers.size() > REMEMBERED) {
                peers.remove(0);
            }
        }
    }

    void open(int choice, IpAddress address) {
        long ticket = real.admitInbound(address.hi(), address.lo());
        int gate = model.gate(address);
        if (gate < 0) {
            same("admission", ticket, gate);
            return;
        }
        assertThat(ticket).as("ticket").isPositive();
        int outcome = real.establishInbound(ticket, id(choice));
        same("outcome", outcome, model.open(choice % PEERS, address));
        if (outcome > 0) {
            links.add(new Twin(ticket, model.newest()));
            if (links.size() > REMEMBERED) {
                links.remove(0);
            }
        }
    }

    void tick() {
        cleared.clear();
        real.tick();
        List<String> expected = model.tick();
        same("cleared", new TreeSet<>(cleared), new TreeSet<>(expected));
        same("cleared", cleared.size(), expected.size());
    }

    void restart() {
        // What was ordered last is carried out, and who was given up is gone.
        tick();
        tick();
        try {
            Path file = Files.createTempFile("peerage", ".snapshot");
            try {
                real.snapshot(file);
                real = manager(file);
                same("dropped", real.restored().isComplete(), true);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        model.restart();
        realOf.clear();
        modelOf.clear();
        peers.clear();
        links.clear();
    }

    // Comparing

    void agree() {
        same("verify", real.verify(), List.of());
        for (int i = 0; i < PEERS; i++) {
            byte[] id = id(i);
            met(real.lookup(id), model.lookup(i));
            same("remaining", real.bans().remainingNanos(id), model.remainingNanos(i));
            same("reason", real.bans().reason(id), model.reason(i));
            same(
                    "connected",
                    real.isConnected(id, 0, id.length),
                    model.isConnected(model.lookup(i)));
        }
        peers.forEach(this::agreeOnPeer);
        links.forEach(this::agreeOnLink);
        ADDRESSES.forEach(this::agreeOnAddress);
        same("inbound", real.inbound(), model.connections());
        same("connected", real.connectedPeers(), model.connections());
        same("bans", real.bans().peers(), model.bannedPeers());
        same("prefixes", real.bans().prefixes(), model.bannedPrefixes());
        same("values", real.data().countValues(), model.values());
        for (int group = 0; group < 2; group++) {
            agreeOnGroup(group);
        }
        for (int protocol = 0; protocol <= ReferenceKeeper.PROTOCOLS; protocol++) {
            for (Direction direction : Direction.values()) {
                same(
                        "streams",
                        real.facts().streams(protocol, direction),
                        model.streams(protocol, direction));
            }
        }
    }

    private void agreeOnPeer(Twin peer) {
        for (PeerFlag flag : PeerFlag.values()) {
            same(flag, real.hasFlag(peer.real, flag), model.has(peer.model, flag));
        }
        same("connected", real.isConnected(peer.real), model.isConnected(peer.model));
        same("banned", real.bans().isBanned(peer.real), model.has(peer.model, PeerFlag.BANNED));
        same("discouraged", real.bans().isDiscouraged(peer.real), model.isDiscouraged(peer.model));
        same("score", real.reputation().score(peer.real), model.score(peer.model));
        same("total", real.reputation().total(peer.real), model.total(peer.model));
        long tags = 0;
        for (int kind = 0; kind < 2; kind++) {
            same("tag", real.reputation().tagValue(peer.real, kind), model.tag(peer.model, kind));
            tags += model.tag(peer.model, kind);
        }
        same("value", real.reputation().value(peer.real), tags + model.total(peer.model));
        for (int name = 0; name <= ReferenceKeeper.BY_HAND; name++) {
            same(
                    "protected",
                    real.reputation().isProtected(peer.real, name),
                    model.isProtected(peer.model, name));
        }
        for (int key = 0; key < KEYS.size(); key++) {
            same("data", real.data().get(peer.real, KEYS.get(key)), model.get(peer.model, key));
        }
        for (int group = 0; group < 2; group++) {
            same("group", real.groups().contains(peer.real, group), model.isIn(peer.model, group));
        }
    }

    private void agreeOnLink(Twin link) {
        OpenLink open = model.link(link.model);
        same("protocols", real.facts().protocols(link.real), open == null ? 0L : open.protocols);
        same("agent", real.facts().agent(link.real), open == null ? "" : open.agent);
        same("streams", real.facts().streamsOf(link.real), open == null ? 0 : open.streams.size());
        same(
                "peer of",
                real.peerOf(link.real),
                open == null ? Result.UNKNOWN_CONNECTION.code() : realOf.get(open.peer.handle));
    }

    private void agreeOnAddress(IpAddress ip) {
        same("banned", real.bans().isAddressBanned(ip.hi(), ip.lo()), model.isBanned(ip));
        same(
                "discouraged",
                real.bans().isAddressDiscouraged(ip.hi(), ip.lo()),
                model.isDiscouraged(ip));
        same("verdict", real.bans().verdict(ip.hi(), ip.lo()), model.verdict(ip));
        int gate = model.gate(ip);
        same(
                "explained",
                real.explain().inbound(ip.hi(), ip.lo()).result(),
                gate == 0 ? Result.DONE : Result.ofRefusal(gate));
    }

    private void agreeOnGroup(int group) {
        Set<Long> walked = new HashSet<>();
        for (long peer = real.connected().first(ConnectedFilter.ALL, group);
                peer != 0;
                peer = real.connected().next(peer, ConnectedFilter.ALL, group)) {
            walked.add(modelOf.get(peer));
        }
        same("walked", walked, model.connected(group));
        long pinned = model.pinned(group);
        same("pinned", real.services().pinned(group), pinned == 0 ? 0L : realOf.get(pinned));
        agreeOnSelected(real.services().select(group), model.select(group, -1));
        agreeOnSelected(real.services().select(group, 1), model.select(group, 1));
        long[] speaking = new long[PEERS];
        int found = real.facts().connectedPeers(group, speaking);
        Set<Long> speakers = new HashSet<>();
        for (int i = 0; i < found; i++) {
            speakers.add(modelOf.get(speaking[i]));
        }
        same("speaking", speakers, model.speaking(group));
        same("speaking", found, speakers.size());
    }

    private void agreeOnSelected(long selected, Set<Long> eligible) {
        assertThat(selected == 0 ? eligible.isEmpty() : eligible.contains(modelOf.get(selected)))
                .as("selected %s of %s", selected, eligible)
                .isTrue();
    }

    static void same(Object what, Object realAnswer, Object modelAnswer) {
        if (!Objects.equals(realAnswer, modelAnswer)) {
            assertThat(realAnswer).as("%s", what).isEqualTo(modelAnswer);
        }
    }

    static void same(Object what, long realAnswer, long modelAnswer) {
        if (realAnswer != modelAnswer) {
            assertThat(realAnswer).as("%s", what).isEqualTo(modelAnswer);
        }
    }
}
