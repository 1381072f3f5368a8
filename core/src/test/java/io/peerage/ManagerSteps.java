/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.ManagerPair.Twin;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerFlag;
import io.peerage.testing.ReferenceManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** The steps of random histories over a manager and its model: what may be done, with what, and how. Stateless. */
final class ManagerSteps {
    /** What is done; the numbers choose among what there is. */
    enum Kind {
        REGISTER,
        RELEASE,
        FLAG,
        BAN,
        BAN_ID,
        LIFT,
        DISCOURAGE,
        GROUP,
        TAG,
        ADMIT_INBOUND,
        ADMIT_OUTBOUND,
        ESTABLISH_INBOUND_ID,
        ESTABLISH_INBOUND,
        ESTABLISH_OUTBOUND,
        ABANDON,
        CLOSE,
        CLOSE_BATCH,
        OBEY,
        FAIL,
        FORGIVE,
        SELF,
        OFFER,
        STREAM,
        PING,
        USEFUL,
        TRIM,
        TICK,
        TIME,
        FOREIGN
    }

    /** One step of a history. */
    record Op(Kind kind, int a, int b) {}

    /** Timeouts most of all, so that some node is cut off from everybody; seldom this node itself. */
    private static final List<DialOutcome> OUTCOMES =
            List.of(
                    DialOutcome.TIMEOUT,
                    DialOutcome.TIMEOUT,
                    DialOutcome.TIMEOUT,
                    DialOutcome.REFUSED,
                    DialOutcome.REFUSED,
                    DialOutcome.HANDSHAKE,
                    DialOutcome.WRONG_ID,
                    DialOutcome.CANCELLED,
                    DialOutcome.SELF);

    /** Persistent peers most of all. */
    private static final List<PeerFlag> FLAGS =
            List.of(PeerFlag.PERSISTENT, PeerFlag.PROTECTED, PeerFlag.TRUSTED, PeerFlag.PERSISTENT);

    private static final List<CandidateKind> KINDS =
            List.of(
                    CandidateKind.NEW,
                    CandidateKind.TRIED,
                    CandidateKind.ANCHOR,
                    CandidateKind.SEED,
                    CandidateKind.NEW,
                    CandidateKind.PERSISTENT);

    /** Ids that begin each other, of every kind of length, with bytes above 127 where they differ. */
    static final List<byte[]> IDS = ids();

    /** Neighbours at every rung of the ladders, exempt and trusted ones, none, and IPv6 bits that look like IPv4's. */
    static final List<IpAddress> ADDRESSES =
            Stream.concat(
                            Stream.of(
                                            "10.0.0.1",
                                            "10.0.0.2",
                                            "10.0.1.1",
                                            "10.200.0.1",
                                            "192.168.7.9",
                                            "172.16.3.4",
                                            "172.16.3.5",
                                            "127.0.0.1",
                                            "2001:db8::1",
                                            "2001:db8::2",
                                            "2001:db8:0:1::1",
                                            "2001:db8:0:100::1",
                                            "2001:db9::1",
                                            "fd00::1",
                                            "a00:1::",
                                            "::1")
                                    .map(IpAddress::parse),
                            Stream.of(IpAddress.NONE))
                    .toList();

    private ManagerSteps() {}

    private static List<byte[]> ids() {
        byte[] longest = new byte[64];
        for (int i = 0; i < longest.length; i++) {
            longest[i] = (byte) (0x7e + i);
        }
        Stream<byte[]> prefixes =
                Stream.of(1, 2, 3, 7, 8, 9, 16, 47, 48).map(n -> Arrays.copyOf(longest, n));
        byte[] sibling = Arrays.copyOf(longest, 48);
        sibling[47] ^= (byte) 0x80;
        byte[] zeros = new byte[8];
        return Stream.concat(prefixes, Stream.of(sibling, zeros, longest)).toList();
    }

    /** Histories of up to so many steps, each kind as often as told; mostly with what is recent. */
    static Arbitrary<List<Op>> histories(Map<Kind, Integer> frequencies, int most) {
        List<Tuple.Tuple2<Integer, Kind>> kinds =
                frequencies.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> Tuple.of(entry.getValue(), entry.getKey()))
                        .toList();
        Arbitrary<Integer> recent =
                Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.integers().between(0, 3)),
                        Tuple.of(1, Arbitraries.integers().between(0, 60)));
        return Combinators.combine(
                        Arbitraries.frequency(kinds), recent, Arbitraries.integers().between(0, 60))
                .as(Op::new)
                .list()
                .ofMaxSize(most)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /** Does one step on both. */
    static void apply(Op op, ManagerPair pair) {
        switch (op.kind) {
            case REGISTER, RELEASE, FLAG, GROUP, TAG, SELF, FORGIVE -> peers(op, pair);
            case BAN, BAN_ID, LIFT, DISCOURAGE -> bans(op, pair);
            case ADMIT_INBOUND, ADMIT_OUTBOUND -> admit(op, pair);
            case ESTABLISH_INBOUND_ID, ESTABLISH_INBOUND, ESTABLISH_OUTBOUND -> establish(op, pair);
            case ABANDON, CLOSE, CLOSE_BATCH, OBEY, FAIL -> end(op, pair);
            case STREAM, PING, USEFUL -> facts(op, pair);
            case OFFER -> offer(op, pair);
            case TRIM -> same(pair.real.pruning().trimTo(op.b % 6), pair.model.trimTo(op.b % 6));
            case TICK -> pair.tick();
            case TIME -> pair.clock.advance(pair.time(op.a));
            case FOREIGN -> foreign(op, pair);
        }
    }

    private static void peers(Op op, ManagerPair pair) {
        PeerManager real = pair.real;
        ReferenceManager model = pair.model;
        Twin peer = pair.peer(op.a);
        boolean on = op.b / 4 % 3 > 0;
        switch (op.kind) {
            case REGISTER -> {
                byte[] id = pair.id(op.b);
                pair.newPeer(register(real, id), model.register(id));
            }
            case RELEASE -> same(real.release(peer.real()), model.release(peer.model()));
            case FLAG -> {
                PeerFlag flag = FLAGS.get(op.b % FLAGS.size());
                same(real.setFlag(peer.real(), flag, on), model.setFlag(peer.model(), flag, on));
            }
            case GROUP -> {
                int group = op.b % 3 == 0 ? 127 : 77;
                same(
                        real.groups().set(peer.real(), group, op.b % 2 == 0),
                        model.setGroup(peer.model(), group, op.b % 2 == 0));
            }
            case TAG -> {
                int value = op.b % 5 - 2;
                same(
                        real.reputation().putTag(peer.real(), 0, value),
                        model.putTag(peer.model(), value));
            }
            case SELF -> same(real.dialing().learnSelf(peer.real()), model.learnSelf(peer.model()));
            default -> same(real.dialing().forgive(peer.real()), model.forgive(peer.model()));
        }
    }

    /** From inside a larger array. */
    private static long register(PeerManager real, byte[] id) {
        byte[] larger = new byte[id.length + 9];
        System.arraycopy(id, 0, larger, 5, id.length);
        return real.register(larger, 5, id.length);
    }

    private static void bans(Op op, ManagerPair pair) {
        Bans bans = pair.real.bans();
        ReferenceManager model = pair.model;
        Twin peer = pair.peer(op.a);
        BanReason reason = BanReason.BY_HAND;
        switch (op.kind) {
            case BAN -> same(bans.ban(peer.real(), reason), model.ban(peer.model()));
            case BAN_ID -> {
                long known = model.register(pair.id(op.b));
                int code = known < 0 ? (int) known : model.ban(known);
                same(bans.ban(pair.id(op.b), reason), code);
            }
            case LIFT -> same(bans.lift(peer.real()), model.lift(peer.model()));
            default -> same(bans.discourage(peer.real(), reason), model.discourage(peer.model()));
        }
    }

    private static void admit(Op op, ManagerPair pair) {
        Twin peer = pair.peer(op.a);
        IpAddress ip = pair.address(op.b);
        long real;
        long model;
        if (op.kind == Kind.ADMIT_INBOUND) {
            model = pair.model.admitInbound(ip.hi(), ip.lo());
            real =
                    op.a % 2 == 0
                            ? pair.real.admitInbound(ip.hi(), ip.lo())
                            : pair.real.admitInbound(bytes(ip));
        } else {
            model = pair.model.admitOutbound(peer.model(), ip.hi(), ip.lo());
            real =
                    op.b % 2 == 0
                            ? pair.real.admitOutbound(peer.real(), ip.hi(), ip.lo())
                            : pair.real.admitOutbound(peer.real(), bytes(ip));
        }
        pair.newLink(real, model);
    }

    private static byte[] bytes(IpAddress ip) {
        if (ip.isNone()) {
            return new byte[0];
        }
        byte[] bytes = new byte[ip.isV4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int at = 16 - bytes.length + i;
            long word = at < 8 ? ip.hi() : ip.lo();
            bytes[i] = (byte) (word >>> 56 - at % 8 * 8);
        }
        return bytes;
    }

    private static void establish(Op op, ManagerPair pair) {
        Twin inbound = pair.ticket(op.a, Direction.INBOUND);
        Twin dial = pair.ticket(op.a, Direction.OUTBOUND);
        switch (op.kind) {
            case ESTABLISH_INBOUND_ID -> {
                byte[] id = pair.id(op.b);
                same(
                        pair.real.establishInbound(inbound.real(), id, 0, id.length),
                        pair.model.establishInbound(inbound.model(), id));
            }
            case ESTABLISH_INBOUND -> {
                Twin shown = pair.peer(op.b);
                same(
                        pair.real.establishInbound(inbound.real(), shown.real()),
                        pair.model.establishInbound(inbound.model(), shown.model()));
            }
            default ->
                    same(
                            pair.real.establishOutbound(dial.real()),
                            pair.model.establishOutbound(dial.model()));
        }
    }

    private static void end(Op op, ManagerPair pair) {
        Twin link = pair.link(op.a);
        switch (op.kind) {
            case ABANDON -> same(pair.real.abandon(link.real()), pair.model.abandon(link.model()));
            case CLOSE -> close(pair, link);
            case CLOSE_BATCH -> closeBatch(op, pair);
            case OBEY -> pair.commanded().forEach(one -> close(pair, one));
            default -> {
                DialOutcome outcome = OUTCOMES.get(op.b % OUTCOMES.size());
                Twin failing = op.b % 7 == 0 ? link : pair.ticket(op.a, Direction.OUTBOUND);
                same(
                        pair.real.dialing().failed(failing.real(), outcome),
                        pair.model.failed(failing.model(), outcome));
            }
        }
    }

    private static void close(ManagerPair pair, Twin link) {
        same(pair.real.close(link.real()), pair.model.close(link.model()));
    }

    /** The model knows of one close at a time. */
    private static void closeBatch(Op op, ManagerPair pair) {
        long[] batch = new long[op.b % 8];
        int[] outcomes = new int[batch.length];
        int[] expected = new int[batch.length];
        for (int i = 0; i < batch.length; i++) {
            Twin link = pair.link(op.a + op.b / 8 % 3 * i);
            batch[i] = link.real();
            expected[i] = pair.model.close(link.model());
        }
        if (op.b % 3 == 0) {
            pair.real.batches().close(batch, batch.length);
        } else {
            pair.real.batches().close(batch, batch.length, outcomes);
            assertThat(outcomes).isEqualTo(expected);
        }
    }

    private static void facts(Op op, ManagerPair pair) {
        Facts facts = pair.real.facts();
        Twin link = pair.link(op.a);
        boolean on = op.b % 3 > 0;
        switch (op.kind) {
            case STREAM -> {
                Direction by = Direction.values()[op.b / 3 % 2];
                int told =
                        on
                                ? facts.streamOpened(link.real(), 0, by)
                                : facts.streamClosed(link.real(), 0, by);
                same(told, pair.model.stream(link.model(), by, on));
            }
            case PING -> {
                long nanos = op.b * 1_500L;
                same(facts.ping(link.real(), nanos), pair.model.ping(link.model(), nanos));
            }
            default ->
                    same(
                            on ? facts.usefulMessage(link.real()) : facts.usefulBlock(link.real()),
                            pair.model.useful(link.model(), !on));
        }
    }

    /** Several at once, as a discovery finds them. */
    private static void offer(Op op, ManagerPair pair) {
        for (int i = 0; i <= op.b % 4; i++) {
            Twin peer = pair.peer(op.a + i);
            IpAddress ip = pair.address(op.b + i);
            CandidateKind kind = KINDS.get((op.a + op.b / 4 + i) % KINDS.size());
            int told =
                    kind == CandidateKind.NEW && op.a % 2 == 0
                            ? pair.real.dialing().offer(peer.real(), bytes(ip))
                            : pair.real.dialing().offer(peer.real(), ip.hi(), ip.lo(), kind);
            same(told, pair.model.offer(peer.model(), ip.hi(), ip.lo(), kind));
        }
    }

    /** Peer handles for connections and the other way round, and handles of another manager: refused, nothing changed. */
    private static void foreign(Op op, ManagerPair pair) {
        // Made now: the mark by which its handles are told comes round again after 63 managers.
        PeerManager other = PeerManager.builder().rateLimit(RateLimit.NONE).maxPeers(1).build();
        long peer = other.register(new byte[] {1});
        long link = pair.link(op.a).real();
        long ticket = other.admitInbound(0, 0);
        switch (op.b % 5) {
            case 0 -> rejected(() -> pair.real.establishInbound(link, peer));
            case 1 -> rejected(() -> pair.real.admitOutbound(peer, 0, 0));
            case 2 -> rejected(() -> pair.real.close(ticket));
            case 3 -> rejected(() -> pair.real.setFlag(peer, PeerFlag.PROTECTED, true));
            default -> rejected(() -> pair.real.establishInbound(ticket, pair.peer(op.a).real()));
        }
        if (pair.peer(0).real() > 0) {
            rejected(() -> pair.real.close(pair.peer(0).real()));
        }
    }

    private static void rejected(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    }

    private static void same(int real, int model) {
        assertThat(real).isEqualTo(model);
    }
}
